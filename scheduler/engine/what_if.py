"""What if: one duty forced on a plan (or nothing but a second look), and what surrounds it solved again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from scheduler.engine.answer import Answer, triples_of
from scheduler.engine.bound import SCALE, Priced, as_prices, priced
from scheduler.engine.candidates import surplus
from scheduler.engine.carrying import carried
from scheduler.engine.incidence import Incidence
from scheduler.engine.pace import ENDLESS, Pace
from scheduler.engine.question import Asked, Question, targets_of
from scheduler.engine.report import duties_of
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.sharpening import sharpened
from scheduler.engine.state import State, Triples
from scheduler.engine.surroundings import Surroundings
from scheduler.formulation import formulate
from scheduler.model import ANY, AssignmentModel, InstanceIndex, Ints, Requirement
from scheduler.problem import Duty, Instance


class WhatIf:
    """A plan that breaks no hard rule, ready to be asked what would be if a crew had a certain duty.

    `bound` is a proven lower bound of the instance, where the caller knows one. `model` is in place of the
    instance's own, where one of its limits is to be another. `like` is of nearly the same instance: its prices
    are good ones here too, and what it may take (`pace`) is shared.
    """

    def __init__(
        self,
        instance: Instance,
        duties: Iterable[Duty],
        bound: int | None = None,
        model: AssignmentModel | None = None,
        like: WhatIf | None = None,
    ) -> None:
        self.index = InstanceIndex(instance)
        self.model = formulate(instance) if model is None else model
        self.incidence = Incidence(self.model)
        self.requirements = Requirements(self.model.requirements)
        self.state = State(self.incidence)
        self.bound = bound
        self.pace: Pace = Pace() if like is None else like.pace
        every = np.arange(self.model.crews, dtype=np.int64)
        self.state.apply(self.state.propose(every, triples_of(self.index, duties)))
        size = len(self.model.limits)
        known = (
            np.zeros(size, dtype=np.int64) if like is None else carried(like.prices.prices, like.model, self.incidence)
        )
        self.prices: Priced = priced(self.incidence, self.requirements, known)

    def use(self, prices: Ints) -> bool:
        """Take prices (1/SCALE points by limit) that were found for this instance before, where they are better."""
        if len(prices) != len(self.model.limits):
            return False
        known = priced(self.incidence, self.requirements, as_prices(self.incidence, prices / SCALE))
        if known.exact <= self.prices.exact:
            return False
        self.__dict__.pop("_surroundings", None)
        self.prices = known
        return True

    @property
    def least_of_all(self) -> int:
        """A proven lower bound on the points of any plan."""
        return max(self.prices.bound, self.bound or 0)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.state, self.prices)

    def sharpen(self, seconds: float = 60.0) -> None:
        """Price the limits by the linear relaxation: more answers are exact after that (seconds at 598 cadres).

        By effort it takes as long as it takes: the time must not decide what is found.
        """
        self.__dict__.pop("_surroundings", None)
        seconds = ENDLESS if self.pace.by_effort else seconds
        self.prices = sharpened(self.state, self.requirements, self.prices, seconds, self.pace.should_stop)

    @property
    def objective(self) -> int:
        """The points of the plan as it is."""
        return self.state.objective

    def targets(self, crew: int, place: int = ANY, time: int = ANY) -> Triples:
        """What a crew may have at a place (ANY) and time (ANY), all else left aside."""
        every = targets_of(self.state, crew)
        return every.take(Requirements.keeps(Requirement(crew, place, time, -1), every.place, every.time))

    def least(self, targets: Triples) -> Ints:
        """For each triple: what a plan with it costs at least, in points (int64)."""
        floor: Ints = -(-self._floor(targets) // SCALE)
        return floor if self.bound is None else np.maximum(floor, self.bound)

    def _floor(self, targets: Triples) -> Ints:
        """For each triple: what the prices say that a plan with it costs at least, in 1/SCALE points."""
        crew, model, prices = targets.crew, self.model, self.prices
        once, others = model.active_cost[crew] * SCALE, model.duties[crew] - 1
        cheapest = prices.cheapest_duty[crew]
        sure = np.where(others == 0, once, np.minimum(0, once) + others * np.minimum(0, cheapest))
        excess = surplus(prices, targets) + cheapest + sure - prices.least[crew]
        floor: Ints = prices.exact + np.maximum(0, excess)
        return floor

    def takers(self, place: int, time: int) -> Triples:
        """Every crew that may serve at a place at a time, all else left aside, with that triple."""
        pairs = np.flatnonzero(self.model.place_of == place)
        crews = self.model.place_crew[pairs]
        able = crews[(self.model.duties[crews] > 0) & self.model.time_allowed[crews, time]]
        return Triples(able, np.full(len(able), place, dtype=np.int64), np.full(len(able), time, dtype=np.int64))

    def force(self, crew: int, place: int = ANY, time: int = ANY, amount: float = 0.8) -> Answer:
        """The best plan found in which a crew has a duty at a place (ANY) and time (ANY).

        `amount`: seconds, or work units, for each look at it.
        """
        demand = Requirement(crew, place, time, -1)
        requirements = Requirements((*self.requirements.all, demand))
        targets = narrow(self.model, requirements, self.targets(crew, place, time))
        if not len(targets):
            return Answer(None, exact=True)
        floor = int(self._floor(targets).min())
        return self._ask(requirements, crew, targets, floor, amount)

    def improve(self, crew: int, amount: float = 0.8) -> Answer:
        """The best plan found when a crew and its surroundings choose anew, nothing demanded."""
        targets = narrow(self.model, self.requirements, self.targets(crew))
        if not len(targets):
            return Answer(
                self.objective, exact=self.objective <= self.least_of_all, duties=duties_of(self.index, self.state)
            )
        return self._ask(self.requirements, crew, targets, self.prices.exact, amount)

    def _ask(self, requirements: Requirements, crew: int, targets: Triples, floor: int, amount: float) -> Answer:
        asked = Asked(self.index, self.state, self.prices, self._surroundings, self.bound, self.pace)
        return Question(asked, requirements, crew, targets, floor, amount).answer()
