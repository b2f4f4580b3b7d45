"""A proven lower bound from prices on limits, in whole numbers.

Each limit gets a price λ for every count. Whatever the prices are, no plan costs less than

    constant + Σ limits min over counts (points − λ count) + Σ crews min over their choices (cost + λ counted)

so the prices may come from a linear programme of any tolerance: they are rounded to whole
multiples of 1/SCALE first, and all that follows is exact in 64 bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.engine.incidence import Incidence, ranges
from scheduler.engine.requirements import Requirements
from scheduler.engine.several import best_of_several
from scheduler.model import ANY, HARD, UNBOUNDED, AssignmentModel, Ints

SCALE = 1 << 10
FAR = 1 << 60
# The dearest price of a hard limit.
DEAREST = 1 << 36


def as_prices(incidence: Incidence, duals: npt.NDArray[np.float64]) -> Ints:
    """Prices in 1/SCALE points, within what keeps every limit's own minimum finite."""
    table = incidence.model.limits
    most = np.where(table.high_points == HARD, DEAREST, table.high_points * SCALE)
    most = np.where(table.high >= UNBOUNDED, 0, most)
    least = np.where(table.low_points == HARD, DEAREST, table.low_points * SCALE)
    least = np.where(table.low <= table.base, 0, least)
    # A limit of both axes is priced by place and time alone, so only where every crew counts once in it.
    even = np.asarray((incidence.model.factors == 1).sum(axis=1)).ravel() == incidence.model.crews
    unpriced = incidence.coupling & ~even[table.weighting]
    most, least = np.where(unpriced, 0, most), np.where(unpriced, 0, least)
    finite = np.nan_to_num(np.clip(duals, -1e9, 1e9))
    prices: Ints = np.clip(np.round(finite * SCALE).astype(np.int64), -least, most)
    return prices


def limit_terms(incidence: Incidence, prices: Ints) -> int:
    """Σ over limits of the least of points − price × (count − base), in 1/SCALE points."""
    return int(limit_minima(incidence, prices).sum())


def limit_minima(incidence: Incidence, prices: Ints) -> Ints:
    """The least of points − price × (count − base) of each limit, in 1/SCALE points."""
    table = incidence.model.limits
    lowest = np.where(table.low_points == HARD, np.maximum(table.low, table.base), table.base)
    highest = np.where(table.high_points == HARD, incidence.ceiling, UNBOUNDED)
    least = np.full(len(table), FAR, dtype=np.int64)
    # The terms are convex and piecewise linear in the count: the least is at an end or a kink.
    for kink in (lowest, table.low, table.high, highest):
        count = np.maximum(lowest, np.minimum(kink, highest))
        # No count is endless: at a price of 0, or below, the least is at another kink; points there would overflow.
        real = count < UNBOUNDED
        points = incidence.model.limit_points(np.where(real, count, lowest)) * SCALE
        np.minimum(least, points - prices * np.where(real, count - table.base, 0), out=least, where=real)
    return least


@dataclass
class Priced:
    """A model at given prices: every crew alone, its costs in 1/SCALE points.

    place: int64[L]; time: int64[C, T] (FAR where not allowed); both: int64[P, T] or None.
    """

    incidence: Incidence
    requirements: Requirements
    prices: Ints
    place: Ints
    time: Ints
    both: Ints | None

    @cached_property
    def least_place(self) -> Ints:
        """The cheapest place of each crew, FAR where it has none: int64[C]."""
        model = self.incidence.model
        least = np.full(model.crews, FAR, dtype=np.int64)
        some = np.flatnonzero(np.diff(model.place_start))
        if len(some):
            least[some] = np.minimum.reduceat(self.place, model.place_start[some])
        return least

    @cached_property
    def least(self) -> Ints:
        """The least cost of each crew's best choice, with serving at all left open unless it is pinned: int64[C]."""
        model = self.incidence.model
        best: Ints = np.minimum(self.cheapest_duty + model.active_cost * SCALE, 0)
        best[model.duties == 0] = 0
        several = np.flatnonzero(model.duties > 1)
        for crew, value in zip(several.tolist(), best_of_several(self, several), strict=True):
            best[crew] = value
        for crew in self.requirements.crews[model.duties[self.requirements.crews] == 1].tolist():
            best[crew] = self._least_pinned(crew)
        return best

    def _least_pinned(self, crew: int) -> int:
        """The least cost of a crew with one duty that keeps its pins; 0 where it cannot (found out elsewhere)."""
        model = self.incidence.model
        places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]]
        here, then = np.ones(len(places), dtype=bool), np.ones(model.times, dtype=bool)
        for pin in self.requirements.of_crew[crew]:
            here &= (pin.place == ANY) | (places == pin.place)
            then &= (pin.time == ANY) | (np.arange(model.times) == pin.time)
        costs = self.of_crew(crew)[np.ix_(here, then)]
        least = int(costs.min(initial=FAR))
        return 0 if least > FAR // 2 else least + int(model.duty_cost[crew] + model.active_cost[crew]) * SCALE

    @cached_property
    def cheapest_duty(self) -> Ints:
        """The cheapest duty of each crew, FAR where there is none: int64[C]."""
        cheapest: Ints = self.by_day.min(axis=1, initial=FAR)
        return cheapest

    @cached_property
    def by_day(self) -> Ints:
        """The cheapest duty of each crew on each day, FAR where there is none: int64[C, T]."""
        model = self.incidence.model
        if self.both is None:
            cheapest = self.least_place[:, None] + self.time
        else:
            cheapest = np.full(self.time.shape, FAR, dtype=np.int64)
            for crew in range(model.crews):
                cheapest[crew] = self.of_crew(crew).min(axis=0, initial=FAR)
        duty: Ints = np.minimum(cheapest + model.duty_cost[:, None] * SCALE, FAR)
        return duty

    def of_crew(self, crew: int) -> Ints:
        """Place and time cost of each pair of a place and a day of a crew: int64[its places, T]."""
        part = slice(self.incidence.model.place_start[crew], self.incidence.model.place_start[crew + 1])
        costs: Ints = self.place[part, None] + self.time[crew][None, :]
        if self.both is not None:
            costs = costs + self.both[self.incidence.model.place_of[part]]
        return costs

    @cached_property
    def exact(self) -> int:
        """The bound in 1/SCALE points."""
        total = self.incidence.model.constant * SCALE
        return total + limit_terms(self.incidence, self.prices) + int(self.least.sum())

    @property
    def bound(self) -> int:
        """The bound in points, rounded up: no plan has an objective below it."""
        return -(-self.exact // SCALE)


def priced(incidence: Incidence, requirements: Requirements, prices: Ints) -> Priced:
    """All pair costs at these prices."""
    model = incidence.model
    place, time = model.place_cost * SCALE, model.time_cost * SCALE
    _add_place_prices(incidence, prices, place)
    if prices[incidence.of_time].any():
        crew, day = np.nonzero(model.time_allowed)
        entries = incidence.days(crew.astype(np.int64), day.astype(np.int64))
        np.add.at(time, (crew[entries.item], day[entries.item]), entries.factor * prices[entries.limit])
    time = np.where(model.time_allowed, time, FAR)
    both = None
    coupled = np.flatnonzero(incidence.coupling & (prices != 0))
    if len(coupled):
        both = np.zeros((model.places, model.times + 1), dtype=np.int64)
        table = model.limits
        np.add.at(both, (table.place[coupled], table.first_time[coupled]), prices[coupled])
        np.add.at(both, (table.place[coupled], table.last_time[coupled]), -prices[coupled])
        both = np.cumsum(both, axis=1)[:, :-1]
    return Priced(incidence, requirements, prices, place, time, both)


def _add_place_prices(incidence: Incidence, prices: Ints, place: Ints) -> None:
    """Add the prices of limits over the whole period to the pairs that count in them."""
    model, table = incidence.model, incidence.model.limits
    chosen = incidence.of_place & (prices != 0)
    small = np.zeros(model.factors.shape[0], dtype=bool)
    for row in np.unique(table.weighting[chosen]).tolist():
        within = slice(model.factors.indptr[row], model.factors.indptr[row + 1])
        crews, factors = model.factors.indices[within], model.factors.data[within]
        if len(crews) * 100 < model.crews:
            small[row] = True
            continue
        # Many crews count alike: a price for each place instead of entries for each pair.
        mine = np.flatnonzero(chosen & (table.weighting == row))
        each = np.zeros(model.places + 1, dtype=np.int64)
        np.add.at(each, table.place[mine] + 1, prices[mine])
        by_place = each[1:] + each[0]
        if len(crews) == model.crews and (factors == 1).all():
            place += by_place[model.place_of]
            continue
        pairs, owner = pairs_of(model, crews.astype(np.int64))
        place[pairs] += factors[owner] * by_place[model.place_of[pairs]]
    if small.any():
        some = np.unique(model.factors[np.flatnonzero(small)].indices).astype(np.int64)
        pairs, _ = pairs_of(model, some)
        entries = incidence.pairs(model.place_crew[pairs], model.place_of[pairs])
        kept = small[table.weighting[entries.limit]]
        item, limit = pairs[entries.item[kept]], entries.limit[kept]
        np.add.at(place, item, entries.factor[kept] * prices[limit])


def lost(incidence: Incidence) -> npt.NDArray[np.bool_]:
    """Limits of a place over the whole period that are short and that nobody can count in: bool[limits]."""
    model, table = incidence.model, incidence.model.limits
    short: npt.NDArray[np.bool_] = (
        incidence.of_place & (table.place != ANY) & (table.low > table.base) & (table.low_points != 0)
    )
    for row in np.unique(table.weighting[short]).tolist():
        crews = model.factors.indices[model.factors.indptr[row] : model.factors.indptr[row + 1]].astype(np.int64)
        reached = np.zeros(model.places, dtype=bool)
        reached[model.place_of[pairs_of(model, crews[model.duties[crews] > 0])[0]]] = True
        mine = np.flatnonzero(short & (table.weighting == row))
        short[mine] = ~reached[table.place[mine]]
    return short


def counting_pairs(incidence: Incidence, limits: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The pairs that count in any of these limits, which are of places over the whole period: bool[L]."""
    model, table = incidence.model, incidence.model.limits
    found = np.zeros(len(model.place_of), dtype=bool)
    for row in np.unique(table.weighting[limits]).tolist():
        crews = model.factors.indices[model.factors.indptr[row] : model.factors.indptr[row + 1]].astype(np.int64)
        wanted = np.zeros(model.places + 1, dtype=bool)
        wanted[table.place[limits & (table.weighting == row)] + 1] = True
        pairs = pairs_of(model, crews)[0]
        found[pairs] |= wanted[model.place_of[pairs] + 1] | wanted[0]
    return found


def pairs_of(model: AssignmentModel, crews: Ints) -> tuple[Ints, Ints]:
    """The pairs of these crews, and the position of each one's crew among them."""
    length = model.place_start[crews + 1] - model.place_start[crews]
    return ranges(model.place_start[crews], length), np.repeat(np.arange(len(crews)), length)
