"""The linear programme over candidate triples: all limits at once, those that couple the axes included."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class Box:
    """Prices may move this far from the centre (float64[limits]): it keeps columns to come few."""

    centre: Floats
    reach: float


def mix(state: State, crews: Ints, candidates: Triples, requirements: Requirements, seconds: float,
        box: Box | None = None) -> Mixture | None:  # fmt: skip
    """Solve the programme for crews beside all others; None where the time does not suffice.

    `candidates` are sorted by crew. `objective` is the same for all choices up to a constant.
    """
    model = state.model
    rows = rows_of(state, crews, candidates, None if box is None else box.centre > 0)
    programme = Programme()
    costs = own_costs(state.incidence, candidates)
    costs = costs + np.where(model.duties[candidates.crew] == 1, model.active_cost[candidates.crew], 0)
    shares = programme.add_columns(costs, 1.0)
    _crews(programme, state, candidates, shares)
    for options in requirements.options(crews, candidates):
        row = programme.add_rows([1.0], INFINITE)
        programme.put(np.repeat(row, len(options)), shares[options], 1.0)
    numbers = _limits(programme, state, rows, shares, box)
    found = programme.solve(seconds)
    if found is None:
        return None
    duals = np.zeros(len(model.limits)) if box is None else box.centre.copy()
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


def _limits(programme: Programme, state: State, rows: Rows, shares: Ints, box: Box | None) -> Ints:
    """Rows of limits with slacks for soft ends and, with a box, columns that keep each price in it."""
    table = state.model.limits
    numbers = programme.add_rows(
        np.where(rows.floored, rows.low, -INFINITE), np.where(rows.capped, rows.high, INFINITE)
    )
    programme.put(numbers[rows.row], shares[rows.item], rows.factor)
    for ends, points, factor in ((rows.floored, table.low_points, 1.0), (rows.capped, table.high_points, -1.0)):
        soft = ends & (points[rows.limit] != HARD)
        programme.put(numbers[soft], programme.add_columns(points[rows.limit[soft]], INFINITE), factor)
    if box is not None:
        centre = box.centre[rows.limit]
        # A price is above 0 only for a high end and below 0 only for a low one: no column where that says enough.
        dearest = rows.capped | (centre + box.reach < 0)
        cheapest = rows.floored | (centre - box.reach > 0)
        programme.put(numbers[dearest], programme.add_columns((centre + box.reach)[dearest], INFINITE), -1.0)
        programme.put(numbers[cheapest], programme.add_columns((box.reach - centre)[cheapest], INFINITE), 1.0)
    return numbers
