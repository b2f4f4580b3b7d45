"""A choice of triples with its counts and its objective, kept up to date change by change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.incidence import Incidence, Mask
from scheduler.model import HARD, Ints


@dataclass(frozen=True, slots=True)
class Triples:
    """Parallel arrays int64: crew[i] serves at place[i] at time[i]."""

    crew: Ints
    place: Ints
    time: Ints

    def __len__(self) -> int:
        return len(self.crew)

    def take(self, which: Ints | Mask) -> Triples:
        """Some of them."""
        return Triples(self.crew[which], self.place[which], self.time[which])


NONE = Triples(*(np.zeros(0, dtype=np.int64) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Change:
    """New triples for some crews in place of all they had, and what follows."""

    crews: Ints
    triples: Triples
    limits: Ints
    counts: Ints
    points: int
    legal: bool


class State:
    """The plan as it stands. `place` and `time` are int64[C, K], -1 where a crew has fewer than K duties."""

    def __init__(self, incidence: Incidence) -> None:
        model = incidence.model
        self.model = model
        self.incidence = incidence
        slots = max(1, int(model.duties.max(initial=1)))
        self.place = np.full((model.crews, slots), -1, dtype=np.int64)
        self.time = np.full((model.crews, slots), -1, dtype=np.int64)
        self.counts = model.limits.base.copy()
        self.objective = model.constant + int(model.limit_points(self.counts).sum())

    def triples(self, crews: Ints | None = None) -> Triples:
        """The triples of some crews, or of all."""
        if crews is None:
            crew, slot = np.nonzero(self.time >= 0)
            return Triples(crew.astype(np.int64), self.place[crew, slot], self.time[crew, slot])
        at, slot = np.nonzero(self.time[crews] >= 0)
        crew = crews[at]
        return Triples(crew, self.place[crew, slot], self.time[crew, slot])

    def own_points(self, triples: Triples) -> int:
        """What triples cost their crews: limits apart."""
        return int(own_costs(self.incidence, triples).sum()) + int(
            self.model.active_cost[np.unique(triples.crew)].sum()
        )

    def propose(self, crews: Ints, triples: Triples) -> Change:
        """What follows from giving these crews these triples and no others."""
        old = self.triples(crews)
        out = self.incidence.triples(old.crew, old.place, old.time)
        new = self.incidence.triples(triples.crew, triples.place, triples.time)
        limits, at = np.unique(np.concatenate([out.limit, new.limit]), return_inverse=True)
        shift = np.zeros(len(limits), dtype=np.int64)
        np.add.at(shift, at, np.concatenate([-out.factor, new.factor]))
        before = self.counts[limits]
        after = before + shift
        points = self.own_points(triples) - self.own_points(old)
        points += int(points_of(self.incidence, limits, after).sum() - points_of(self.incidence, limits, before).sum())
        table = self.model.limits
        over = (table.high_points[limits] == HARD) & (after > self.incidence.ceiling[limits]) & (shift > 0)
        under = (table.low_points[limits] == HARD) & (after < table.low[limits]) & (shift < 0)
        return Change(crews, triples, limits, after, points, not bool((over | under).any()))

    def marginal(self, candidates: Triples) -> tuple[Ints, Mask]:
        """For each triple alone: the points of adding it, and whether no hard high end is broken by that."""
        entries = self.incidence.triples(candidates.crew, candidates.place, candidates.time)
        limit = entries.limit
        before = self.counts[limit]
        after = before + entries.factor
        points = own_costs(self.incidence, candidates)
        shift = points_of(self.incidence, limit, after) - points_of(self.incidence, limit, before)
        np.add.at(points, entries.item, shift)
        over = (self.model.limits.high_points[limit] == HARD) & (after > self.incidence.ceiling[limit])
        legal = np.ones(len(candidates), dtype=bool)
        legal[entries.item[over]] = False
        return points, legal

    def apply(self, change: Change) -> None:
        """Make a change that was proposed on this very state."""
        self.place[change.crews] = -1
        self.time[change.crews] = -1
        triples = change.triples
        order = np.lexsort((triples.time, triples.crew))
        crew = triples.crew[order]
        first = np.searchsorted(crew, crew, side="left")
        slot = np.arange(len(crew)) - first
        self.place[crew, slot] = triples.place[order]
        self.time[crew, slot] = triples.time[order]
        self.counts[change.limits] = change.counts
        self.objective += change.points

    def become(self, other: State) -> None:
        """Take over another state's choice."""
        self.place, self.time, self.counts = other.place.copy(), other.time.copy(), other.counts.copy()
        self.objective = other.objective

    def copy(self) -> State:
        """A state of its own with the same choice."""
        other = object.__new__(State)
        other.model, other.incidence = self.model, self.incidence
        other.place, other.time, other.counts = self.place.copy(), self.time.copy(), self.counts.copy()
        other.objective = self.objective
        return other


def own_costs(incidence: Incidence, triples: Triples) -> Ints:
    """Duty, place and time cost of each triple."""
    pairs = incidence.pair_index(triples.crew, triples.place)
    model = incidence.model
    costs: Ints = model.duty_cost[triples.crew] + model.place_cost[pairs] + model.time_cost[triples.crew, triples.time]
    return costs


def points_of(incidence: Incidence, limits: Ints, counts: Ints) -> Ints:
    """The points of some limits at these counts; hard ends cost nothing."""
    table = incidence.model.limits
    high, low = table.high_points[limits], table.low_points[limits]
    over = np.maximum(0, counts - table.high[limits]) * np.where(high == HARD, 0, high)
    under = np.maximum(0, table.low[limits] - counts) * np.where(low == HARD, 0, low)
    points: Ints = over + under
    return points
