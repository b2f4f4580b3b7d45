"""Who has to be free to move when a crew is given something else: those in its way, and those who could fill in."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from scheduler.engine.bound import Priced
from scheduler.engine.candidates import cheapest, join
from scheduler.engine.chains import Chains
from scheduler.engine.incidence import Entries
from scheduler.engine.state import State, Triples
from scheduler.model import HARD, UNBOUNDED, Ints

# Crews freed together, of them those who could fill in, and what each may choose among besides where it is.
SIZE, FILLERS, IDLE, CHOICES = 32, 10, 6, 30
# Crews freed together in the second, wider look: those along cheap chains of places and of days.
WIDE, MOVERS, DAY_MOVERS, FEW = 100, 44, 28, 14
# So many of the most promising targets say who is in the way.
LOOKED_AT = 8


class Surroundings:
    """The surroundings of crews in a plan."""

    def __init__(self, state: State, prices: Priced) -> None:
        self.state = state
        self.model = state.model
        self.prices = prices
        self.chains = Chains(state, prices)

    def wide(self, crew: int, targets: Triples) -> tuple[Ints, Triples]:
        """More crews, those that could move for little along chains among them, with what each could have cheaply."""
        near, candidates = self.of(crew, targets)
        some = self._promising(crew, targets)
        left = self.state.triples(np.array([crew]))
        movers = [
            *(self.chains.along_places(np.array([place]), left.place, MOVERS // min(4, len(some)))
              for place in np.unique(some.place)[:4].tolist()),
            *(self.chains.along_days(np.array([time]), left.time, DAY_MOVERS // min(4, len(some)))
              for time in np.unique(some.time)[:4].tolist()),
        ]  # fmt: skip
        every = np.concatenate([near, *movers]).astype(np.int64)
        _, first = np.unique(every, return_index=True)
        crews = every[np.sort(first)][:WIDE]
        parts = [self._cheap(other) for other in crews.tolist() if other != crew]
        return crews, join([candidates, *parts, self.state.triples(crews)])

    def _cheap(self, crew: int) -> Triples:
        """A crew where it is on its cheapest days, at its cheapest places on its day, and a few of both."""
        model, prices = self.model, self.prices
        held = self.state.triples(np.array([crew]))
        pairs = np.arange(model.place_start[crew], model.place_start[crew + 1])
        places = model.place_of[pairs[np.argsort(prices.place[pairs], kind="stable")]]
        days = np.argsort(prices.time[crew], kind="stable")
        days = days[model.time_allowed[crew, days]]
        return join([
            _product(crew, held.place, days[:FEW]),
            _product(crew, places[:FEW], held.time),
            _product(crew, places[: FEW // 4], days[: FEW // 4]),
        ])  # fmt: skip

    def of(self, crew: int, targets: Triples) -> tuple[Ints, Triples]:
        """The crews to free (the crew itself among them) and what all of them may choose among."""
        some = self._promising(crew, targets)
        left = self.state.triples(np.array([crew]))
        idle = np.flatnonzero((self.state.time < 0).all(axis=1) & (self.model.duties > 0))
        order = [
            np.array([crew]),
            *self._in_the_way(some),
            *(self._fillers(place) for place in left.place.tolist()),
            idle[:IDLE],
            *(self._fillers(place) for place in some.place.tolist()),
        ]
        every = np.concatenate(order).astype(np.int64)
        _, first = np.unique(every, return_index=True)
        crews = every[np.sort(first)][:SIZE]
        several = self.model.duties[crew] > 1
        own = self._choices(crew, left, some) if several else targets
        others = [self._choices(other, left, some) for other in crews.tolist() if other != crew]
        return crews, join([targets, own, *others, self.state.triples(crews)])

    def _promising(self, crew: int, targets: Triples) -> Triples:
        """The targets that cost least as things stand without the crew, and at the prices of the bound."""
        alone = np.array([crew])
        trial = self.state.copy()
        trial.apply(trial.propose(alone, targets.take(np.zeros(0, dtype=np.int64))))
        points, legal = trial.marginal(targets)
        by_points = np.lexsort((points, ~legal))[: LOOKED_AT // 2]
        pairs = self.prices.incidence.pair_index(targets.crew, targets.place)
        costs = self.prices.place[pairs] + self.prices.time[targets.crew, targets.time]
        by_price = np.argsort(costs, kind="stable")[: LOOKED_AT // 2]
        held = np.isin(targets.place, self.state.place[crew]) | np.isin(targets.time, self.state.time[crew])
        by_habit = np.flatnonzero(held)[np.argsort(costs[held], kind="stable")][: LOOKED_AT // 2]
        return targets.take(np.unique(np.concatenate([by_points, by_price, by_habit])))

    @cached_property
    def _held(self) -> tuple[Triples, Entries]:
        """All triples of the plan, and the limits they count in."""
        triples = self.state.triples()
        return triples, self.state.incidence.triples(triples.crew, triples.place, triples.time)

    def _in_the_way(self, some: Triples) -> list[Ints]:
        """Crews that count in a limit that these triples would overstep, the narrowest limits first."""
        table = self.model.limits
        entries = self.state.incidence.triples(some.crew, some.place, some.time)
        after = self.state.counts[entries.limit] + entries.factor
        full = (after > table.high[entries.limit]) & (table.high[entries.limit] < UNBOUNDED)
        counts = full & (table.high_points[entries.limit] != 0)
        limits = np.unique(entries.limit[counts])
        triples, held = self._held
        found = [np.unique(triples.crew[held.item[held.limit == limit]]) for limit in limits.tolist()]
        hard = table.high_points[limits] == HARD
        order = np.lexsort((np.array([len(crews) for crews in found]), ~hard))
        return [found[number][:FILLERS] for number in order.tolist()]

    def _fillers(self, place: int) -> Ints:
        """Crews that could serve at a place for little more than where they are cheapest."""
        pairs = np.flatnonzero(self.model.place_of == place)
        crews = self.model.place_crew[pairs]
        dearer = self.prices.place[pairs] - self.prices.least_place[crews]
        able = self.model.duties[crews] > 0
        order = np.argsort(np.where(able, dearer, np.iinfo(np.int64).max), kind="stable")
        filling: Ints = crews[order][:FILLERS]
        return filling[self.model.duties[filling] > 0]

    def _choices(self, crew: int, left: Triples, some: Triples) -> Triples:
        """Where a crew is and where room is left, on every day; the targets; and its cheapest triples."""
        held = self.state.triples(np.array([crew]))
        mine = self.model.place_of[self.model.place_start[crew] : self.model.place_start[crew + 1]]
        every = np.flatnonzero(self.model.time_allowed[crew]).astype(np.int64)
        then = np.intersect1d(every, np.concatenate([left.time, some.time]))
        near = [
            _product(crew, np.intersect1d(mine, np.concatenate([held.place, left.place])), every),
            _product(crew, np.intersect1d(mine, some.place), then),
        ]
        return join([*near, cheapest(self.prices, crew, CHOICES)])


def _product(crew: int, places: Ints, times: Ints) -> Triples:
    """A crew at each of these places on each of these days."""
    size = len(places) * len(times)
    return Triples(np.full(size, crew, dtype=np.int64), np.repeat(places, len(times)), np.tile(times, len(places)))
