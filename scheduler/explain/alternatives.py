"""For a duty: what another day, zone or person would cost the whole plan, who would move, or what forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from scheduler.audit import audit
from scheduler.engine.answer import Answer
from scheduler.engine.pace import Pace
from scheduler.engine.what_if import WhatIf
from scheduler.explain.forbidden import BY_PINS, why_not
from scheduler.model import ANY, Ints
from scheduler.problem import Duty, Instance, Text
from scheduler.rules import RULES, SOFT_RULES

# Seconds (or work units) for each look at one alternative.
LOOK = 0.8


@dataclass(frozen=True, slots=True)
class Move:
    """What one cadre had and would have."""

    cadre: str
    before: tuple[Duty, ...]
    after: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """By how many points a rule's share of the score changes."""

    rule: str
    title: Text
    points: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A cadre with a duty on a date (None: any) in a zone (None: any).

    change: points of the whole plan more than now (fewer, where negative: the plan was not the best); None where it
    cannot be, and `forbidden` says why. exact: nothing cheaper exists; else the figure is "at most".
    least: what it costs at least. moves: everybody whose duties change, the cadre first. rules: where the points change.
    """

    cadre: str
    date: date | None
    zone: str | None
    change: int | None
    exact: bool
    least: int = 0
    moves: tuple[Move, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    forbidden: Text | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Alternatives, the cheapest first. proven: none that is left out costs less than the last one here."""

    items: tuple[Alternative, ...]
    proven: bool
    considered: int


class Advisor:
    """Answers about one plan. The plan must break no hard rule (ValueError otherwise).

    `bound` is a proven lower bound on the objective of any plan, where one is known. `sharp`: spend the seconds of a
    linear programme first; then more of the answers are exact. `by_effort`: all limits are work units in place of
    seconds; the same question gets the same answer then. `should_stop`: whether whoever asked has had enough.
    """

    def __init__(
        self, instance: Instance, assignments: Iterable[Duty], bound: int | None = None, *, sharp: bool = False,
        by_effort: bool = False, should_stop: Callable[[], bool] | None = None,
    ) -> None:  # fmt: skip
        self.instance = instance
        self.duties = tuple(assignments)
        self.before = audit(instance, self.duties)
        if not self.before.valid:
            raise ValueError(self.before.violations[0].text.en)
        self.what_if = WhatIf(instance, self.duties, bound)
        self.index = self.what_if.index
        self.what_if.pace = self.pace = Pace(by_effort, should_stop)
        if sharp:
            self.what_if.sharpen()

    def on(self, cadre: str, day: date | None, zone: str | None = None, amount: float = LOOK) -> Alternative:
        """The cadre (with the whole party) on a day (None: any) in a zone (None: any).

        Raises:
            KeyError: the instance has no such cadre, day or zone.
        """
        crew = self.index.crew_number[cadre]
        self.index.days[day] if day else None
        place = ANY if zone is None else self.index.zone_number[zone]
        moment = ANY if day is None else self.index.time_number.get(day)
        forbidden = why_not(self.index, cadre, day, zone)
        if forbidden is not None or moment is None:
            return Alternative(cadre, day, zone, None, exact=True, forbidden=forbidden)
        answer = self.what_if.force(crew, place, moment, amount)
        if answer.objective is None:
            return Alternative(cadre, day, zone, None, exact=answer.exact, forbidden=BY_PINS)
        least = int(self.what_if.least(self.what_if.targets(crew, place, moment)).min())
        return self._told(cadre, day, zone, answer, least)

    def days_of(self, cadre: str, amount: float = LOOK) -> list[Alternative]:
        """Every open day that is not past, for one cadre, in whichever zone is cheapest then."""
        return [self.on(cadre, day.date, None, amount) for day in self.index.times]

    def slots_for(self, cadre: str, top: int = 10, amount: float = 10.0) -> Ranking:
        """The cheapest (day, zone) that a cadre could have instead of what it has."""
        crew = self.index.crew_number[cadre]
        targets = self.what_if.targets(crew)
        held = self.what_if.state.triples(np.array([crew]))
        here = np.isin(targets.place * self.what_if.model.times + targets.time,
                       held.place * self.what_if.model.times + held.time)  # fmt: skip
        targets = targets.take(~here)
        asked = [(cadre, self.index.times[moment].date, self.index.instance.zones[place].id)
                 for place, moment in zip(targets.place.tolist(), targets.time.tolist(), strict=True)]  # fmt: skip
        return self._ranked(asked, self.what_if.least(targets), self.what_if.state.marginal(targets)[0], top, amount)

    def candidates(self, day: date, zone: str, top: int = 10, amount: float = 10.0) -> Ranking:
        """Who could serve on a day in a zone besides those who do, the cheapest for the whole plan first.

        Raises:
            KeyError: the instance has no such zone, or nobody new can serve on that day.
        """
        takers = self.what_if.takers(self.index.zone_number[zone], self.index.time_number[day])
        present = [self.index.crew_number[duty.cadre] for duty in self.duties if (duty.date, duty.zone) == (day, zone)]
        takers = takers.take(~np.isin(takers.crew, present))
        asked = [(self.index.crews[crew][0], day, zone) for crew in takers.crew.tolist()]
        return self._ranked(asked, self.what_if.least(takers), self.what_if.state.marginal(takers)[0], top, amount)

    def _ranked(self, asked: list[tuple[str, date, str]], least: Ints, alone: Ints, top: int, amount: float) -> Ranking:
        """Solve the most promising ones until the first `top` are certain or the amount is used up."""
        started, found = self.pace.used, list[Alternative]()
        order = np.lexsort((alone, least)).tolist()
        proven = len(order) == 0
        for position, number in enumerate(order):
            last = self._last(found, top)
            if last is not None and int(least[number]) - self.before.objective >= last:
                proven = True
                break
            if self.pace.used - started > amount or self.pace.stopped:
                break
            item = self.on(*asked[number])
            if item.change is not None:
                found.append(item)
            proven = position == len(order) - 1
        found.sort(key=lambda item: (item.change or 0, len(item.moves)))
        proven = proven and all(item.exact for item in found[:top])
        return Ranking(tuple(found[:top]), proven, len(asked))

    @staticmethod
    def _last(found: list[Alternative], top: int) -> int | None:
        """What the last of the first `top` costs; None where there are fewer."""
        if len(found) < top:
            return None
        return sorted(item.change or 0 for item in found)[top - 1]

    def _told(self, cadre: str, day: date | None, zone: str | None, answer: Answer, least: int) -> Alternative:
        """An answer, recounted from its duties."""
        after = audit(self.instance, answer.duties, self.index)
        if not after.valid or after.objective != answer.objective:
            raise AssertionError(after.violations or (after.objective, answer.objective))
        rules = tuple(
            RuleChange(rule.code, RULES[rule.code].title, points)
            for rule in SOFT_RULES
            if (points := after.score[rule.code] - self.before.score[rule.code])
        )
        change = after.objective - self.before.objective
        return Alternative(cadre, day, zone, change, answer.exact, min(change, least - self.before.objective),
                           self._moves(cadre, answer.duties), rules)  # fmt: skip

    def _moves(self, cadre: str, duties: tuple[Duty, ...]) -> tuple[Move, ...]:
        """Everybody whose duties are others than now; the one asked about and the party first."""
        old, new = _by_cadre(self.duties), _by_cadre(duties)
        ours = self.index.crews[self.index.crew_number[cadre]]
        changed = [who for who in self.index.cadres if old[who] != new[who]]
        changed.sort(key=lambda who: (who != cadre, who not in ours))
        return tuple(
            Move(who, tuple(sorted(old[who] - new[who])), tuple(sorted(new[who] - old[who]))) for who in changed
        )


def _by_cadre(duties: Iterable[Duty]) -> dict[str, set[Duty]]:
    found: dict[str, set[Duty]] = defaultdict(set)
    for duty in duties:
        found[duty.cadre].add(duty)
    return found
