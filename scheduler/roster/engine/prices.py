"""Prices on what couples persons and on totals that paths do not count: a proven lower bound in whole numbers.

Whatever the prices are, no roster costs less than

    constant + Σ day and shift: min over counts n (points of n − price × n) + Σ persons (cheapest line at the prices)
    − Σ persons (price × bound of each priced total)

so they are rounded to whole multiples of 1/SCALE first, and all that follows is exact in 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder, Lines
from scheduler.roster.engine.runs import FAR
from scheduler.roster.model import RosterModel

SCALE = 1 << 10
Floats = npt.NDArray[np.float64]


@dataclass(slots=True)
class Prices:
    """Points for each person in a shift: cover float[D, S]; for each of a person's totals: kinds float[P, S], at least 0;
    weekends float[P], at least 0; minutes float[P] for each minute, of either sign.
    """

    cover: Floats
    kinds: Floats
    weekends: Floats
    minutes: Floats

    def moved(self, step: float, slope: Prices) -> Prices:
        """Prices a step up a slope."""
        return Prices(
            self.cover + step * slope.cover,
            np.maximum(0, self.kinds + step * slope.kinds),
            np.maximum(0, self.weekends + step * slope.weekends),
            self.minutes + step * slope.minutes,
        )

    def blended(self, share: float, other: Prices) -> Prices:
        """A mean with a share of other ones."""
        return Prices(
            (1 - share) * self.cover + share * other.cover,
            (1 - share) * self.kinds + share * other.kinds,
            (1 - share) * self.weekends + share * other.weekends,
            (1 - share) * self.minutes + share * other.minutes,
        )

    def open_from(self, prices: Prices, low: Ints, high: Ints) -> Prices:
        """A slope without what would take prices where they may not be: cover beyond low and high, others below 0."""
        shut = ((prices.cover <= low) & (self.cover < 0)) | ((prices.cover >= high) & (self.cover > 0))
        return Prices(
            np.where(shut, 0, self.cover),
            np.where((prices.kinds <= 0) & (self.kinds < 0), 0, self.kinds),
            np.where((prices.weekends <= 0) & (self.weekends < 0), 0, self.weekends),
            self.minutes,
        )

    @property
    def square(self) -> float:
        """The square of the length of all of them together."""
        return float((self.cover**2).sum() + (self.kinds**2).sum() + (self.weekends**2).sum() + (self.minutes**2).sum())


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The bound that prices give (in 1/SCALE points), the lines, and how each total lies to its bound (the slope)."""

    exact: int
    lines: Lines
    slope: Prices

    @property
    def bound(self) -> int:
        """The bound in points, rounded up: no roster has an objective below it."""
        return -(-self.exact // SCALE)


class Pricing:
    """Evaluates prices on a model with a line finder."""

    def __init__(self, model: RosterModel, finder: LineFinder) -> None:
        self.model, self.finder = model, finder
        self.who = np.arange(model.staff, dtype=np.int64)
        sequences = model.sequences
        self.most_kind = np.array([item.most_kind for item in sequences], dtype=np.int64).reshape(
            model.staff, model.shifts
        )
        allowed = np.array([item.allowed for item in sequences]).reshape(model.staff, model.days, model.shifts)
        # Only a limit that can be reached needs a price.
        self.limited = (allowed.sum(axis=1) > self.most_kind) & (self.most_kind > 0)
        # A kind that is counted alone is counted exactly.
        self.limited &= ~(finder.counted & (finder.counted.sum(axis=1) == 1)[:, None])
        self.most_weekends = np.array([item.most_weekends for item in sequences], dtype=np.int64)
        self.least = np.array([item.least_minutes for item in sequences], dtype=np.int64)
        longest = int(model.minutes.max(initial=0)) * model.days
        self.most = np.array([min(item.most_minutes, longest) for item in sequences], dtype=np.int64)
        self.counts = np.arange(model.staff + 1, dtype=np.int64)
        # More persons than may work there need not be thought of.
        self.beyond = self.counts > allowed.sum(axis=0)[:, :, None]
        # Beyond the least and the greatest step of its points no price of a count does any good.
        steps = np.diff(model.charges.count, axis=2)
        self.low, self.high = steps.min(axis=2, initial=0), steps.max(axis=2, initial=0)
        self.typical = float(model.minutes.mean()) if model.shifts else 1.0

    def nothing(self) -> Prices:
        """All prices 0."""
        model = self.model
        return Prices(
            np.zeros((model.days, model.shifts)), np.zeros((model.staff, model.shifts)),
            np.zeros(model.staff), np.zeros(model.staff),
        )  # fmt: skip

    def costs(self, prices: Prices) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:
        """Rounded prices (cover, kinds, weekends, minutes) and line costs int64[P, D, S], all in 1/SCALE points."""
        cover, kinds, weekends, minutes = (
            np.rint(np.clip(item, -1e9, 1e9) * SCALE).astype(np.int64)
            for item in (prices.cover, prices.kinds, prices.weekends, prices.minutes)
        )
        kinds = np.where(self.limited, np.maximum(0, kinds), 0)
        weekends = np.where(self.finder.carried.weekends, 0, np.maximum(0, weekends))
        minutes = np.where(self.finder.carried.minutes, 0, minutes)
        totals = kinds + minutes[:, None] * self.model.minutes
        costs = self.model.charges.pair * SCALE + cover + totals[:, None, :]
        return costs, cover, kinds, weekends, minutes, totals

    def evaluate(self, prices: Prices) -> Evaluated:
        """The bound and the slope at prices."""
        costs, cover, kinds, weekends, minutes, _ = self.costs(prices)
        lines = self.finder.find(costs, self.who, weekends)
        if (lines.cost >= FAR).any():
            return Evaluated(FAR, lines, self.nothing())
        least = self.model.charges.count * SCALE - cover[:, :, None] * self.counts
        least[self.beyond] = FAR
        best = least.argmin(axis=2)
        exact = self.model.charges.constant * SCALE + int(np.take_along_axis(least, best[:, :, None], axis=2).sum())
        ends = np.where(minutes >= 0, self.most, self.least)
        priced = (kinds * self.most_kind).sum() + (weekends * self.most_weekends).sum() + (minutes * ends).sum()
        exact += int(lines.cost.sum()) - int(priced)
        return Evaluated(exact, lines, self._slope(lines.rows, best, ends, minutes))

    def _slope(self, rows: Ints, best: Ints, ends: Ints, minutes: Ints) -> Prices:
        """How far each total is above (or below) what it is priced against."""
        model = self.model
        slope = self.nothing()
        person, day = np.nonzero(rows >= 0)
        shift = rows[person, day]
        np.add.at(slope.cover, (day, shift), 1)
        slope.cover -= best
        np.add.at(slope.kinds, (person, shift), 1)
        slope.kinds = np.where(self.limited, slope.kinds - self.most_kind, 0)
        if not self.finder.carried.weekends:
            slope.weekends = weekends_worked(rows, model) - self.most_weekends.astype(float)
        if not self.finder.carried.minutes:
            worked = np.zeros(model.staff)
            np.add.at(worked, person, model.minutes[shift])
            # At a price of 0 either end will do: nothing is to be gained while the total is between them.
            between = np.clip(worked, self.least, self.most)
            slope.minutes = (worked - np.where(minutes == 0, between, ends)) / self.typical**2
        return slope


def weekends_worked(rows: Ints, model: RosterModel) -> Floats:
    """Weekends worked by each person: float[N]."""
    number = np.unique(model.weekend, return_inverse=True)[1]
    hit = np.zeros((len(rows), int(number.max(initial=0)) + 1), dtype=bool)
    person, day = np.nonzero((rows >= 0) & (model.weekend >= 0))
    hit[person, number[day]] = True
    found: Floats = hit.sum(axis=1).astype(float)
    return found
