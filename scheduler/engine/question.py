"""One question about a plan, answered near by first, then by all that could be better."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.answer import Answer
from scheduler.engine.bound import SCALE, Priced
from scheduler.engine.budget import Budget
from scheduler.engine.calm import Calm
from scheduler.engine.candidates import join
from scheduler.engine.pace import SEED, Pace
from scheduler.engine.pins import all_triples, first_plan
from scheduler.engine.proof import survivors
from scheduler.engine.report import duties_of
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import State, Triples
from scheduler.engine.surroundings import Surroundings
from scheduler.model import InstanceIndex, Ints

# More triples than this are not looked at as a whole.
MOST_WHOLE = 12_000


@dataclass(frozen=True, slots=True)
class Asked:
    """The plan that is asked about. `bound` is a proven lower bound of its instance, where one is known."""

    index: InstanceIndex
    state: State
    prices: Priced
    around: Surroundings
    bound: int | None
    pace: Pace


@dataclass(frozen=True, slots=True)
class Question:
    """What is the best plan that keeps `requirements`, where a crew has one of the `targets`?

    floor: what such a plan costs at least, in 1/SCALE points. amount: seconds or work units for each look.
    """

    asked: Asked
    requirements: Requirements
    crew: int
    targets: Triples
    floor: int
    amount: float

    def answer(self) -> Answer:
        """Near by first; then, where that leaves a doubt and there is not too much, everything that could be better."""
        least = max(-(-self.floor // SCALE), self.asked.bound or 0)
        best = _better(self._kept(), self._alone())
        best = _better(best, self._near())
        if best is None or best.objective > least:
            best = _better(best, self._near(wide=True))
        if best is not None and best.objective <= least:
            return self._told(best, exact=True)
        whole = self._whole(best)
        if whole is not None:
            return whole
        if best is None:
            # Whether pins and demand can be kept at all is decided for certain here.
            state, budget = self.asked.state, Budget(self.asked.pace.options)
            best = first_plan(state.incidence, self.requirements, state.triples(), budget, SEED)
        return self._told(best, exact=best is None)

    def _kept(self) -> State | None:
        """The plan as it is, where it keeps what is demanded."""
        return self.asked.state if self.requirements.kept(self.asked.state) else None

    def _alone(self) -> State | None:
        """The cheapest plan in which nobody but a crew with one duty moves: known at once, however short the time."""
        state = self.asked.state
        if state.model.duties[self.crew] != 1:
            return None
        crews, without = np.array([self.crew], dtype=np.int64), state.copy()
        without.apply(without.propose(crews, state.triples(crews).take(np.zeros(0, dtype=np.int64))))
        points, legal = without.marginal(self.targets)
        if not legal.any():
            return None
        cheapest = np.array([np.flatnonzero(legal)[np.argmin(points[legal])]])
        change, found = state.propose(crews, self.targets.take(cheapest)), state.copy()
        found.apply(change)
        return found if change.legal and self.requirements.kept(found) else None

    def _near(self, *, wide: bool = False) -> State | None:
        """The surroundings of the targets solved again."""
        around = self.asked.around
        crews, candidates = (around.wide if wide else around.of)(self.crew, self.targets)
        return self._solved(crews, narrow(self.asked.state.model, self.requirements, candidates))[1]

    def _whole(self, best: State | None) -> Answer | None:
        """Everything that a better plan could have, solved to the end; None where that is too much."""
        state = self.asked.state
        crews = np.flatnonzero(state.model.duties > 0).astype(np.int64)
        if best is None:
            candidates = self._everything(crews)
        else:
            # What the prices say of the demand is the floor of all that follows; the crew itself may have any target.
            found = survivors(self.asked.prices, (best.objective - 1) * SCALE - self.floor, MOST_WHOLE)
            own = targets_of(state, self.crew)
            candidates = None if found is None else join([found, own, state.triples(), self.targets])
        if candidates is None or len(candidates) > MOST_WHOLE:
            return None
        status, better = self._solved(crews, narrow(state.model, self.requirements, candidates))
        best = _better(best, better)
        if status == "optimal" or (status == "infeasible" and best is None):
            return self._told(best, exact=True)
        return self._told(best, exact=False) if best is not None else None

    def _everything(self, crews: Ints) -> Triples | None:
        """Every triple there is, where they are few enough."""
        model = self.asked.state.model
        sizes = np.diff(model.place_start) * model.time_allowed.sum(axis=1)
        if int(sizes[crews].sum()) > MOST_WHOLE:
            return None
        return all_triples(self.asked.state.incidence, Requirements(()), crews.tolist())

    def _solved(self, crews: Ints, candidates: Triples) -> tuple[str, State | None]:
        """Some crews choose anew among candidates: how that ended, and the plan where one was found."""
        state, pace = self.asked.state, self.asked.pace
        submodel = Calm(state, crews, candidates, self.requirements)
        submodel.hint(state.triples(submodel.crews))
        outcome = pace.charge(submodel.solve(pace.limits(self.amount)))
        if outcome.triples is None:
            return outcome.status, None
        change = state.propose(submodel.crews, outcome.triples)
        if not change.legal:
            return "unknown", None
        found = state.copy()
        found.apply(change)
        return outcome.status, found

    def _told(self, state: State | None, *, exact: bool) -> Answer:
        if state is None:
            return Answer(None, exact)
        return Answer(state.objective, exact, duties_of(self.asked.index, state))


def targets_of(state: State, crew: int) -> Triples:
    """What a crew may have at all, all others left aside."""
    every = all_triples(state.incidence, Requirements(()), [crew])
    return every if state.model.duties[crew] else every.take(np.zeros(0, dtype=np.int64))


def _better(one: State | None, other: State | None) -> State | None:
    """The better of two plans, the first where they cost the same."""
    if one is None or other is None:
        return one or other
    return other if other.objective < one.objective else one
