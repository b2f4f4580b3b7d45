"""Tables of a model for a search that moves one placement after the other: what a count costs, hard ends at a weight.

The rows of one person alone (`own`: capacities, roles, what the person should have) may be broken on the way, at a
weight that the search changes; all other rows hold at every step. Columns that only say that somebody serves, and the
rows they are in, are not looked at here: the caller tries what is found on the whole model.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from scheduler.model import HARD, Ints
from scheduler.placement.engine.prices import Floats, Priced
from scheduler.placement.model import PlacementModel

# Own rows of a person at the most, the others of theirs are held at every step; what breaks a hard end costs NEVER.
MOST_OWN, NEVER = 12, 1e15
FAR = 1 << 50
Mask = npt.NDArray[np.bool_]


class Weighed:
    """Own rows by person: factor int64[pairs, R], high, low int64[people, R], and what one above or below costs.

    over, under: float[people, R], `hard_over` and `hard_under` say where they are weights. Other rows by pair:
    rows, factors int64[pairs, Q] (a row beyond the last where a pair has fewer). near: int64[seats, d], the cheapest
    pairs of each seat at the prices, -1 where there are fewer.
    """

    def __init__(self, model: PlacementModel, priced: Priced, allowed: Mask, near: int) -> None:
        self.model = model
        self.person, self.seat = model.pairs.person, model.pairs.seat
        self.people, self.seats = (int(owner.max(initial=-1)) + 1 for owner in (self.person, self.seat))
        self.cost: Floats = model.cost[: len(model.pairs)].astype(float)
        matrix = self._of_pairs()
        own, person, place = self._own(matrix)
        self._take_own(matrix, priced, own, person, place)
        self._take_others(matrix, own)
        self.near = nearest(model, priced, allowed, near)

    def _of_pairs(self) -> sparse.csr_matrix:
        """The matrix of the pairs, empty in rows that other columns are in."""
        model, pairs = self.model, len(self.model.pairs)
        self._serving: Mask = np.diff(model.matrix[:, pairs:].tocsr().indptr) > 0
        kept = sparse.diags_array((~self._serving).astype(np.int64), format="csr", dtype=np.int64)
        found = sparse.csr_matrix(kept @ model.matrix[:, :pairs])
        found.eliminate_zeros()
        return found

    def _own(self, matrix: sparse.csr_matrix) -> tuple[Ints, Ints, Ints]:
        """Rows of one person alone, whose they are, and which of theirs."""
        row = np.repeat(np.arange(self.model.rows), np.diff(matrix.indptr))
        first, last = np.full(self.model.rows, FAR), np.full(self.model.rows, -1)
        np.minimum.at(first, row, self.person[matrix.indices])
        np.maximum.at(last, row, self.person[matrix.indices])
        rows = np.flatnonzero(first == last)
        rows = rows[np.argsort(first[rows], kind="stable")]
        owner = first[rows]
        place = np.arange(len(rows)) - np.searchsorted(owner, owner)
        few = place < MOST_OWN
        return rows[few], owner[few], place[few]

    def _take_own(self, matrix: sparse.csr_matrix, priced: Priced, rows: Ints, person: Ints, place: Ints) -> None:
        model, shape = self.model, (self.people, int(place.max(initial=-1)) + 1)
        self.factor = np.zeros((len(self.person), shape[1]), dtype=np.int64)
        flat = matrix[rows].tocoo()
        self.factor[flat.col, place[flat.row]] = flat.data
        self.high, self.low = np.full(shape, FAR), np.full(shape, -FAR)
        self.over, self.under = np.zeros(shape), np.zeros(shape)
        self.hard_over, self.hard_under = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        at = (person, place)
        self.high[at] = np.where(model.high_points[rows] != 0, model.high[rows], FAR)
        self.low[at] = np.where(model.low_points[rows] != 0, model.low[rows], -FAR)
        self.hard_over[at], self.hard_under[at] = model.high_points[rows] == HARD, model.low_points[rows] == HARD
        self.over[at], self.under[at] = model.high_points[rows], model.low_points[rows]
        # One more of what somebody can bear is worth its price: a weight of half as much again keeps most within it.
        worth = np.abs(priced.prices[rows] / priced.scale)
        some = worth[worth > 0] if (worth > 0).any() else np.append(np.abs(self.cost), 1.0)
        usual = float(some.mean())
        start = np.zeros(shape)
        start[at] = np.maximum(1.5 * worth, 0.2 * usual)
        self.over = np.where(self.hard_over, start, self.over)
        self.under = np.where(self.hard_under, start, self.under)
        self.start = start

    def _take_others(self, matrix: sparse.csr_matrix, own: Ints) -> None:
        model = self.model
        other = np.ones(model.rows, dtype=bool)
        other[own] = False
        looked_at = other & ~self._serving
        columns = matrix.tocsc()
        pair = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))
        kept = other[columns.indices]
        pair, row, factor = pair[kept], columns.indices[kept], columns.data[kept]
        place = np.arange(len(pair)) - np.searchsorted(pair, pair)
        shape = (len(self.person), int(place.max(initial=-1)) + 1)
        self.rows, self.factors = np.full(shape, model.rows), np.zeros(shape, dtype=np.int64)
        self.rows[pair, place], self.factors[pair, place] = row, factor
        high = np.where(model.high_points != 0, model.high, FAR)
        low = np.where(model.low_points != 0, model.low, -FAR)
        self._high, self._low = np.append(high, FAR), np.append(low, -FAR)
        over = np.where(model.high_points == HARD, NEVER, model.high_points)
        under = np.where(model.low_points == HARD, NEVER, model.low_points)
        self._over, self._under = np.append(over * looked_at, 0.0), np.append(under * looked_at, 0.0)

    def own_points(self, person: Ints, counts: Ints) -> Floats:
        """What counts int64[…, R] of people int64[…] cost, hard ends at their weight."""
        above = np.maximum(0, counts - self.high[person]) * self.over[person]
        below = np.maximum(0, self.low[person] - counts) * self.under[person]
        found: Floats = (above + below).sum(axis=-1)
        return found

    def other_points(self, rows: Ints, counts: Ints) -> Floats:
        """What counts of other rows cost."""
        above = np.maximum(0, counts - self._high[rows]) * self._over[rows]
        found: Floats = above + np.maximum(0, self._low[rows] - counts) * self._under[rows]
        return found

    def broken(self, counts: Ints) -> tuple[Mask, Mask]:
        """Which hard ends of own rows are broken at counts int64[people, R]: above, below."""
        return self.hard_over & (counts > self.high), self.hard_under & (counts < self.low)


def nearest(model: PlacementModel, priced: Priced, allowed: Mask, most: int) -> Ints:
    """The pairs of each seat that are cheapest at the prices: int64[seats, most], -1 where there are fewer."""
    seat = model.pairs.seat
    some = np.flatnonzero(allowed[: len(seat)])
    order = some[np.lexsort((priced.reduced[some], seat[some]))]
    place = np.arange(len(order)) - np.searchsorted(seat[order], seat[order])
    found = np.full((int(seat.max(initial=-1)) + 1, most), -1, dtype=np.int64)
    kept = place < most
    found[seat[order[kept]], place[kept]] = order[kept]
    return found
