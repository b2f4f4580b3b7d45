"""The linear relaxation, with few of the columns at a time: prices for all of them, and a proven bound."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.programme import Programme
from scheduler.model import Ints
from scheduler.placement.engine.effort import PRICE, Effort
from scheduler.placement.engine.part import fill_programme, part_of
from scheduler.placement.engine.prices import Floats, Priced, price
from scheduler.placement.model import PlacementModel

# So many columns are all looked at from the first; else so many of each person and each seat, and so many rounds.
FEW, EACH, ROUNDS = 40_000, 8, 30
NOTHING: Ints = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best prices found; `columns` and their `values` in the last relaxed optimum."""

    priced: Priced
    columns: Ints
    values: Floats


def relax(model: PlacementModel, allowed: Ints, start: Ints, effort: Effort) -> Relaxed:
    """The relaxation over `allowed` columns (a mask as 0 and 1), beginning with the cheapest and those of `start`."""
    best = price(model, np.zeros(model.rows))
    if not model.columns:
        return Relaxed(best, NOTHING, np.zeros(0))
    inside = allowed.astype(bool)
    columns = _first(model, inside, start)
    values = np.zeros(len(columns))
    latest = best
    for _ in range(ROUNDS):
        solved = _solve(model, columns, effort)
        if solved is None:
            break
        values, duals, objective = solved
        latest = price(model, duals)
        best = latest if latest.exact > best.exact else best
        if best.exact >= (objective - 1e-6 * max(1.0, abs(objective))) * best.scale or effort.left <= 0:
            break
        wider = np.union1d(columns, _cheapest(model, latest.reduced, inside, EACH, below=0))
        if len(wider) == len(columns):
            break
        values = _carried(values, columns, wider)
        columns = wider
    return Relaxed(best, columns, values)


def _first(model: PlacementModel, inside: Ints, start: Ints) -> Ints:
    """The columns of the first programme."""
    every = np.flatnonzero(inside).astype(np.int64)
    if len(every) <= FEW:
        return every
    beyond = np.arange(len(model.pairs), model.columns, dtype=np.int64)
    return np.unique(np.concatenate([_cheapest(model, model.cost, inside, EACH), start, beyond]))


def _cheapest(model: PlacementModel, cost: Ints, inside: Ints, each: int, below: int | None = None) -> Ints:
    """The cheapest pairs of each person and of each seat, among those that cost less than `below`."""
    pairs = model.pairs
    some = np.flatnonzero(
        inside[: len(pairs)] if below is None else inside[: len(pairs)] & (cost[: len(pairs)] < below)
    )
    found = []
    for owner in (pairs.person, pairs.seat):
        order = some[np.lexsort((cost[some], owner[some]))]
        place = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
        found.append(order[place < each])
    extra = np.arange(len(pairs), model.columns)
    return np.unique(np.concatenate([*found, extra[inside[len(pairs) :].astype(bool)]])).astype(np.int64)


def _solve(model: PlacementModel, columns: Ints, effort: Effort) -> tuple[Floats, Floats, float] | None:
    """Values of the columns, prices of all rows, and the objective; None where the time did not suffice."""
    part = part_of(model, columns, NOTHING)
    programme = Programme()
    fill_programme(programme, part)
    effort.charge(PRICE * programme.columns)
    solved = programme.solve(effort.seconds_left)
    if solved is None:
        return None
    # One more in a row that nothing in the programme counts in would save what lacks there.
    _, most = model.reach
    duals = np.where((model.low_points > 0) & (model.low > 0) & (most > 0), model.low_points, 0).astype(float)
    duals[np.diff(model.by_column[:, columns].tocsr().indptr) > 0] = 0.0
    duals[part.rows] = solved.duals
    return solved.values[: len(columns)], duals, solved.objective + part.rest


def _carried(values: Floats, columns: Ints, wider: Ints) -> Floats:
    found = np.zeros(len(wider))
    found[np.searchsorted(wider, columns)] = values
    return found
