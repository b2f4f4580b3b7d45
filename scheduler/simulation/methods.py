"""The ways of planning that are compared: the product's solver, first come first served, and at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from scheduler.audit import audit
from scheduler.engine import SolveOptions, replan, solve
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Text
from scheduler.simulation.greedy import Slots

REPLAN_PART = 4
Stop = Callable[[], bool]


class Method(StrEnum):
    """SOLVER knows the ledger; FIRST_COME and RANDOM keep the hard rules and know nothing else."""

    SOLVER = "solver"
    FIRST_COME = "first_come"
    RANDOM = "random"


METHODS = tuple(Method)
METHOD_WORDS = {
    Method.SOLVER: Text("本系统", "This product"),
    Method.FIRST_COME: Text("先到先得", "First come"),
    Method.RANDOM: Text("随机", "At random"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What planning a month may take: seconds of wall time, or work units (`effort`), which repeat exactly.

    Putting a month right takes a part of it.
    """

    seconds: float = 10.0
    effort: int | None = None
    seed: int = 1

    def options(self, part: int = 1) -> SolveOptions:
        """As the engine wants them, divided by `part`."""
        if self.effort is not None:
            return SolveOptions(time_limit=None, workers=1, seed=self.seed, effort=max(1, self.effort // part))
        return SolveOptions(time_limit=self.seconds / part, seed=self.seed)


def plan(method: Method, instance: Instance, limits: Limits, luck: Random, stop: Stop) -> tuple[Duty, ...]:
    """The duties of a month."""
    if method is Method.SOLVER:
        return solve(instance, limits.options(), should_stop=stop).assignments
    slots = Slots(instance, ())
    slots.fill(luck if method is Method.RANDOM else None)
    return slots.duties()


def put_right(method: Method, instance: Instance, limits: Limits, luck: Random, stop: Stop) -> tuple[Duty, ...]:
    """The duties still to come after something happened; `incumbent` are those that were published.

    By hand, what can stay does, and whoever lost a duty takes a free slot.
    """
    if method is Method.SOLVER:
        return replan(instance, limits.options(REPLAN_PART), should_stop=stop).assignments
    slots = Slots(instance, standing(instance))
    slots.fill(luck if method is Method.RANDOM else None)
    return slots.duties()


def standing(instance: Instance) -> tuple[Duty, ...]:
    """The duties of the incumbent that can stay: where a rule is broken, the last that it concerns goes with its party."""
    index = InstanceIndex(instance)
    bare = replace(instance, incumbent=())
    bare_index = InstanceIndex(bare)
    kept = list(instance.incumbent)
    while broken := audit(bare, kept, bare_index).violations:
        first = broken[0]
        concerned = [
            duty
            for duty in kept
            if first.cadre in (None, duty.cadre)
            and first.date in (None, duty.date)
            and first.zone in (None, duty.zone)
            and first.unit in (None, index.cadres[duty.cadre].unit)
        ]
        # A rule may name a member of a party who has no duty: then any of the party's goes.
        doomed = concerned or [duty for duty in kept if duty.cadre in index.party_of.get(first.cadre or "", ())] or kept
        party = index.party_of.get(doomed[-1].cadre, (doomed[-1].cadre,))
        kept = [duty for duty in kept if duty.cadre not in party or duty.date != doomed[-1].date]
    return tuple(kept)
