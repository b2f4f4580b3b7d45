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
        return int(self.of_shift.min()) if len(self.of_shift) else 0

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


@dataclass(frozen=True, slots=True)
class Codes:
    """What a run has beside its length, in one number: spare units, those beyond `length × least`, and counted shifts.

    of_shift: int64[S], what a shift adds to the number.
    """

    of_shift: Ints
    stride: int
    ratio: int

    @classmethod
    def of(cls, units: Units, counted: Ints, longest: int) -> Codes:
        """counted: int64[S], 1 for each kind of shift that is counted, 0 for the others."""
        spare = units.of_shift - units.least
        if not counted.any():
            return cls(spare, 1 << 40, 0)
        # Where only the counted kinds are longer, all as much, spare units tell how many of them there are.
        ratio = int(spare[counted > 0].min())
        if ratio and np.array_equal(spare, ratio * counted):
            return cls(spare, 1 << 40, ratio)
        stride = longest * units.spread + 1
        return cls(spare + stride * counted, stride, 0)

    def parts(self, code: int) -> tuple[int, int]:
        """Spare units and counted shifts."""
        counted, spare = divmod(code, self.stride)
        return spare, spare // self.ratio if self.ratio else counted


class Runs:
    """The cheapest runs of N persons: cost[L - 1][c, a, n] of one of L days from day a with code c.

    Built once for given costs; `shifts` tells the shifts of one of them.
    """

    def __init__(
        self, costs: Ints, starts: Mask, units: Units, preceding: list[Ints], counted: Ints, kinds: Ints
    ) -> None:
        """costs: int64[S, D, N], FAR where not allowed; starts: bool[L, D, N]; preceding[s]: what may come before s.

        kinds: int64[S], the numbers that the kinds of shift have elsewhere.
        """
        self.units, self.preceding, self.kinds = units, preceding, kinds
        self.codes = Codes.of(units, counted, len(starts))
        self.plan = _cheapest_order(preceding)
        shifts, days, persons = costs.shape
        self.widest = int(self.codes.of_shift.max(initial=0))
        first = np.full((shifts, self.widest + 1, days, persons), FAR, dtype=np.int64)
        for shift in range(shifts):
            first[shift, self.codes.of_shift[shift]] = costs[shift]
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
        shifts, codes, days, persons = table.shape
        longer = np.full((shifts, length * self.widest + 1, days - 1, persons), FAR, dtype=np.int64)
        best: list[Ints | None] = [None] * shifts
        for shift, base, extra in self.plan:
            found = None if base is None else best[base]
            for other in extra:
                found = table[other, :, :-1] if found is None else np.minimum(found, table[other, :, :-1])
            best[shift] = found
            if found is not None:
                at = int(self.codes.of_shift[shift])
                np.minimum(found + costs[shift], FAR, out=longer[shift, at : at + codes])
        return longer

    def shifts(self, start: int, length: int, code: int, person: int) -> list[int]:
        """The shifts of the cheapest run."""
        found: list[int] = []
        options = np.arange(len(self.preceding))
        for days in range(length, 0, -1):
            costs = self.tables[days - 1][options, code, start, person]
            shift = int(options[costs.argmin()])
            found.append(shift)
            code -= int(self.codes.of_shift[shift])
            options = self.preceding[shift]
        return [int(self.kinds[shift]) for shift in reversed(found)]


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
