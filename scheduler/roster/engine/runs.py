"""The cheapest runs of work: for every first day, length and total of minutes, the best shifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.model import Ints
from scheduler.roster.model import Mask

# Above any sum of points that a line can have, so far below 2^63 that two of it may be added. Costs below 0 make less of
# it: whatever is above NEAR is as good as FAR.
FAR = 1 << 60
NEAR = FAR >> 1


@dataclass(frozen=True, slots=True)
class Units:
    """Minutes as a dynamic programme counts them: in units of their greatest common divisor, or not at all.

    of_shift: int64[S]; least: units of the shortest shift; spread: units between the shortest and the longest.
    """

    of_shift: Ints
    size: int

    @property
    def least(self) -> int:
        """Units of the shortest shift."""
        return int(self.of_shift.min(initial=0))

    @property
    def spread(self) -> int:
        """Units by which the longest shift is longer than the shortest."""
        return int(self.of_shift.max(initial=0)) - self.least


def units_of(minutes: Ints, carried: bool) -> Units:
    """Units of these minutes, or zeros where minutes are not carried."""
    if not carried or len(minutes) == 0:
        return Units(np.zeros(len(minutes), dtype=np.int64), 1)
    size = int(np.gcd.reduce(minutes))
    return Units(minutes // size, size)


class Runs:
    """The cheapest runs of N persons: cost[L - 1][m, a, n] of one of L days from day a with m spare units.

    Spare units are those beyond `L × least`. Built once for given costs; `shifts` tells the shifts of one of them.
    """

    def __init__(self, costs: Ints, starts: Mask, units: Units, preceding: list[Ints]) -> None:
        """costs: int64[S, D, N], FAR where not allowed; starts: bool[L, D, N]; preceding[s]: what may come before s."""
        self.units, self.preceding = units, preceding
        self.spare = units.of_shift - units.least
        self.plan = _cheapest_order(preceding)
        shifts, days, persons = costs.shape
        first = np.full((shifts, units.spread + 1, days, persons), FAR, dtype=np.int64)
        for shift in range(shifts):
            first[shift, self.spare[shift]] = costs[shift]
        self.tables = [first]
        for length in range(2, len(starts) + 1):
            self.tables.append(self._longer(self.tables[-1], costs[:, length - 1 :], length))
        self.cost = []
        for length, table in enumerate(self.tables, start=1):
            best = table.min(axis=0, initial=FAR)
            best[:, ~starts[length - 1, : best.shape[1]]] = FAR
            best[best > NEAR] = FAR
            self.cost.append(best)

    def _longer(self, table: Ints, costs: Ints, length: int) -> Ints:
        """Runs that are a day longer."""
        shifts, spare, days, persons = table.shape
        longer = np.full((shifts, length * self.units.spread + 1, days - 1, persons), FAR, dtype=np.int64)
        best: list[Ints | None] = [None] * shifts
        for shift, base, extra in self.plan:
            found = None if base is None else best[base]
            for other in extra:
                found = table[other, :, :-1] if found is None else np.minimum(found, table[other, :, :-1])
            best[shift] = found
            if found is not None:
                at = int(self.spare[shift])
                np.minimum(found + costs[shift], FAR, out=longer[shift, at : at + spare])
        return longer

    def shifts(self, start: int, length: int, spare: int, person: int) -> list[int]:
        """The shifts of the cheapest run."""
        found: list[int] = []
        options = np.arange(len(self.preceding))
        for days in range(length, 0, -1):
            costs = self.tables[days - 1][options, spare, start, person]
            shift = int(options[costs.argmin()])
            found.append(shift)
            spare -= int(self.spare[shift])
            options = self.preceding[shift]
        return found[::-1]


def _cheapest_order(preceding: list[Ints]) -> list[tuple[int, int | None, list[int]]]:
    """For each shift, another whose predecessors are among its own, and those that are left: few minima to take."""
    order = sorted(range(len(preceding)), key=lambda shift: len(preceding[shift]))
    sets = [set(before.tolist()) for before in preceding]
    plan: list[tuple[int, int | None, list[int]]] = []
    done: list[int] = []
    for shift in order:
        base = max(
            (other for other in done if sets[other] <= sets[shift]), key=lambda other: len(sets[other]), default=None
        )
        extra = sets[shift] - (sets[base] if base is not None else set())
        plan.append((shift, base, sorted(extra)))
        done.append(shift)
    return plan
