"""A proven lower bound from prices on the limits, in whole numbers, and what each column costs at these prices.

Whatever the prices p are, no choice of columns costs less than

    constant + Σ columns min(0, cost − Σ rows factor × p) + Σ rows min over counts (points + p × count)

so they may come from a linear programme of any tolerance: they are rounded to whole multiples of 1/scale first,
and all that follows is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.model import HARD, UNBOUNDED, Ints
from scheduler.placement.model import PlacementModel

Floats = npt.NDArray[np.float64]
# Prices are whole multiples of 1/scale points; the scale is smaller where the points are large. A column's cost and
# price times factor stay below LARGEST, price times count below FARTHEST: a column is in few rows, so sums fit 64 bits.
FINEST, LARGEST, FARTHEST = 1 << 24, 1 << 54, 1 << 60


@dataclass(frozen=True, slots=True)
class Priced:
    """A model at given prices: `reduced` int64[columns] and `exact` in 1/scale points; `bound` in whole points."""

    prices: Ints
    reduced: Ints
    exact: int
    scale: int

    @property
    def bound(self) -> int:
        """No choice has fewer points than this."""
        return -((-self.exact) // self.scale)

    def useless(self, objective: int) -> npt.NDArray[np.bool_]:
        """Which columns no choice with fewer points than `objective` can have: bool[columns]."""
        # A choice with such a column costs at least the bound and what the column adds to it.
        spare = (objective - 1) * self.scale - self.exact
        useless: npt.NDArray[np.bool_] = self.reduced > spare
        return useless


def scale_of(model: PlacementModel) -> int:
    """How fine prices may be, that no product leaves 64 bits."""
    dearest = max(1, int(np.abs(model.cost).max(initial=0)), int(model.points_at_most))
    scale = FINEST
    while scale > 1 and dearest * scale > LARGEST:
        scale //= 2
    return scale


def price(model: PlacementModel, duals: Floats) -> Priced:
    """The bound at these prices of the rows (points for one more in the count), whatever they are."""
    scale = scale_of(model)
    dearest = np.minimum(LARGEST // model.largest_factor, FARTHEST // model.farthest)
    finite = np.round(np.nan_to_num(duals) * scale)
    prices = np.clip(finite, -dearest.astype(float), dearest.astype(float)).astype(np.int64)
    reduced = model.cost * scale - np.asarray(model.transposed @ prices, dtype=np.int64)
    exact = model.constant * scale + total(np.minimum(reduced, 0)) + total(least_of_rows(model, prices, scale)[0])
    return Priced(prices, reduced, exact, scale)


def least_of_rows(model: PlacementModel, prices: Ints, scale: int) -> tuple[Ints, Ints]:
    """For each row the least of points + price × count over the counts it can have, in 1/scale points; and the count."""
    least, most = model.reach
    lowest = np.where(model.low_points == HARD, np.maximum(model.low, least), least)
    highest = np.where((model.high_points == HARD) & (model.high < UNBOUNDED), np.minimum(model.high, most), most)
    # The terms are convex and piecewise linear in the count: the least is at an end or a kink.
    kinks = np.stack([lowest, model.low, model.high, highest])
    counts = np.maximum(np.minimum(kinks, highest), np.minimum(lowest, highest))
    terms = np.stack([model.points(count) * scale + prices * count for count in counts])
    best = terms.argmin(axis=0)[None]
    return np.take_along_axis(terms, best, axis=0)[0], np.take_along_axis(counts, best, axis=0)[0]


def total(parts: Ints) -> int:
    """The exact sum of many large figures: their sum may pass 64 bits where none of them does."""
    low = int((parts & 0xFFFFFFFF).sum())
    return (int((parts >> 32).sum()) << 32) + low
