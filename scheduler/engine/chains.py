"""Who could make room where a crew goes and fill in where it leaves: chains of moves that cost little at the prices.

At the prices of the bound a move of one crew from a place to another (or from a day to another) has a cost of its
own, and so has one crew more or less at a place. The shortest chain from where a crew goes to where it has left, or
to wherever one more is welcome, is found in a graph of places (of days); the crews along such chains are the ones to
free. What a chain really costs is for the sub-model to say.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from scheduler.engine.bound import FAR, SCALE, Priced
from scheduler.engine.state import State, Triples, points_of
from scheduler.model import Ints

# A step of a chain costs at least so much, in 1/SCALE points: shorter chains come first.
STEP = 1


class Chains:
    """The moves that single crews could make in a plan."""

    def __init__(self, state: State, prices: Priced) -> None:
        self.state = state
        self.model = state.model
        self.prices = prices

    def along_places(self, goes: Ints, leaves: Ints, most: int) -> Ints:
        """The crews on the cheapest chains of places from `goes` to `leaves` or to wherever one more may be."""
        crew, before, after, cost = self._place_moves
        return _best(self.model.places, crew, before, after, cost, goes, leaves, self._one_more, self._one_less, most)

    def along_days(self, goes: Ints, leaves: Ints, most: int) -> Ints:
        """The crews on the cheapest chains of days from `goes` to `leaves`."""
        crew, before, after, cost = self._day_moves
        dear = np.full(self.model.times, FAR, dtype=np.int64)
        return _best(self.model.times, crew, before, after, cost, goes, leaves, dear, dear, most)

    @cached_property
    def _held(self) -> Triples:
        """The plan's triples of crews that have one duty."""
        triples = self.state.triples()
        return triples.take(self.model.duties[triples.crew] == 1)

    @cached_property
    def _place_moves(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Parallel: a crew, the place where it is, another that it may have, what the change costs at the prices."""
        held, model = self._held, self.model
        length = np.diff(model.place_start)[held.crew]
        at = np.repeat(np.arange(len(held)), length)
        pairs = np.concatenate([np.arange(model.place_start[crew], model.place_start[crew + 1]) for crew in held.crew]
                               or [np.zeros(0, dtype=np.int64)])  # fmt: skip
        own = self.prices.incidence.pair_index(held.crew, held.place)
        cost = self.prices.place[pairs] - self.prices.place[own][at]
        if self.prices.both is not None:
            there = self.prices.both[model.place_of[pairs], held.time[at]]
            cost = cost + there - self.prices.both[held.place, held.time][at]
        other = model.place_of[pairs] != held.place[at]
        return held.crew[at][other], held.place[at][other], model.place_of[pairs][other], cost[other]

    @cached_property
    def _day_moves(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Parallel: a crew, its day, another, what the change costs at the prices."""
        held, model = self._held, self.model
        at, day = np.nonzero(model.time_allowed[held.crew])
        cost = self.prices.time[held.crew[at], day] - self.prices.time[held.crew, held.time][at]
        if self.prices.both is not None:
            cost = cost + self.prices.both[held.place[at], day] - self.prices.both[held.place, held.time][at]
        other = day != held.time[at]
        return held.crew[at][other], held.time[at][other], day[other].astype(np.int64), cost[other]

    @cached_property
    def _one_more(self) -> Ints:
        """What one crew more at each place costs at the prices: int64[places]."""
        model = self.model
        return self._shifted(model.place_crew, model.place_of, 1)

    @cached_property
    def _one_less(self) -> Ints:
        """What one crew fewer at each place costs at the prices: int64[places]; FAR where none is."""
        return self._shifted(self._held.crew, self._held.place, -1)

    def _shifted(self, crew: Ints, place: Ints, sign: int) -> Ints:
        """The least over the crews of what a limit's count shifted by each of them costs at the prices."""
        incidence, counts = self.state.incidence, self.state.counts
        entries = incidence.pairs(crew, place)
        before, after = counts[entries.limit], counts[entries.limit] + sign * entries.factor
        points = (points_of(incidence, entries.limit, after) - points_of(incidence, entries.limit, before)) * SCALE
        points = points - sign * self.prices.prices[entries.limit] * entries.factor
        points = np.where((sign > 0) & (after > incidence.ceiling[entries.limit])
                          & (self.model.limits.high_points[entries.limit] < 0), FAR, points)  # fmt: skip
        total = np.zeros(len(crew), dtype=np.int64)
        np.add.at(total, entries.item, np.maximum(0, np.minimum(points, FAR >> 20)))
        least = np.full(self.model.places, FAR >> 20, dtype=np.int64)
        np.minimum.at(least, place, total)
        return least


def _best(size: int, crew: Ints, before: Ints, after: Ints, cost: Ints, goes: Ints, leaves: Ints, one_more: Ints,
          one_less: Ints, most: int) -> Ints:  # fmt: skip
    """The crews whose best move lies on the cheapest chains, the cheapest first."""
    if not len(crew):
        return np.zeros(0, dtype=np.int64)
    cost = np.maximum(0, cost) + STEP
    graph = _graph(size, before, after, cost)
    room = _distances(graph, goes)
    fill = _distances(graph.T, leaves)
    through = room[before] + cost + np.minimum(fill, one_more)[after]
    filling = np.minimum(room, one_less)[before] + cost + fill[after]
    score = np.minimum(through, filling)
    order = np.argsort(score, kind="stable")
    order = order[np.isfinite(score[order])]
    _, first = np.unique(crew[order], return_index=True)
    chosen: Ints = crew[order][np.sort(first)][:most]
    return chosen


def _graph(size: int, before: Ints, after: Ints, cost: Ints) -> sparse.csr_matrix:
    """The cheapest move between any two places."""
    order = np.lexsort((cost, after, before))
    keys = before[order] * size + after[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    kept = order[first]
    return sparse.csr_matrix((cost[kept].astype(np.float64), (before[kept], after[kept])), shape=(size, size))


def _distances(graph: sparse.csr_matrix, starts: Ints) -> np.ndarray:
    """The cheapest way from any of some places to each: float64[places]."""
    if not len(starts):
        return np.full(graph.shape[0], np.inf)
    found: np.ndarray = csgraph.dijkstra(graph, indices=np.unique(starts), min_only=True)
    return found
