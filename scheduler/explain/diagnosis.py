"""What would help whoever is not served and the zones that fall short: single relaxations, each solved."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.audit import Audit, audit
from scheduler.engine.what_if import Answer, WhatIf
from scheduler.explain.openings import Openings
from scheduler.explain.relaxations import Relaxation, helpful, reaching
from scheduler.explain.shortfalls import Shortfall, explain_shortfalls
from scheduler.explain.unserved import explain_unserved
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Unserved
from scheduler.rules import Facts

# So many of each cadre's most promising relaxations are solved; so many communities and zones that fall short are looked at.
TRIED, WANTING, ZONES = 3, 3, 6
SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Gain:
    """A relaxation and what it gains against the plan, solved.

    points: the whole plan costs so many less. served: so many more duties are served; visits: so many fewer are
    short. exact: neither the plan nor the relaxed one could be better; else the gain is the one that was found.
    cadre: whose trouble it was tried for.
    """

    relaxation: Relaxation
    cadre: str
    points: int
    served: int
    visits: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Who is unserved and which zones fall short, with reasons; and gains, the greatest first.

    complete: everything promising was solved within the time.
    """

    unserved: tuple[Unserved, ...]
    shortfalls: tuple[Shortfall, ...]
    gains: tuple[Gain, ...]
    complete: bool

    def of_cadre(self, cadre: str) -> tuple[Gain, ...]:
        """The gains that were found for one cadre."""
        return tuple(gain for gain in self.gains if gain.cadre == cadre)


class Diagnoser:
    """Solves single relaxations of a plan that breaks no hard rule (ValueError otherwise)."""

    def __init__(self, instance: Instance, assignments: Iterable[Duty], bound: int | None = None) -> None:
        self.instance = instance
        self.duties = tuple(assignments)
        self.index = InstanceIndex(instance)
        self.before: Audit = audit(instance, self.duties, self.index)
        if not self.before.valid:
            raise ValueError(self.before.violations[0].text.en)
        self.what_if = WhatIf(instance, self.duties, bound)
        self.openings = Openings(Facts(self.index, self.duties))
        self._without: dict[str, Answer] = {}

    def diagnose(
        self, seconds: float = 60.0, progress: Callable[[int, int], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Diagnosis:  # fmt: skip
        """Everything, with gains as far as the seconds allow; `progress` is told (done, of how many)."""
        until = time.monotonic() + seconds
        gains: list[Gain] = []
        waiting = self._waiting()
        trials = self._promising(waiting, until)
        complete = time.monotonic() < until
        for done, (cadre, relaxation) in enumerate(trials):
            if progress is not None:
                progress(done, len(trials))
            if time.monotonic() > until or (should_stop is not None and should_stop()):
                complete = False
                break
            gain = self.gain(relaxation, cadre)
            # Points alone, with nobody more served and no visit more, are not what was asked for.
            if gain.points > 0 and (gain.served > 0 or gain.visits > 0):
                gains.append(gain)
        gains.sort(key=lambda gain: (-gain.points, gain.relaxation.kind, gain.cadre))
        return Diagnosis(
            explain_unserved(self.instance, self.duties, self.index),
            explain_shortfalls(self.instance, self.duties, self.index),
            tuple(gains),
            complete,
        )

    def gain(self, relaxation: Relaxation, cadre: str, seconds: float = SECONDS) -> Gain:
        """What a relaxation gains when a cadre's crew and its surroundings choose anew."""
        changed = relaxation.applied(self.instance)
        model = relaxation.model(self.instance, self.what_if.model)
        answer = WhatIf(changed, self.duties, None, model).improve(self.index.crew_number[cadre], seconds)
        plain = self._plain(cadre, seconds)
        after = self._recounted(relaxation, changed, answer)
        assert plain.objective is not None
        # What the plan as it is could gain without any relaxation is not the relaxation's.
        now = min(self.before.objective, plain.objective)
        before = audit(self.instance, plain.duties, self.index) if now < self.before.objective else self.before
        return Gain(
            relaxation,
            cadre,
            now - after.objective,
            sum(before.unserved.values()) - sum(after.unserved.values()),
            _short(before) - _short(after),
            answer.exact and (plain.exact or now == self.what_if.bound),
        )

    def _plain(self, cadre: str, seconds: float) -> Answer:
        """The same without a relaxation."""
        if cadre not in self._without:
            self._without[cadre] = self.what_if.improve(self.index.crew_number[cadre], seconds)
        return self._without[cadre]

    def _recounted(self, relaxation: Relaxation, changed: Instance, answer: Answer) -> Audit:
        """A relaxed plan recounted; the one floor that was lowered by one may be, and nothing else."""
        after = audit(changed, answer.duties)
        allowed = relaxation.kind == "floor"
        for violation in after.violations:
            mine = violation.rule == "unit_floor" and (violation.unit, violation.date) == (
                relaxation.unit,
                relaxation.day,
            )
            if not (allowed and mine):
                raise AssertionError(violation.text.en)
        if after.objective != answer.objective:
            raise AssertionError((after.objective, answer.objective))
        return after

    def _waiting(self) -> list[str]:
        """One cadre of each crew that owes more than it has."""
        seen: dict[int, str] = {}
        for cadre in self.before.unserved:
            seen.setdefault(self.index.crew_number[cadre], cadre)
        return [cadre for crew, cadre in seen.items() if self.index.crew_duties[crew]]

    def _wanting(self) -> list[str]:
        """The communities whose zones fall short most, by priority."""
        weight: dict[str, int] = defaultdict(int)
        for short in self.before.zones_short:
            zone = self.index.zones[short.zone]
            weight[zone.community] += zone.priority * (short.wanted - short.visits)
        return sorted(weight, key=lambda community: (-weight[community], community))[:WANTING]

    def _promising(self, waiting: list[str], until: float) -> list[tuple[str, Relaxation]]:
        """The relaxations worth solving, those that promise most first, each cadre's best before its second best."""
        models: dict[Relaxation, WhatIf] = {}
        ranked: list[tuple[int, int, int, str, Relaxation]] = []
        for cadre in waiting:
            promises = []
            for order, relaxation in enumerate(helpful(self.openings, cadre, self._wanting())):
                if time.monotonic() > until:
                    break
                if relaxation not in models:
                    model = relaxation.model(self.instance, self.what_if.model)
                    models[relaxation] = WhatIf(relaxation.applied(self.instance), self.duties, None, model)
                promises.append((_promise(models[relaxation], self.index.crew_number[cadre]), order, relaxation))
            promises.sort(key=lambda promise: promise[:2])
            ranked += [(rank, points, order, cadre, relaxation)
                       for rank, (points, order, relaxation) in enumerate(_of_each_kind(promises))]  # fmt: skip
        ranked.sort(key=lambda item: item[:3])
        return [(cadre, relaxation) for *_, cadre, relaxation in ranked] + self._for_zones()

    def _for_zones(self) -> list[tuple[str, Relaxation]]:
        """For the zones that fall short most: links by which people could come from zones with visits to spare."""
        worst = sorted(
            self.before.zones_short,
            key=lambda short: (-self.index.zones[short.zone].priority * (short.wanted - short.visits), short.zone),
        )
        found = [item for short in worst[:ZONES] for item in reaching(self.openings.facts, short.zone, TRIED)]
        return list(dict.fromkeys(found))


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


def _short(recount: Audit) -> int:
    """Visits that are missing."""
    return sum(short.wanted - short.visits for short in recount.zones_short)
