"""Better prices for a plan that is there: the linear programmes of the search, without the search."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from scheduler.engine.bound import SCALE, Priced, as_prices, priced
from scheduler.engine.candidates import cheapest, join, surplus
from scheduler.engine.dive import TINY
from scheduler.engine.master import mix
from scheduler.engine.relaxation import relax
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import NONE, State

# Crews of which all candidates are priced in one programme; with more, the relaxation of each axis has to do.
MOST_CREWS = 900
# Candidates of a crew, those added by the prices of each programme, and rounds in a row that may bring nothing.
EACH, ADDED, PATIENCE = 60, 30, 4


def sharpened(
    state: State, requirements: Requirements, prices: Priced, seconds: float, stopped: Callable[[], bool] | None = None
) -> Priced:
    """The best prices found: by the relaxation of each axis, then of all limits at once; in time, or until `stopped`."""
    until = time.monotonic() + seconds

    def ends() -> bool:
        return time.monotonic() >= until or (stopped is not None and stopped())

    relaxed = relax(state.incidence, requirements, seconds, stopped)
    if relaxed is not None:
        prices = _better(prices, priced(state.incidence, requirements, as_prices(state.incidence, relaxed.duals)))
    crews = np.flatnonzero(state.model.duties > 0)
    if not 0 < len(crews) <= MOST_CREWS:
        return prices
    pool, idle = NONE, 0
    while idle < PATIENCE and prices.bound < state.objective and not ends():
        base = [cheapest(prices, crew, EACH) for crew in crews.tolist()]
        candidates = narrow(state.model, requirements, join([*base, state.triples(), pool]))
        mixture = mix(state, crews, candidates, requirements, until - time.monotonic(), prices.prices / SCALE, stopped)
        if mixture is None:
            break
        latest = priced(state.incidence, requirements, as_prices(state.incidence, mixture.duals))
        new = [cheapest(latest, crew, ADDED) for crew in crews.tolist()]
        old = mixture.candidates
        pool = join([old.take((mixture.share > TINY) | (surplus(latest, old) <= SCALE)), *new])
        idle = 0 if latest.exact > prices.exact else idle + 1
        prices = _better(prices, latest)
    return prices


def _better(one: Priced, other: Priced) -> Priced:
    return other if other.exact > one.exact else one
