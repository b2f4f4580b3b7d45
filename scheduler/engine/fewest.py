"""The fewest unserved duties, then the fewest changed ones: exact over a neighbourhood that grows until that is proven.

A duty that could have stayed has to change only to make room for somebody. So in a plan with the fewest
changes everybody who moves without being hit stands in a limit that somebody else who moves comes into:
with n changes beyond the certain ones nobody is further than n such steps from those who are hit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.baseline import Baseline
from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insert
from scheduler.engine.pins import all_triples
from scheduler.engine.reach import Reach, grown, reach_of
from scheduler.engine.requirements import Requirements
from scheduler.engine.servable import most_served
from scheduler.engine.state import State, own_costs
from scheduler.engine.submodel import Limits, Submodel
from scheduler.model import Ints

# Seconds (or work units) for one neighbourhood, and candidates beyond which none is tried.
PATIENCE, MOST = 10.0, 60_000


@dataclass(frozen=True, slots=True)
class Fewest:
    """A plan as a state of the counting model (None: none was found), and what is proven of any plan.

    unserved, changes: of the plan; least_unserved: proven; least_changes: proven for plans with as few unserved.
    crews: every plan with as few of both changes none but these, where both are proven.
    """

    state: State | None
    unserved: int
    changes: int
    least_unserved: int
    least_changes: int
    crews: Ints

    @property
    def proven(self) -> bool:
        """Whether no plan has fewer unserved, nor as few and fewer changes."""
        return self.unserved == self.least_unserved and self.changes == self.least_changes


def fewest_changes(
    start: State, costs: Incidence, baseline: Baseline, requirements: Requirements, owed: int, budget: Budget
) -> Fewest:
    """Solve neighbourhoods that grow from those who are hit. `start` has the settled duties, in the counting model;
    `costs` is the model of points.
    """
    search = _Search(start, costs, baseline, requirements, budget)
    least = max(0, owed - most_served(start.incidence))
    each = baseline.duties + 1
    simple = _one_by_one(start, costs, baseline.hit, requirements)
    if simple is not None and simple.objective == least * each + baseline.certain:
        return Fewest(simple, least, baseline.certain, least, baseline.certain, baseline.hit)
    best, crews = search.solve(baseline.hit, 0)
    depth, exact = 0, search.proven
    while True:
        unserved, changes = divmod(best.objective, each) if best is not None else (owed + 1, 0)
        enough = best is not None and unserved == least and changes - baseline.certain <= depth + 1
        if enough or not exact or budget.left <= 0:
            break
        wider = grown(start, search.reach)
        if len(wider) == len(crews):
            least, exact = unserved, True
            return Fewest(best, unserved, changes, least, changes, crews)
        depth += 1
        found, crews = search.solve(wider, depth)
        exact = search.proven
        if found is not None and (best is None or found.objective < best.objective):
            best = found
    tight = exact and best is not None and unserved == least
    known = min(changes, baseline.certain + depth + 1) if tight else min(changes, baseline.certain)
    if tight and known == changes:
        for _ in range(changes - baseline.certain - depth):
            crews = grown(start, search.reach)
    return Fewest(best, unserved, changes, least, known, crews)


def _one_by_one(start: State, costs: Incidence, hit: Ints, requirements: Requirements) -> State | None:
    """Whoever is hit gets the cheapest duty that there is room for, one after the other; None where pins are not kept."""
    state = start.copy()
    for crew in hit.tolist():
        candidates = all_triples(start.incidence, requirements, [crew])
        candidates = candidates.take(np.argsort(own_costs(costs, candidates), kind="stable"))
        insert(state, requirements, crew, candidates)
    return state if requirements.kept(state) else None


class _Search:
    """Solves one neighbourhood after the other."""

    def __init__(self, start: State, costs: Incidence, baseline: Baseline, requirements: Requirements, budget: Budget):
        self.start, self.costs, self.requirements, self.budget = start, costs, requirements, budget
        self.hit = baseline.hit
        self.reach = Reach(baseline.hit, start.triples(baseline.hit), np.zeros(len(start.model.limits), dtype=bool))
        self.proven = False

    def solve(self, crews: Ints, depth: int) -> tuple[State | None, Ints]:
        """The best plan in which only these crews change; `proven` says whether it is that."""
        # One step further is looked at, for the crews of the next neighbourhood.
        self.reach = reach_of(self.start, crews, self.requirements, self.costs, self.hit, depth + 1)
        self.proven = len(self.reach.candidates) <= MOST
        if not self.proven:
            return None, crews
        submodel = Submodel(self.start, crews, self.reach.candidates, self.requirements)
        submodel.hint(self.start.triples(crews))
        budget = self.budget
        units = PATIENCE if budget.by_effort else None
        workers = 1 if budget.by_effort else budget.options.workers
        outcome = submodel.solve(Limits(min(PATIENCE, max(0.5, budget.left)), units, budget.options.seed, workers))
        budget.charge(outcome.units)
        self.proven = outcome.status in ("optimal", "infeasible")
        if outcome.triples is None:
            return None, crews
        found = self.start.copy()
        found.apply(found.propose(crews, outcome.triples))
        return found, crews
