"""What the engine is compared with: one Boolean for each triple in CP-SAT, and a greedy that takes people in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insert
from scheduler.engine.options import SolveOptions
from scheduler.engine.pins import all_triples, first_plan
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import NONE, State
from scheduler.engine.submodel import Submodel
from scheduler.formulation import formulate
from scheduler.problem import Instance

# The plain model is not even built for more Booleans than this.
MOST_BOOLEANS = 3_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rival reached; None where it reached nothing."""

    objective: int | None
    bound: int | None


def _begin(instance: Instance) -> tuple[Incidence, Requirements, State | None]:
    incidence = Incidence(formulate(instance))
    requirements = Requirements(incidence.model.requirements)
    if incidence.model.impossible:
        return incidence, requirements, None
    return incidence, requirements, first_plan(incidence, requirements, NONE, Budget(SolveOptions()), 1)


def greedy(instance: Instance) -> Answer:
    """Everybody in the order of the list, each where it costs least as things stand."""
    incidence, requirements, state = _begin(instance)
    if state is None:
        return Answer(None, None)
    for crew in np.flatnonzero(incidence.model.duties > 0).tolist():
        insert(state, requirements, crew, all_triples(incidence, requirements, [crew]))
    return Answer(state.objective, None)


def plain(instance: Instance, seconds: float, workers: int) -> Answer:
    """One CP-SAT model with a Boolean for each (crew, place, day)."""
    incidence, requirements, state = _begin(instance)
    model = incidence.model
    if state is None or int((np.diff(model.place_start) * model.time_allowed.sum(axis=1)).sum()) > MOST_BOOLEANS:
        return Answer(None, None)
    crews = np.flatnonzero(model.duties > 0)
    submodel = Submodel(State(incidence), crews, all_triples(incidence, requirements, crews.tolist()), requirements)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(submodel.model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None)
    empty = State(incidence)
    offset = empty.objective - submodel.value(NONE)
    return Answer(round(solver.objective_value) + offset, round(solver.best_objective_bound) + offset)
