"""How many duties can be served at most: a flow over each axis alone, which no plan can exceed."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import max_flow

from scheduler.engine.incidence import Incidence
from scheduler.model import ANY, HARD, UNBOUNDED, Ints


def most_served(incidence: Incidence) -> int:
    """A bound on the duties that any plan serves, counted for each cadre; hard limits of one axis only."""
    model = incidence.model
    days = model.time_allowed.sum(axis=1)
    somewhere = np.diff(model.place_start) > 0
    duties = np.where(somewhere, np.minimum(model.duties, days), 0)
    return min(_by_day(incidence, duties), _by_place(incidence, duties))


def _by_day(incidence: Incidence, duties: Ints) -> int:
    """Members of crews flow to the days of the groups (units) that they count in."""
    model, table = incidence.model, incidence.model.limits
    single = incidence.of_time & (table.last_time == table.first_time + 1)
    capped = np.flatnonzero(single & (table.high_points == HARD) & (table.high < UNBOUNDED))
    groups = np.unique(table.weighting[capped])
    matrix = model.factors[groups].tocoo()
    crew, group, factor = matrix.col.astype(np.int64), groups[matrix.row], matrix.data.astype(np.int64)
    sizes = np.array([len(members) for members in model.members], dtype=np.int64)
    inside = np.bincount(crew, weights=factor, minlength=model.crews).astype(np.int64)
    free = int((np.maximum(0, sizes - inside) * duties).sum())
    at, time = np.nonzero(model.time_allowed[crew])
    first = 1 + len(crew)
    slot = first + group[at] * model.times + time
    room = np.zeros(model.factors.shape[0] * model.times, dtype=np.int64)
    room[:] = UNBOUNDED
    key = table.weighting[capped] * model.times + table.first_time[capped]
    np.minimum.at(room, key, np.maximum(0, incidence.ceiling[capped] - table.base[capped]))
    used = np.unique(slot)
    # A crew counts in several groups at most once each: what it adds over all is its own size at the most.
    most = np.minimum(factor, sizes[crew])
    return free + _flow(
        np.concatenate([np.zeros(len(crew), dtype=np.int64), 1 + at, used]),
        np.concatenate([1 + np.arange(len(crew)), slot, np.full(len(used), first + len(room))]),
        np.concatenate([most * duties[crew], most[at], room[used - first]]),
        first + len(room),
    )


def _by_place(incidence: Incidence, duties: Ints) -> int:
    """Visits of crews flow to the places that take them; the largest crews are taken to be among the visits made."""
    model, table = incidence.model, incidence.model.limits
    capped = np.flatnonzero(incidence.of_place & (table.place != ANY) & (table.high_points == HARD)
                            & (table.high < UNBOUNDED))  # fmt: skip
    whole = np.asarray((model.factors == 1).sum(axis=1)).ravel() == model.crews
    capped = capped[whole[table.weighting[capped]]]
    room = np.full(model.places, UNBOUNDED, dtype=np.int64)
    np.minimum.at(room, table.place[capped], np.maximum(0, incidence.ceiling[capped] - table.base[capped]))
    first = 1 + model.crews
    visits = _flow(
        np.concatenate([np.zeros(model.crews, dtype=np.int64), 1 + model.place_crew, first + np.arange(model.places)]),
        np.concatenate([1 + np.arange(model.crews), first + model.place_of,
                        np.full(model.places, first + model.places)]),
        np.concatenate([duties, duties[model.place_crew], room]),
        first + model.places,
    )  # fmt: skip
    sizes = np.repeat([len(members) for members in model.members], duties)
    return int(np.sort(sizes)[::-1][:visits].sum())


def _flow(tails: Ints, heads: Ints, room: Ints, sink: int) -> int:
    """The most that flows from node 0 to the sink."""
    graph = max_flow.SimpleMaxFlow()
    graph.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), room.astype(np.int64))
    status = graph.solve(0, sink)
    assert status == graph.OPTIMAL, status
    return int(graph.optimal_flow())
