"""Whether pins can be kept together, and a plan that keeps them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.engine.budget import ENDLESS, Budget
from scheduler.engine.candidates import join
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insert
from scheduler.engine.requirements import Requirements
from scheduler.engine.start import keep_what_fits
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits, Submodel
from scheduler.model import ANY

# So many crews are looked at together, all others staying, before all that are pinned are.
MOST_REPAIRED = 20


def all_triples(incidence: Incidence, requirements: Requirements, crews: Iterable[int]) -> Triples:
    """Every triple of some crews that keeps the pins of a crew with a single duty."""
    model = incidence.model
    parts = []
    for crew in sorted(crews):
        places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]]
        times = np.flatnonzero(model.time_allowed[crew]).astype(np.int64)
        if model.duties[crew] == 1:
            for pin in requirements.of_crew.get(crew, []):
                places = places if pin.place == ANY else places[places == pin.place]
                times = times if pin.time == ANY else times[times == pin.time]
        size = len(places) * len(times)
        parts.append(Triples(np.full(size, crew), np.repeat(places, len(times)), np.tile(times, len(places))))
    return join(parts)


def first_plan(incidence: Incidence, requirements: Requirements, wished: Triples, budget: Budget,
               seed: int) -> State | None:  # fmt: skip
    """A plan that keeps all pins and of the wished triples what fits beside them; None where pins clash."""
    state = State(incidence)
    keep_what_fits(state, wished, requirements)
    if requirements.kept(state):
        return state
    pinned = np.isin(wished.crew, requirements.crews)
    state = State(incidence)
    keep_what_fits(state, wished.take(pinned), requirements)
    for crew in sorted(requirements.unkept(state).tolist(), key=lambda crew: _freedom(state, requirements, crew)):
        insert(state, requirements, crew, all_triples(incidence, requirements, [crew]))
    if not requirements.kept(state) and not _repair(state, requirements, budget, seed):
        found = solve_pins(State(incidence), requirements, budget, seed)
        if found is None:
            return None
        state = State(incidence)
        state.apply(state.propose(requirements.crews, found))
    keep_what_fits(state, wished.take(~pinned), requirements)
    return state


def _repair(state: State, requirements: Requirements, budget: Budget, seed: int) -> bool:
    """Give the crews that lack a pinned duty new duties beside all others; False where that does not do."""
    crews = requirements.unkept(state)
    if len(crews) > MOST_REPAIRED:
        return False
    candidates = all_triples(state.incidence, requirements, crews.tolist())
    outcome = Submodel(state, crews, candidates, requirements).solve(Limits(5.0, 5.0, seed))
    budget.charge(outcome.units)
    if outcome.triples is None:
        return False
    state.apply(state.propose(crews, outcome.triples))
    return True


def solve_pins(empty: State, requirements: Requirements, budget: Budget, seed: int) -> Triples | None:
    """Duties of the pinned crews that keep all pins, nobody else serving; None where there are none."""
    crews = requirements.crews
    candidates = all_triples(empty.incidence, requirements, crews.tolist())
    submodel = Submodel(empty, crews, candidates, requirements, priced=False)
    outcome = submodel.solve(Limits(ENDLESS, None, seed, budget.options.workers if not budget.by_effort else 1))
    budget.charge(outcome.units)
    return outcome.triples


def _freedom(state: State, requirements: Requirements, crew: int) -> int:
    model = state.model
    places = int(model.place_start[crew + 1] - model.place_start[crew])
    times = int(model.time_allowed[crew].sum())
    fixed_place = any(pin.place != ANY for pin in requirements.of_crew[crew])
    fixed_time = any(pin.time != ANY for pin in requirements.of_crew[crew])
    return (1 if fixed_place else places) * (1 if fixed_time else times)
