"""When pins clash: sets that do and none of whose parts does, and the fewest things to give up or to widen."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.options import SolveOptions
from scheduler.engine.pins import all_triples, first_plan
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import NONE, State
from scheduler.engine.submodel import Limits, Submodel
from scheduler.formulation import formulate
from scheduler.model import ANY, HARD, AssignmentModel, Requirement
from scheduler.problem import Instance

SEED = 1


@dataclass(frozen=True, slots=True)
class Widened:
    """A limit with its rule and by how much it is overstepped. place and time are numbers or ANY; `group` a weighting."""

    rule: str
    group: str
    place: int
    time: int
    by: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """Pins given up (their indices) and limits widened. smallest: no smaller set of the kind does."""

    pins: tuple[int, ...]
    widened: tuple[Widened, ...]
    smallest: bool

    @property
    def size(self) -> int:
        """Pins given up and steps widened."""
        return len(self.pins) + sum(item.by for item in self.widened)


class _Giving(Submodel):
    """The pinned crews where each pin may be given up for a point."""

    def _requirements(self) -> None:
        self.dropped: dict[int, int] = {}
        for crew in np.intersect1d(self.crews, self.requirements.crews).tolist():
            start, end = np.searchsorted(self.candidates.crew, [crew, crew + 1])
            mine = self.candidates.take(np.arange(start, end))
            for pin in self.requirements.of_crew[crew]:
                kept = np.flatnonzero(self.requirements.keeps(pin, mine.place, mine.time)) + start
                self.dropped[pin.source] = self._variable(1, 1)
                self.proto.constraints.add().bool_or.literals.extend([*kept.tolist(), self.dropped[pin.source]])


class PinClash:
    """The pins of an instance and how they can be kept.

    `impossible` are the indices of those that nothing can keep, whatever the others are.
    """

    def __init__(self, instance: Instance) -> None:
        self.model = formulate(instance)
        self.incidence = Incidence(self.model)
        self.impossible = self.model.impossible
        self.possible = [pin for pin in self.model.requirements if pin.source not in set(self.impossible)]

    def clashes(self, seconds: float = 20.0) -> list[tuple[int, ...]]:
        """Sets of pins that clash and that no pin can be left out of; no two of them share a pin."""
        until = time.monotonic() + seconds
        left, found = list(self.possible), list[tuple[int, ...]]()
        while left and time.monotonic() < until and not self._together(left):
            core = self._smallest(left, until)
            found.append(tuple(sorted(pin.source for pin in core)))
            left = [pin for pin in left if pin not in core]
        return found

    def ways_out(self, seconds: float = 10.0) -> list[WayOut]:
        """The fewest pins to give up; the fewest steps by which to widen limits; the fewest of both, where fewer still.

        Pins that nothing can keep are left aside. Empty where the others can be kept together.
        """
        if not self.possible or self._together(self.possible):
            return []
        ways = [
            self._way(keep=False, widen=False, seconds=seconds),
            self._way(keep=True, widen=True, seconds=seconds),
            self._way(keep=False, widen=True, seconds=seconds),
        ]
        some = [way for way in ways[:2] if way is not None]
        if ways[2] is not None and all(ways[2].size < way.size for way in some):
            some.append(ways[2])
        return some

    def _together(self, pins: list[Requirement]) -> bool:
        budget = Budget(SolveOptions(workers=1))
        return first_plan(self.incidence, Requirements(tuple(pins)), NONE, budget, SEED) is not None

    def _smallest(self, pins: list[Requirement], until: float) -> list[Requirement]:
        """A part that clashes and that no pin can be left out of; larger parts are left out first."""
        core, step = list(pins), max(1, len(pins) // 2)
        while True:
            at = 0
            while at < len(core) and time.monotonic() < until:
                rest = core[:at] + core[at + step :]
                if rest and not self._together(rest):
                    core = rest
                else:
                    at += step
            if step == 1 or time.monotonic() >= until:
                return core
            step //= 2

    def _way(self, *, keep: bool, widen: bool, seconds: float) -> WayOut | None:
        """The fewest pins given up (none where `keep`) and steps widened; None where there is no way of this kind."""
        model = _bare(self.model, widen=widen)
        state, requirements = State(Incidence(model)), Requirements(tuple(self.possible))
        several = np.unique([pin.crew for pin in self.possible])
        candidates = all_triples(state.incidence, Requirements(()), several.tolist())
        kind = Submodel if keep else _Giving
        submodel = kind(state, several.astype(np.int64), candidates, requirements)
        outcome = submodel.solve(Limits(seconds, None, SEED))
        if outcome.triples is None:
            return None
        chosen = outcome.triples
        counts = model.counts(chosen.crew, chosen.place, chosen.time)
        given = tuple(sorted(pin.source for pin in self.possible
                             if not _held(pin, chosen.crew == pin.crew, chosen.place, chosen.time)))  # fmt: skip
        return WayOut(given, tuple(_widened(model, counts)) if widen else (), outcome.status == "optimal")


def _held(pin: Requirement, mine: np.ndarray, place: np.ndarray, moment: np.ndarray) -> bool:
    return bool((mine & Requirements.keeps(pin, place, moment)).any())


def _bare(model: AssignmentModel, *, widen: bool) -> AssignmentModel:
    """The model without any points; where limits may be widened, each step above a hard one is a point."""
    table = model.limits
    hard = table.high_points == HARD
    high_points = np.where(hard, 1 if widen else HARD, 0)
    high = np.where(hard, np.maximum(table.high, table.base), table.high)
    limits = replace(table, high=high, high_points=high_points, low_points=np.zeros_like(table.low_points))
    return replace(
        model,
        duty_cost=np.zeros_like(model.duty_cost),
        active_cost=np.zeros_like(model.active_cost),
        place_cost=np.zeros_like(model.place_cost),
        time_cost=np.zeros_like(model.time_cost),
        limits=limits,
    )


def _widened(model: AssignmentModel, counts: np.ndarray) -> list[Widened]:
    """The limits that are overstepped, each of which costs a point a step."""
    table = model.limits
    groups = {row: name for name, row in model.weightings.items()}
    over = np.flatnonzero((table.high_points == 1) & (counts > table.high))
    return [
        Widened(
            table.rules[int(table.rule[row])],
            groups[int(table.weighting[row])],
            int(table.place[row]),
            int(table.first_time[row]) if table.first_time[row] != ANY else ANY,
            int(counts[row] - table.high[row]),
        )
        for row in over.tolist()
    ]
