"""The assignment model: crews, places and times with costs and limits, in arrays.

A crew is a party, or somebody in none; it moves as one. Each of its duties joins a place with a
time. The objective of a choice of (crew, place, time) triples is

    constant + Σ crews that serve active_cost + Σ triples (duty_cost + place cost + time cost)
             + Σ soft limits points × (what is above high or below low)

with `duty_cost` negative: what a served duty takes off the points of the unserved in `constant`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from scheduler.model.shapes import ANY, HARD, Ints, LimitTable, PairCost

# Below this many comparisons a row's groups are counted one by one, above it by running sums.
DIRECT_COUNT = 200_000


@dataclass(frozen=True, slots=True)
class Requirement:
    """A pin: the crew has a duty at that place (ANY) and time (ANY). `source` is the pin's index."""

    crew: int
    place: int
    time: int
    source: int


@dataclass(frozen=True)
class AssignmentModel:
    """Arrays, with C crews, P places, T times, L pairs of a crew with a place.

    members: C tuples of cadre indices. duties: int64[C], how many triples a crew may have at most.
    duty_cost, active_cost: int64[C], points a duty and points when a crew serves at all.
    place_start: int64[C+1], place_of, place_cost: int64[L]; the pairs of crew c are the slice
    place_start[c]:place_start[c+1], places ascending. time_cost: int64[C, T]; time_allowed: bool[C, T].
    time_days: int64[T], proleptic ordinals, ascending. min_gap: days between two duties of a crew.
    factors: CSR int64[W, C], a row for each weighting (visits, cadres, cadres of a unit, with a skill).
    impossible: pins (their indices) that no choice can keep, whatever else is chosen.
    pair_costs: what each rule put into place_cost and time_cost, only where it was asked for (it is large).
    """

    members: tuple[tuple[int, ...], ...]
    duties: Ints
    duty_cost: Ints
    active_cost: Ints
    place_start: Ints
    place_of: Ints
    place_cost: Ints
    time_cost: Ints
    time_allowed: npt.NDArray[np.bool_]
    time_days: Ints
    places: int
    min_gap: int
    weightings: Mapping[str, int]
    factors: sparse.csr_matrix
    limits: LimitTable
    requirements: tuple[Requirement, ...]
    impossible: tuple[int, ...]
    constant: int
    pair_costs: tuple[PairCost, ...]

    @property
    def crews(self) -> int:
        """How many crews there are."""
        return len(self.members)

    @property
    def times(self) -> int:
        """How many days somebody new may serve on."""
        return len(self.time_days)

    @cached_property
    def place_crew(self) -> Ints:
        """The crew of each place pair: int64[L]."""
        return np.repeat(np.arange(self.crews, dtype=np.int64), np.diff(self.place_start))

    def pair_index(self, crew: Ints, place: Ints) -> Ints:
        """The indices of the pairs (crew[i], place[i]); -1 where a crew may not serve at a place."""
        keys = self.place_crew * self.places + self.place_of
        wanted = np.asarray(crew, dtype=np.int64) * self.places + place
        found = np.searchsorted(keys, wanted)
        found[found == len(keys)] = 0
        hit = keys[found] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
        return np.where(hit, found, -1).astype(np.int64)

    def counts(self, crew: Ints, place: Ints, time: Ints) -> Ints:
        """The count of each limit's group under a choice of triples: int64[len(limits)], base included."""
        table = self.limits
        counts = table.base.copy()
        first = np.where(table.first_time == ANY, 0, table.first_time)
        last = np.where(table.last_time == ANY, self.times, table.last_time)
        order = np.argsort(table.weighting, kind="stable")
        rows, starts = np.unique(table.weighting[order], return_index=True)
        for row, start, end in zip(rows, starts, [*starts[1:], len(order)], strict=False):
            mine = order[start:end]
            factors = np.zeros(self.crews, dtype=np.int64)
            within = slice(self.factors.indptr[row], self.factors.indptr[row + 1])
            factors[self.factors.indices[within]] = self.factors.data[within]
            some = np.flatnonzero(factors[crew])
            chosen = (place[some], time[some], factors[crew[some]])
            group = (table.place[mine], first[mine], last[mine])
            direct = len(some) * len(mine) <= DIRECT_COUNT
            counts[mine] += _count_each(*chosen, *group) if direct else self._count_by_sums(*chosen, *group)
        return counts

    def _count_by_sums(self, place: Ints, time: Ints, factor: Ints, at: Ints, first: Ints, last: Ints) -> Ints:
        """Counts of many groups at once, from running sums over time of each place."""
        grid = np.zeros((self.places + 1, self.times + 1), dtype=np.int64)
        np.add.at(grid, (place + 1, time + 1), factor)
        running = np.cumsum(grid, axis=1)
        total = running.sum(axis=0)
        there: Ints = running[at + 1, last] - running[at + 1, first]
        return np.where(at == ANY, total[last] - total[first], there)

    def limit_points(self, counts: Ints) -> Ints:
        """The points of each limit at these counts; hard ends cost nothing here (see `broken`)."""
        table = self.limits
        over = np.maximum(0, counts - table.high) * np.where(table.high_points == HARD, 0, table.high_points)
        under = np.maximum(0, table.low - counts) * np.where(table.low_points == HARD, 0, table.low_points)
        points: Ints = over + under
        return points

    def broken(self, counts: Ints) -> npt.NDArray[np.bool_]:
        """Which hard limits are broken at these counts: bool[len(limits)]."""
        table = self.limits
        over = (table.high_points == HARD) & (counts > table.high)
        under = (table.low_points == HARD) & (counts < table.low)
        broken: npt.NDArray[np.bool_] = over | under
        return broken

    def objective_of(self, crew: Ints, place: Ints, time: Ints) -> int:
        """The objective of a choice of triples (three int64 arrays of one length); hard limits are not checked."""
        pairs = self.pair_index(crew, place)
        if (pairs < 0).any():
            raise ValueError("a crew serves at a place where it may not")
        total = self.constant + int(self.duty_cost[crew].sum()) + int(self.active_cost[np.unique(crew)].sum())
        total += int(self.place_cost[pairs].sum()) + int(self.time_cost[crew, time].sum())
        return total + int(self.limit_points(self.counts(crew, place, time)).sum())


def _count_each(place: Ints, time: Ints, factor: Ints, at: Ints, first: Ints, last: Ints) -> Ints:
    """Counts of groups (place, first, last) under triples, by comparing each with each."""
    here = (at[:, None] == ANY) | (at[:, None] == place[None, :])
    then = (first[:, None] <= time[None, :]) & (time[None, :] < last[:, None])
    counts: Ints = (here & then) @ factor
    return counts
