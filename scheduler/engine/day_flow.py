"""Which day everybody serves on in a large organisation, places apart: a flow of crews through their units to the days.

Limits on a unit's day, and on a day as a whole, are convex costs of how many serve. Parties count as one here
and nothing keeps two duties of a crew apart: it is a first plan that follows, and what does not fit is left out of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from scheduler.engine.incidence import Incidence
from scheduler.engine.programme import Floats
from scheduler.model import ANY, HARD, UNBOUNDED, Ints

# Days of a crew among which it chooses: the cheapest, equals by lot.
EACH = 12
FAR = 100_000_000


@dataclass(frozen=True, slots=True)
class _Steps:
    """Arcs out of (group, day) nodes: `room` more people cost `slope` points each; in the order of rising slopes."""

    group: Ints
    day: Ints
    room: Ints
    slope: Ints


def day_flow(incidence: Incidence, visits: Ints, luck: np.random.Generator) -> Floats:
    """1.0 for each crew and day chosen, float64[C, T]. `visits` (int64[C]): how often the places have each crew."""
    model = incidence.model
    owed = np.minimum(visits, model.duties)
    group = _groups(incidence)
    crew, day = _cheapest_days(incidence, owed, luck)
    steps = _steps(incidence)
    groups = model.factors.shape[0]
    every = next((row for row in np.unique(steps.group).tolist() if _of_all(incidence)[row]), groups)
    nodes = model.crews + (groups + 1) * model.times
    graph = min_cost_flow.SimpleMinCostFlow()

    def node(of: Ints | int, when: Ints) -> Ints:
        return model.crews + of * model.times + when

    def add(tails: Ints, heads: Ints, room: Ints, cost: Ints) -> None:
        graph.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), room, cost)

    # Whoever serves at all gains more than any day costs.
    one = np.ones(len(crew), dtype=np.int64)
    add(crew, node(np.where(group[crew] < 0, every, group[crew]), day), one, model.time_cost[crew, day] - FAR)
    inner = steps.group != every
    add(node(steps.group, steps.day)[inner], node(every, steps.day)[inner], steps.room[inner], steps.slope[inner])
    add(node(steps.group, steps.day)[~inner], np.full((~inner).sum(), nodes), steps.room[~inner], steps.slope[~inner])
    if every == groups:
        add(node(every, np.arange(model.times)), np.full(model.times, nodes),
            np.full(model.times, owed.sum()), np.zeros(model.times, dtype=np.int64))  # fmt: skip
    crews = np.arange(model.crews)
    add(crews, np.full(model.crews, nodes), owed, np.zeros(model.crews, dtype=np.int64))
    graph.set_nodes_supplies(crews.astype(np.int32), owed)
    graph.set_nodes_supplies(np.array([nodes], dtype=np.int32), np.array([-int(owed.sum())], dtype=np.int64))
    status = graph.solve()
    assert status == graph.OPTIMAL, status
    used = graph.flows(np.arange(len(crew), dtype=np.int32)) > 0
    found = np.zeros((model.crews, model.times))
    found[crew[used], day[used]] = 1.0
    return found


def _of_all(incidence: Incidence) -> Ints:
    """Which weightings count every crew."""
    model = incidence.model
    counted: Ints = np.diff(model.factors.indptr) == model.crews
    return counted


def _groups(incidence: Incidence) -> Ints:
    """The smallest weighting with limits on days that each crew counts in, beside one that counts all; -1: none."""
    model, table = incidence.model, incidence.model.limits
    size = np.diff(model.factors.indptr)
    limited = np.unique(table.weighting[_daily(incidence)])
    limited = limited[~_of_all(incidence)[limited]]
    group = np.full(model.crews, -1, dtype=np.int64)
    for row in limited[np.argsort(-size[limited], kind="stable")].tolist():
        group[model.factors.indices[model.factors.indptr[row] : model.factors.indptr[row + 1]]] = row
    return group


def _daily(incidence: Incidence) -> Ints:
    """The limits over all places on one day."""
    table = incidence.model.limits
    daily: Ints = np.flatnonzero(incidence.of_time & (table.last_time - table.first_time == 1) & (table.place == ANY))
    return daily


def _cheapest_days(incidence: Incidence, owed: Ints, luck: np.random.Generator) -> tuple[Ints, Ints]:
    """Crews with the days that they choose among."""
    model = incidence.model
    keys = np.where(model.time_allowed, model.time_cost + luck.random(model.time_cost.shape), np.inf)
    if model.times > EACH:
        keys = np.where(keys <= np.partition(keys, EACH - 1, axis=1)[:, EACH - 1 : EACH], keys, np.inf)
    crew, day = np.nonzero((keys < np.inf) & (owed > 0)[:, None])
    return crew.astype(np.int64), day.astype(np.int64)


def _steps(incidence: Incidence) -> _Steps:
    """What one more person costs in each group on each day, as far as there is room."""
    model, table = incidence.model, incidence.model.limits
    daily = _daily(incidence)
    daily = daily[np.lexsort((table.first_time[daily], table.weighting[daily]))]
    keys = table.weighting[daily] * model.times + table.first_time[daily]
    found, first = np.unique(keys, return_index=True)
    arcs: list[tuple[int, int, int, int]] = []
    for key, limits in zip(found.tolist(), np.split(daily, first[1:]), strict=False):
        arcs += [(key // model.times, key % model.times, *step) for step in _convex(incidence, limits)]
    return _Steps(*np.array(arcs, dtype=np.int64).reshape(-1, 4).T)


def _convex(incidence: Incidence, limits: Ints) -> list[tuple[int, int]]:
    """(room, slope) pieces of the cost of one count under several limits."""
    table = incidence.model.limits
    room = UNBOUNDED
    turns: dict[int, int] = {0: 0}
    for limit in limits.tolist():
        base = int(table.base[limit])
        if table.high_points[limit] == HARD:
            room = min(room, int(incidence.ceiling[limit]) - base)
        elif table.high[limit] < UNBOUNDED:
            at = max(0, int(table.high[limit]) - base)
            turns[at] = turns.get(at, 0) + int(table.high_points[limit])
        if (at := int(table.low[limit]) - base) > 0:
            points = FAR // 10 if table.low_points[limit] == HARD else int(table.low_points[limit])
            turns[0] -= points
            turns[at] = turns.get(at, 0) + points
    pieces, slope, ordered = [], 0, sorted(turns)
    for at, after in zip(ordered, [*ordered[1:], room], strict=True):
        slope += turns[at]
        if at < room and min(after, room) > at:
            pieces.append((min(after, room) - at, slope))
    return pieces
