"""What if: one duty forced on a plan (or nothing but a second look), and what surrounds it solved again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from scheduler.engine.answer import Answer, triples_of
from scheduler.engine.bound import SCALE, Priced, as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.calm import Calm
from scheduler.engine.candidates import join, surplus
from scheduler.engine.carrying import carried
from scheduler.engine.incidence import Incidence
from scheduler.engine.options import SolveOptions
from scheduler.engine.pins import all_triples, first_plan
from scheduler.engine.proof import survivors
from scheduler.engine.report import duties_of
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.sharpening import sharpened
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits
from scheduler.engine.surroundings import Surroundings
from scheduler.formulation import formulate
from scheduler.model import ANY, AssignmentModel, InstanceIndex, Ints, Requirement
from scheduler.problem import Duty, Instance

# More triples than this are not looked at as a whole.
MOST_WHOLE = 12_000
SEED = 1


class WhatIf:
    """A plan that breaks no hard rule, ready to be asked what would be if a crew had a certain duty.

    `bound` is a proven lower bound of the instance, where the caller knows one. `model` is in place of the
    instance's own, where one of its limits is to be another. `like` is of nearly the same instance: its prices
    are good ones here too.
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
        """Price the limits by the linear relaxation: more answers are exact after that (seconds at 598 cadres)."""
        self.__dict__.pop("_surroundings", None)
        self.prices = sharpened(self.state, self.requirements, self.prices, seconds)

    @property
    def objective(self) -> int:
        """The points of the plan as it is."""
        return self.state.objective

    def targets(self, crew: int, place: int = ANY, time: int = ANY) -> Triples:
        """What a crew may have at a place (ANY) and time (ANY), all else left aside."""
        every = all_triples(self.incidence, Requirements(()), [crew])
        wanted = Requirements.keeps(Requirement(crew, place, time, -1), every.place, every.time)
        return every.take(wanted) if self.model.duties[crew] else every.take(np.zeros(0, dtype=np.int64))

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

    def force(self, crew: int, place: int = ANY, time: int = ANY, seconds: float = 0.8) -> Answer:
        """The best plan found in which a crew has a duty at a place (ANY) and time (ANY)."""
        demand = Requirement(crew, place, time, -1)
        requirements = Requirements((*self.requirements.all, demand))
        targets = narrow(self.model, requirements, self.targets(crew, place, time))
        if not len(targets):
            return Answer(None, exact=True)
        floor = int(self._floor(targets).min())
        return self._ask(requirements, crew, targets, floor, seconds)

    def improve(self, crew: int, seconds: float = 0.8) -> Answer:
        """The best plan found when a crew and its surroundings choose anew, nothing demanded."""
        targets = narrow(self.model, self.requirements, self.targets(crew))
        if not len(targets):
            return Answer(
                self.objective, exact=self.objective <= self.least_of_all, duties=duties_of(self.index, self.state)
            )
        return self._ask(self.requirements, crew, targets, self.prices.exact, seconds)

    def _ask(self, requirements: Requirements, crew: int, targets: Triples, floor: int, seconds: float) -> Answer:
        """Near by first; then, where that leaves a doubt and there is not too much, everything that could be better."""
        least = max(-(-floor // SCALE), self.bound or 0)
        best = self._better(self._kept(requirements), self._alone(requirements, crew, targets))
        best = self._better(best, self._near(requirements, crew, targets, seconds))
        if best is None or best.objective > least:
            best = self._better(best, self._near(requirements, crew, targets, seconds, wide=True))
        if best is not None and best.objective <= least:
            return self._answer(best, exact=True)
        whole = self._whole(requirements, crew, targets, best, floor, seconds)
        if whole is not None:
            return whole
        if best is None:
            # Whether pins and demand can be kept at all is decided for certain here.
            budget = Budget(SolveOptions(workers=1))
            best = first_plan(self.incidence, requirements, self.state.triples(), budget, SEED)
        return self._answer(best, exact=best is None)

    def _kept(self, requirements: Requirements) -> State | None:
        """The plan as it is, where it keeps what is demanded."""
        return self.state if requirements.kept(self.state) else None

    def _alone(self, requirements: Requirements, crew: int, targets: Triples) -> State | None:
        """The cheapest plan in which nobody but a crew with one duty moves: known at once, however short the time."""
        if self.model.duties[crew] != 1:
            return None
        crews, without = np.array([crew], dtype=np.int64), self.state.copy()
        without.apply(without.propose(crews, self.state.triples(crews).take(np.zeros(0, dtype=np.int64))))
        points, legal = without.marginal(targets)
        if not legal.any():
            return None
        cheapest = np.array([np.flatnonzero(legal)[np.argmin(points[legal])]])
        change, found = self.state.propose(crews, targets.take(cheapest)), self.state.copy()
        found.apply(change)
        return found if change.legal and requirements.kept(found) else None

    @staticmethod
    def _better(one: State | None, other: State | None) -> State | None:
        """The better of two plans, the first where they cost the same."""
        if one is None or other is None:
            return one or other
        return other if other.objective < one.objective else one

    def _near(self, requirements: Requirements, crew: int, targets: Triples, seconds: float, *,
              wide: bool = False) -> State | None:  # fmt: skip
        """The surroundings of the targets solved again."""
        around = self._surroundings
        crews, candidates = (around.wide if wide else around.of)(crew, targets)
        return self._solved(requirements, crews, narrow(self.model, requirements, candidates), seconds)[1]

    def _whole(self, requirements: Requirements, crew: int, targets: Triples, best: State | None, floor: int,
               seconds: float) -> Answer | None:  # fmt: skip
        """Everything that a better plan could have, solved to the end; None where that is too much."""
        crews = np.flatnonzero(self.model.duties > 0).astype(np.int64)
        if best is None:
            candidates = self._everything(crews)
        else:
            # What the prices say of the demand is the floor of all that follows; the crew itself may have any target.
            found = survivors(self.prices, (best.objective - 1) * SCALE - floor, MOST_WHOLE)
            candidates = None if found is None else join([found, self.targets(crew), self.state.triples(), targets])
        if candidates is None or len(candidates) > MOST_WHOLE:
            return None
        status, state = self._solved(requirements, crews, narrow(self.model, requirements, candidates), seconds)
        best = self._better(best, state)
        if status == "optimal" or (status == "infeasible" and best is None):
            return self._answer(best, exact=True)
        return self._answer(best, exact=False) if best is not None else None

    def _everything(self, crews: Ints) -> Triples | None:
        """Every triple there is, where they are few enough."""
        sizes = np.diff(self.model.place_start) * self.model.time_allowed.sum(axis=1)
        if int(sizes[crews].sum()) > MOST_WHOLE:
            return None
        return all_triples(self.incidence, Requirements(()), crews.tolist())

    def _solved(
        self, requirements: Requirements, crews: Ints, candidates: Triples, seconds: float
    ) -> tuple[str, State | None]:
        """Some crews choose anew among candidates: how that ended, and the plan where one was found."""
        submodel = Calm(self.state, crews, candidates, requirements)
        submodel.hint(self.state.triples(submodel.crews))
        outcome = submodel.solve(Limits(seconds, None, SEED))
        if outcome.triples is None:
            return outcome.status, None
        change = self.state.propose(submodel.crews, outcome.triples)
        if not change.legal:
            return "unknown", None
        found = self.state.copy()
        found.apply(change)
        return outcome.status, found

    def _answer(self, state: State | None, *, exact: bool) -> Answer:
        if state is None:
            return Answer(None, exact)
        return Answer(state.objective, exact, duties_of(self.index, state))
