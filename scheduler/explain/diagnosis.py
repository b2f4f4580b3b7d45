"""What would help whoever is not served and the zones that fall short: single relaxations, each solved."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.engine.what_if import WhatIf
from scheduler.explain.gains import Gain, Trials, Trouble
from scheduler.explain.openings import Openings
from scheduler.explain.relaxations import Relaxation
from scheduler.explain.shortfalls import Shortfall, explain_shortfalls
from scheduler.explain.steps import for_skill, helpful, reaching
from scheduler.explain.unserved import explain_unserved
from scheduler.problem import Duty, Instance, Unserved
from scheduler.rules import Facts

# So many of each cadre's most promising relaxations are solved; so many communities and zones that fall short are looked at.
TRIED, WANTING, ZONES = 3, 3, 6
# Good prices may take so many seconds: nobody who wants to stop waits longer.
PRICING = 8.0
Trial = tuple[str, Relaxation, Trouble]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Who is unserved and which zones fall short, with reasons; and gains, the greatest first.

    complete: everything promising was solved within the time. better: the plan itself can be bettered by so many
    points at least, with no relaxation at all; the gains do not count those.
    """

    unserved: tuple[Unserved, ...]
    shortfalls: tuple[Shortfall, ...]
    gains: tuple[Gain, ...]
    complete: bool
    better: int

    def of_cadre(self, cadre: str) -> tuple[Gain, ...]:
        """The gains that were found for one cadre."""
        return tuple(gain for gain in self.gains if gain.trouble.cadre == cadre)

    def of_zone(self, zone: str, skill: str | None) -> tuple[Gain, ...]:
        """The gains that were found for a zone short of visits (None), or of a skill."""
        return tuple(gain for gain in self.gains if gain.trouble == Trouble(None, zone, skill))


class Diagnoser:
    """Solves single relaxations of a plan that breaks no hard rule (ValueError otherwise).

    `bound` is a proven lower bound on the objective of any plan, where one is known.
    """

    def __init__(self, instance: Instance, assignments: Iterable[Duty], bound: int | None = None) -> None:
        self.trials = Trials(instance, assignments, bound)
        self.index = self.trials.index
        self.openings = Openings(Facts(self.index, self.trials.duties))

    def diagnose(
        self, seconds: float = 60.0, progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Diagnosis:  # fmt: skip
        """Everything, with gains as far as the seconds allow; `progress` is told (done, of how many)."""
        until = time.monotonic() + seconds
        trials = self.trials
        trials.what_if.pace.should_stop = should_stop

        def ends() -> bool:
            return time.monotonic() > until or (should_stop is not None and should_stop())

        troubled = bool(trials.before.unserved or trials.before.zones_short or trials.before.needs_short)
        if troubled and not ends():
            # Good prices make more of the gains certain.
            trials.what_if.sharpen(min(PRICING, seconds / 5))
        asked, complete = self._promising(ends)
        gains: list[Gain] = []
        for done, (cadre, relaxation, trouble) in enumerate(asked):
            if progress is not None:
                progress(done, len(asked))
            if ends():
                complete = False
                break
            gain = trials.gain(relaxation, cadre, trouble)
            if gain.helps:
                gains.append(gain)
        gains.sort(key=lambda gain: (-gain.points, gain.relaxation.kind, gain.trouble.cadre or ""))
        return Diagnosis(
            explain_unserved(trials.instance, trials.duties, self.index),
            explain_shortfalls(trials.instance, trials.duties, self.index),
            tuple(gains),
            complete,
            trials.better,
        )

    def _waiting(self) -> list[str]:
        """One cadre of each crew that owes more than it has."""
        seen: dict[int, str] = {}
        for cadre in self.trials.before.unserved:
            seen.setdefault(self.index.crew_number[cadre], cadre)
        return [cadre for crew, cadre in seen.items() if self.index.crew_duties[crew]]

    def _wanting(self) -> list[str]:
        """The communities whose zones fall short most, by priority."""
        weight: dict[str, int] = defaultdict(int)
        for short in self.trials.before.zones_short:
            zone = self.index.zones[short.zone]
            weight[zone.community] += zone.priority * (short.wanted - short.visits)
        return sorted(weight, key=lambda community: (-weight[community], community))[:WANTING]

    def _promising(self, ends: Callable[[], bool]) -> tuple[list[Trial], bool]:
        """The relaxations worth solving, those that promise most first, each cadre's best before its second best.

        And whether there was time to look at all of them.
        """
        ranked: list[tuple[int, int, int, str, Relaxation]] = []
        complete = True
        for cadre in self._waiting():
            promises = []
            for order, relaxation in enumerate(helpful(self.openings, cadre, self._wanting())):
                if ends():
                    complete = False
                    break
                promise = _promise(self.trials.of(relaxation), self.index.crew_number[cadre])
                promises.append((promise, order, relaxation))
            promises.sort(key=lambda item: item[:2])
            for rank, (promise, order, relaxation) in enumerate(_of_each_kind(promises)):
                ranked.append((rank, promise, order, cadre, relaxation))
        ranked.sort(key=lambda item: item[:3])
        found = [(cadre, relaxation, Trouble(cadre)) for *_, cadre, relaxation in ranked]
        return [*found, *self._for_zones(), *self._for_skills()], complete

    def _for_zones(self) -> list[Trial]:
        """For the zones that fall short most: links by which people could come from zones with visits to spare."""
        worst = sorted(
            self.trials.before.zones_short,
            key=lambda short: (-self.index.zones[short.zone].priority * (short.wanted - short.visits), short.zone),
        )
        found = [
            (cadre, relaxation, Trouble(None, short.zone))
            for short in worst[:ZONES]
            for cadre, relaxation in reaching(self.openings.facts, short.zone, TRIED)
        ]
        return list(dict.fromkeys(found))

    def _for_skills(self) -> list[Trial]:
        """For the zones short of a skill: whatever could bring somebody who has it."""
        found: list[Trial] = []
        for short in self.trials.before.needs_short[:ZONES]:
            steps = dict.fromkeys(for_skill(self.openings, short.zone, short.skill, TRIED))
            some: dict[Relaxation, str] = {}
            for cadre, relaxation in steps:
                some.setdefault(relaxation, cadre)
            ranked = sorted(
                some,
                key=lambda relaxation: _promise(self.trials.of(relaxation), self.index.crew_number[some[relaxation]]),
            )
            kinds = _of_each_kind([(0, order, relaxation) for order, relaxation in enumerate(ranked)])
            found += [
                (some[relaxation], relaxation, Trouble(None, short.zone, short.skill)) for *_, relaxation in kinds
            ]
        return found


def _of_each_kind(promises: list[tuple[int, int, Relaxation]]) -> Iterator[tuple[int, int, Relaxation]]:
    """The most promising of all, and the best of each kind after them."""
    yield from promises[:TRIED]
    kinds = {relaxation.kind for _, _, relaxation in promises[:TRIED]}
    for promise in promises[TRIED:]:
        if promise[2].kind not in kinds:
            kinds.add(promise[2].kind)
            yield promise


def _promise(what_if: WhatIf, crew: int) -> int:
    """The points of the cheapest duty that a crew could be given as things stand (negative: a gain)."""
    targets = what_if.targets(crew)
    if not len(targets):
        return 0
    points, legal = what_if.state.marginal(targets)
    return int(np.where(legal, points, np.maximum(0, points)).min())
