"""The linear programme over candidate triples: all limits at once, those that couple the axes included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.engine.programme import INFINITE, Floats, Programme
from scheduler.engine.requirements import Requirements
from scheduler.engine.rows import Rows, rows_of
from scheduler.engine.state import State, Triples, own_costs
from scheduler.model import HARD, Ints


@dataclass(frozen=True, slots=True)
class Mixture:
    """A solved programme: `share` of each candidate, a dual (price for each count) by limit."""

    candidates: Triples
    share: Floats
    duals: Floats
    objective: float


def mix(state: State, crews: Ints, candidates: Triples, requirements: Requirements, seconds: float,
        prices: Floats, stopped: Callable[[], bool] | None = None) -> Mixture | None:  # fmt: skip
    """Solve the programme for crews beside all others; None where the time does not suffice, or once `stopped`.

    `candidates` are sorted by crew. `prices` (float64[limits]) hold for limits that no candidate counts in. `objective` is the same for all choices up to a constant.
    """
    model = state.model
    rows = rows_of(state, crews, candidates)
    programme = Programme()
    costs = own_costs(state.incidence, candidates)
    costs = costs + np.where(model.duties[candidates.crew] == 1, model.active_cost[candidates.crew], 0)
    shares = programme.add_columns(costs, 1.0)
    _crews(programme, state, candidates, shares)
    for options in requirements.options(crews, candidates):
        row = programme.add_rows([1.0], INFINITE)
        programme.put(np.repeat(row, len(options)), shares[options], 1.0)
    numbers = _limits(programme, state, rows, shares)
    found = programme.solve(seconds, stopped=stopped)
    if found is None:
        return None
    duals = prices.copy()
    duals[rows.touched] = 0
    duals[rows.limit] = -found.duals[numbers]
    return Mixture(candidates, found.values[shares], duals, found.objective)


def _crews(programme: Programme, state: State, candidates: Triples, shares: Ints) -> None:
    """What a crew owes, the gap between its duties, and what it pays once."""
    model = state.model
    present = np.unique(candidates.crew)
    rows = programme.add_rows(np.full(len(present), -INFINITE), model.duties[present])
    programme.put(rows[np.searchsorted(present, candidates.crew)], shares, 1.0)
    for crew in present[model.duties[present] > 1].tolist():
        start, end = np.searchsorted(candidates.crew, [crew, crew + 1])
        days = model.time_days[candidates.time[start:end]]
        for day in np.unique(days):
            inside = np.flatnonzero((days >= day) & (days < day + model.min_gap))
            if len(inside) > 1:
                row = programme.add_rows([-INFINITE], 1.0)
                programme.put(np.repeat(row, len(inside)), shares[start + inside], 1.0)
        if model.active_cost[crew]:
            active = programme.add_columns([model.active_cost[crew]], 1.0)
            most = float(model.duties[crew])
            for low, top, factor in ((-INFINITE, 0.0, most), (0.0, INFINITE, 1.0)):
                row = programme.add_rows([low], top)
                programme.put(np.repeat(row, end - start), shares[start:end], 1.0)
                programme.put(row, active, -factor)


def _limits(programme: Programme, state: State, rows: Rows, shares: Ints) -> Ints:
    """Rows of limits with slacks for soft ends."""
    table = state.model.limits
    numbers = programme.add_rows(
        np.where(rows.floored, rows.low, -INFINITE), np.where(rows.capped, rows.high, INFINITE)
    )
    programme.put(numbers[rows.row], shares[rows.item], rows.factor)
    for ends, points, factor in ((rows.floored, table.low_points, 1.0), (rows.capped, table.high_points, -1.0)):
        soft = ends & (points[rows.limit] != HARD)
        programme.put(numbers[soft], programme.add_columns(points[rows.limit[soft]], INFINITE), factor)
    return numbers
