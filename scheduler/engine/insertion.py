"""Crews put in one after the other where they cost least as things stand, and taken out and put in again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.bound import Priced
from scheduler.engine.budget import Budget
from scheduler.engine.candidates import cheapest, join
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import State, Triples
from scheduler.model import Ints

# Work units for looking at one crew.
PRICE = 0.0005


def insert(state: State, requirements: Requirements, crew: int, candidates: Triples) -> bool:
    """Give a crew the best of the candidates as things stand, where that is better than what it has."""
    model = state.model
    alone = np.array([crew])
    if model.duties[crew] == 1:
        candidates = narrow(model, requirements, candidates)
    elif crew in requirements.of_crew:
        return False
    had = state.triples(alone)
    if len(had):
        state.apply(state.propose(alone, had.take(np.zeros(0, dtype=np.int64))))
    chosen = had.take(np.zeros(0, dtype=np.int64))
    while len(chosen) < model.duties[crew] and len(candidates):
        far = np.ones(len(candidates), dtype=bool)
        for time in chosen.time:
            far &= np.abs(model.time_days[candidates.time] - model.time_days[time]) >= model.min_gap
        candidates = candidates.take(far)
        points, legal = state.marginal(candidates)
        points = np.where(legal, points, np.iinfo(np.int64).max)
        if not len(points) or not legal[best := int(points.argmin())]:
            break
        chosen = join([chosen, candidates.take(np.array([best]))])
        change = state.propose(alone, chosen)
        if not change.legal or (change.points > 0 and crew not in requirements.of_crew):
            break
        state.apply(change)
    lacking = crew in requirements.of_crew and not requirements.keep_all(crew, had)
    return True if lacking else _keep_better(state, alone, had)


def _keep_better(state: State, alone: Ints, had: Triples) -> bool:
    """Go back to what the crew had where that was better; whether anything got better."""
    back = state.propose(alone, had)
    if back.legal and back.points <= 0:
        state.apply(back)
        return False
    return True


def insertion_pass(state: State, priced: Priced, requirements: Requirements, budget: Budget,
                   luck: np.random.Generator, places: int = 8,
                   tick: Callable[[int], None] = lambda best: None) -> int:  # fmt: skip
    """Every crew once, in random order; how many were bettered. `tick` is told the objective after each."""
    bettered = 0
    for crew in luck.permutation(state.model.crews).tolist():
        if budget.left <= 0:
            break
        budget.charge(PRICE)
        if state.model.duties[crew]:
            candidates = cheapest(priced, crew, places * state.model.times, luck, 1)
            bettered += insert(state, requirements, crew, candidates)
            tick(state.objective)
    return bettered
