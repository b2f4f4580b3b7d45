"""The last gap: whatever costs too much at the prices of the bound is left out, CP-SAT decides over the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from scheduler.engine.bound import FAR, SCALE, Priced
from scheduler.engine.candidates import join
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.residue import Residue
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits, Submodel
from scheduler.model import Ints

# More triples than this are not tried.
MOST = 150_000


@dataclass(frozen=True, slots=True)
class Proof:
    """A bound proven by search, and a better plan where one was found."""

    bound: int
    triples: Triples | None
    units: float


def survivors(priced: Priced, slack: int, most: int = MOST) -> Triples | None:
    """All triples that a plan within `slack` (1/SCALE points) of the bound can have; None where there are too many."""
    model = priced.incidence.model
    found, total = [], 0
    for crew in np.flatnonzero(model.duties > 0).tolist():
        excess = _excess(priced, crew)
        row, time = np.nonzero(excess <= slack)
        total += len(row)
        if total > most:
            return None
        places = model.place_of[model.place_start[crew] + row]
        found.append(Triples(np.full(len(row), crew, dtype=np.int64), places, time.astype(np.int64)))
    return join(found)


def _excess(priced: Priced, crew: int) -> Ints:
    """By how much at least a choice with each triple costs its crew more than its best: int64[its places, T]."""
    model = priced.incidence.model
    costs = priced.of_crew(crew) + model.duty_cost[crew] * SCALE
    others = int(model.duties[crew]) - 1
    cheapest = min(0, int(priced.cheapest_duty[crew]))
    once = int(model.active_cost[crew]) * SCALE
    sure = once if others == 0 else min(0, once) + others * cheapest
    excess: Ints = costs + sure - priced.least[crew]
    return np.where(costs > FAR // 2, FAR, excess)


def prove(state: State, priced: Priced, requirements: Requirements, limits: Limits, most: int = MOST) -> Proof | None:
    """Look for a plan better than the state's among all that could be; None where there are too many triples."""
    slack = (state.objective - 1) * SCALE - priced.exact
    triples = survivors(priced, slack, most)
    if triples is None:
        return None
    residue = Residue(priced, narrow(state.model, requirements, triples), requirements, slack)
    if not residue.fits:
        return _prove_by_points(state, priced, requirements, limits, triples)
    status, found, above, units = residue.solve(limits)
    # No better plan is left: plans with other triples cost no less than the plan at hand.
    bound = state.objective if status == "infeasible" else min(state.objective, priced.bound + above)
    return Proof(bound, found, units)


def _prove_by_points(
    state: State, priced: Priced, requirements: Requirements, limits: Limits, triples: Triples
) -> Proof:
    """The same where prices are too large for whole numbers: CP-SAT over the points themselves."""
    crews = np.flatnonzero(state.model.duties > 0)
    candidates = narrow(state.model, requirements, join([triples, state.triples()]))
    submodel = Submodel(state, crews, candidates, requirements)
    submodel.hint(state.triples())
    outcome = submodel.solve(limits)
    if outcome.status == "unknown":
        return Proof(priced.bound, None, outcome.units)
    offset = state.objective - submodel.value(state.triples())
    bound = min(state.objective, math.ceil(outcome.bound - 1e-6) + offset)
    return Proof(max(priced.bound, bound), outcome.triples, outcome.units)
