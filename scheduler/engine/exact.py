"""The fewest points of a small model: prices give a bound, what costs too much at them is left out, CP-SAT decides."""

from __future__ import annotations

import numpy as np

from scheduler.engine.bound import SCALE, Priced, as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.candidates import cheapest, every, join
from scheduler.engine.insertion import insert
from scheduler.engine.master import mix
from scheduler.engine.programme import Floats
from scheduler.engine.proof import prove
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import State, points_of
from scheduler.engine.submodel import Limits
from scheduler.model import HARD

# Candidates of a crew in the first programme, those added by each, and how many programmes there are at the most.
EACH, ADDED, ROUNDS = 60, 30, 6
# So many triples are handed to CP-SAT at once, so many after the programmes.
FEW, MANY = 2_000, 30_000
# Work units for each crew looked at, and each candidate of a programme.
LOOK, PRICE = 0.001, 3e-5


def minimise(state: State, requirements: Requirements, budget: Budget, seconds: float) -> int:
    """Better a plan of all crews of a model as far as `seconds` (or work units) go; a bound on any plan's objective."""
    until = budget.used + min(seconds, budget.left)
    prices = priced(state.incidence, requirements, as_prices(state.incidence, _first_prices(state)))
    _insert_all(state, prices, requirements, budget, until)
    if state.objective <= prices.bound:
        return state.objective
    bound = proven_bound(state, prices, requirements, budget, until, FEW)
    if bound is not None:
        return bound
    prices = _by_programmes(state, prices, requirements, budget, until)
    if state.objective <= prices.bound:
        return state.objective
    bound = proven_bound(state, prices, requirements, budget, until, MANY) if budget.used < until else None
    return prices.bound if bound is None else bound


def _first_prices(state: State) -> Floats:
    """What one more in each limit costs beside those who do not choose: exact for one crew that chooses alone."""
    table = state.model.limits
    every_limit = np.arange(len(table), dtype=np.int64)
    step = points_of(state.incidence, every_limit, table.base + 1) - points_of(state.incidence, every_limit, table.base)
    full = (table.high_points == HARD) & (table.base >= state.incidence.ceiling)
    prices: Floats = np.where(full, 1e9, step.astype(float))
    return prices


def _insert_all(state: State, prices: Priced, requirements: Requirements, budget: Budget, until: float) -> None:
    """Every crew out and in again, until nothing gets better."""
    before = state.objective + 1
    while state.objective < before and budget.used < until:
        before = state.objective
        for crew in np.flatnonzero(state.model.duties > 0).tolist():
            budget.charge(LOOK)
            trial = state.copy()
            insert(trial, requirements, crew, every(prices, crew))
            if trial.objective < state.objective and _serves_enough(trial):
                state.become(trial)


def _serves_enough(state: State) -> bool:
    """Whether no hard low end is broken."""
    table = state.model.limits
    return not ((table.low_points == HARD) & (state.counts < table.low)).any()


def _by_programmes(state: State, first: Priced, requirements: Requirements, budget: Budget, until: float) -> Priced:
    """The best prices that linear programmes over more and more candidates give."""
    crews = np.flatnonzero(state.model.duties > 0).astype(np.int64)
    best, latest = first, first
    pool = join([*(cheapest(first, crew, EACH) for crew in crews.tolist()), state.triples(crews)])
    for _ in range(ROUNDS):
        seconds = 1e9 if budget.by_effort else max(0.05, until - budget.used)
        pool = narrow(state.model, requirements, pool)
        budget.charge(PRICE * len(pool))
        mixture = mix(state, crews, pool, requirements, seconds, latest.prices / SCALE)
        if mixture is None or budget.used >= until:
            break
        latest = priced(state.incidence, requirements, as_prices(state.incidence, mixture.duals))
        gain = latest.exact - best.exact
        best = latest if gain > 0 else best
        if state.objective <= best.bound:
            break
        size = len(pool)
        pool = join([pool, *(cheapest(latest, crew, ADDED) for crew in crews.tolist())])
        if len(pool) == size:
            break
    return best


def proven_bound(state: State, prices: Priced, requirements: Requirements, budget: Budget, until: float,
                 most: int) -> int | None:  # fmt: skip
    """The bound that CP-SAT proves, with the plan bettered; None where more than `most` triples are left."""
    workers = 1 if budget.by_effort else budget.options.workers
    left = max(0.2, until - budget.used)
    limits = Limits(left, left if budget.by_effort else None, budget.options.seed, workers,
                    lambda: budget.stopped)  # fmt: skip
    proof = prove(state, prices, requirements, limits, most)
    if proof is None:
        return None
    budget.charge(proof.units)
    if proof.triples is not None:
        change = state.propose(np.arange(state.model.crews, dtype=np.int64), proof.triples)
        if change.legal and change.points <= 0:
            state.apply(change)
    return proof.bound
