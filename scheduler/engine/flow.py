"""Who goes where in a large organisation, days apart: a flow of crews to places, and the prices of places that follow.

Nearly all that places cost and can take is a transportation problem: limits over the whole period in which
every crew counts once are convex costs of a place's visits. Its flow is whole and its prices are exact, for tens
of thousands of crews in seconds. Each crew has only its cheapest places at first; what the prices speak for
comes in after that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from scheduler.engine.bound import pairs_of
from scheduler.engine.incidence import Incidence, Mask
from scheduler.engine.programme import Floats
from scheduler.model import ANY, HARD, UNBOUNDED, Ints

# Places of a crew in the first flow, and those added by each further one.
EACH = 16
ROUNDS = 8
# Arcs that cost more points than so above the crew's cheapest are left out of further flows.
WINDOW = 40.0
# Points for each crew that may be lost for arcs that the flow does not have.
MISSED = 2e-3
# Visits to a place are priced one by one up to so many; more cost as the last.
STEPS = 24
FAR = 1e8


@dataclass(frozen=True, slots=True)
class Flow:
    """The pairs used and how often, and a price for each count by limit: float64[limits], 0 where not `known`."""

    pairs: Ints
    often: Ints
    prices: Floats
    known: Mask


@dataclass(frozen=True, slots=True)
class _Stops:
    """Where crews can go: the places, then the needs (limits that only some crews count in, with a soft low end).

    of: int64[L], the stop of each pair: a need of its place where its crew counts in one. needs: int64[N], limits.
    at: int64[N], the place of each need. wanted, points: int64[N].
    """

    of: Ints
    needs: Ints
    at: Ints
    wanted: Ints
    points: Ints


def place_flow(incidence: Incidence, luck: np.random.Generator, stopped: Callable[[], bool] = lambda: False) -> Flow:
    """The flow over the places of all crews that can serve at all; as far as it came once `stopped` says yes."""
    model = incidence.model
    days = model.time_allowed.sum(axis=1)
    supply = np.where(np.diff(model.place_start) > 0, np.minimum(model.duties, days), 0)
    limits = _whole_limits(incidence)
    steps = _steps(incidence, limits)
    stops = _stops(incidence, limits)
    costs = model.place_cost + model.duty_cost[model.place_crew]
    price = np.zeros(model.places + len(stops.needs))
    arcs = used = visits = np.zeros(0, dtype=np.int64)
    for _ in range(ROUNDS):
        reduced = costs + price[stops.of]
        missed = _missed(incidence, supply, reduced, arcs) if len(arcs) else np.full(model.crews, np.inf)
        if stopped() or missed.sum() < MISSED * model.crews:
            break
        new = cheapest_pairs(incidence, reduced, (supply > 0) & (missed > 0), EACH, luck)
        arcs = np.union1d(used, np.union1d(new, _near(incidence, reduced, arcs)))
        used, visits = _flow(incidence, supply, costs, arcs, steps, stops)
        full = used[visits == model.duties[model.place_crew[used]]]
        price = _prices(incidence, supply, costs, np.setdiff1d(arcs, full), used, visits, steps, stops)
    prices = _shared_out(incidence, limits, price[: model.places])
    prices[stops.needs] = np.clip(price[model.places :] - price[stops.at], -stops.points, 0)
    known = np.zeros(len(model.limits), dtype=bool)
    known[limits] = True
    known[stops.needs] = True
    return Flow(used, visits, prices, known)


def _missed(incidence: Incidence, supply: Ints, reduced: Floats, arcs: Ints) -> Floats:
    """What each crew could save if it had the arcs that the flow lacks."""
    model = incidence.model
    some = np.flatnonzero(np.diff(model.place_start))
    least, had = np.zeros(model.crews), np.zeros(model.crews)
    least[some] = np.minimum.reduceat(reduced, model.place_start[some]) if len(some) else 0
    np.minimum.at(had, model.place_crew[arcs], reduced[arcs])
    missed: Floats = supply * (had - np.minimum(0, least))
    return missed


def _near(incidence: Incidence, reduced: Floats, arcs: Ints) -> Ints:
    """The arcs that cost their crew little more than its cheapest."""
    least = np.full(incidence.model.crews, FAR)
    owner = incidence.model.place_crew[arcs]
    np.minimum.at(least, owner, reduced[arcs])
    return arcs[reduced[arcs] <= least[owner] + WINDOW]


def _stops(incidence: Incidence, limits: Ints) -> _Stops:
    """The stops of a model; a crew that could meet two needs of a place meets the first."""
    model, table = incidence.model, incidence.model.limits
    some = incidence.of_place & (table.place != ANY) & (table.low > table.base) & (table.low_points > 0)
    some[limits] = False
    needs = np.flatnonzero(some).astype(np.int64)
    of = model.place_of.copy()
    for row in np.unique(table.weighting[needs]).tolist():
        mine = np.flatnonzero(table.weighting[needs] == row)
        stop = np.full(model.places, -1, dtype=np.int64)
        stop[table.place[needs[mine]]] = model.places + mine
        crews = model.factors.indices[model.factors.indptr[row] : model.factors.indptr[row + 1]].astype(np.int64)
        pairs = pairs_of(model, crews)[0]
        pairs = pairs[(of[pairs] < model.places) & (stop[model.place_of[pairs]] >= 0)]
        of[pairs] = stop[model.place_of[pairs]]
    return _Stops(of, needs, table.place[needs], (table.low - table.base)[needs], table.low_points[needs])


def cheapest_pairs(incidence: Incidence, costs: Floats, wanted: Mask, most: int, luck: np.random.Generator,
                   window: float = np.inf) -> Ints:  # fmt: skip
    """The `most` cheapest pairs of each wanted crew within a window above its cheapest; equals by lot."""
    model = incidence.model
    keys = np.round(costs) + luck.random(len(costs), dtype=np.float32)
    starts, ends = model.place_start[:-1].tolist(), model.place_start[1:].tolist()
    chosen = []
    for crew in np.flatnonzero(wanted & (np.diff(model.place_start) > 0)).tolist():
        start, end = starts[crew], ends[crew]
        mine = np.arange(start, end, dtype=np.int64)
        if end - start > most:
            mine = start + np.argpartition(keys[start:end], most)[:most]
        bound = costs[start:end].min() + window
        chosen.append(mine[(costs[mine] <= bound) & (costs[mine] < np.inf)])
    found: Ints = np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64)
    return found


def _whole_limits(incidence: Incidence) -> Ints:
    """The limits of a place over the whole period in which every crew counts once."""
    model, table = incidence.model, incidence.model.limits
    even = np.asarray((model.factors == 1).sum(axis=1)).ravel() == model.crews
    limits: Ints = np.flatnonzero(incidence.of_place & (table.place != ANY) & even[table.weighting]).astype(np.int64)
    return limits


def _steps(incidence: Incidence, limits: Ints) -> Floats:
    """What each further visit to a place costs: float64[places, STEPS], not falling."""
    table = incidence.model.limits
    steps = np.zeros((incidence.model.places, STEPS))
    low_points = np.where(table.low_points == HARD, FAR, table.low_points)[limits]
    high_points = np.where(table.high_points == HARD, FAR, table.high_points)[limits]
    for step in range(STEPS):
        count = table.base[limits] + step + 1
        cost = np.where(count > incidence.ceiling[limits], high_points, 0.0)
        cost -= np.where(count <= table.low[limits], low_points, 0.0)
        np.add.at(steps[:, step], table.place[limits], cost)
    return np.clip(steps, -FAR, FAR)


def _flow(incidence: Incidence, supply: Ints, costs: Ints, arcs: Ints, steps: Floats,
          stops: _Stops) -> tuple[Ints, Ints]:  # fmt: skip
    """The pairs that the cheapest flow uses, and how often each; a crew may come to a place as often as it serves."""
    model = incidence.model
    sink = model.crews + model.places + len(stops.needs)
    graph = min_cost_flow.SimpleMinCostFlow()
    crews = np.arange(model.crews)

    def add(tails: Ints, heads: Ints, room: Ints, cost: Ints) -> None:
        graph.add_arcs_with_capacity_and_unit_cost(tails.astype(np.int32), heads.astype(np.int32), room, cost)

    owner = model.place_crew[arcs]
    add(owner, model.crews + stops.of[arcs], model.duties[owner], costs[arcs])
    need = model.crews + model.places + np.arange(len(stops.needs))
    add(need, model.crews + stops.at, stops.wanted, -stops.points)
    add(need, model.crews + stops.at, np.full(len(need), model.crews), np.zeros(len(need), dtype=np.int64))
    add(crews, np.full(model.crews, sink), supply, np.zeros(model.crews, dtype=np.int64))
    for step in range(STEPS):
        open_to = np.flatnonzero(steps[:, step] < FAR)
        # The last step stands for all further ones.
        room = np.full(len(open_to), 1 if step + 1 < STEPS else model.crews)
        add(model.crews + open_to, np.full(len(open_to), sink), room, steps[open_to, step].astype(np.int64))
    graph.set_nodes_supplies(crews.astype(np.int32), supply)
    graph.set_nodes_supplies(np.array([sink], dtype=np.int32), np.array([-int(supply.sum())], dtype=np.int64))
    status = graph.solve()
    assert status == graph.OPTIMAL, status
    flows: Ints = graph.flows(np.arange(len(arcs), dtype=np.int32)).astype(np.int64)
    return arcs[flows > 0], flows[flows > 0]


def _prices(incidence: Incidence, supply: Ints, costs: Ints, free: Ints, used: Ints, often: Ints, steps: Floats,
            stops: _Stops) -> Floats:  # fmt: skip
    """The least prices of stops at which nobody would rather go where it does not: longest paths, by rounds of bids.

    `free` are the arcs that could be used (more), `often` how often each of the `used` ones is.
    """
    model = incidence.model
    size = model.places + len(stops.needs)
    order = np.argsort(stops.of[free], kind="stable")
    crew, stop, cost = model.place_crew[free][order], stops.of[free][order], costs[free][order].astype(float)
    starts = np.flatnonzero(np.append(True, stop[1:] != stop[:-1])) if len(stop) else np.zeros(0, dtype=np.int64)
    bidden = stop[starts]
    crew_used, stop_used = model.place_crew[used], stops.of[used]
    visits = np.bincount(model.place_of[used], often, minlength=model.places).astype(np.int64)
    last = steps[np.arange(model.places), np.clip(visits - 1, 0, STEPS - 1)]
    met = np.bincount(stop_used, often, minlength=size)[model.places :]
    # A need that is met no more than wanted may be worth its points; one that is not met is worth no less.
    least = np.where(met <= stops.wanted, -stops.points, 0)
    most = np.where(met < stops.wanted, -stops.points, 0)
    price = np.concatenate([np.where(visits > 0, last, -FAR), np.full(len(stops.needs), -FAR)])
    idle = np.bincount(crew_used, often, minlength=model.crews) < supply
    for _ in range(2 * size):
        worth = np.full(model.crews, -np.inf)
        np.maximum.at(worth, crew_used, costs[used] + price[stop_used])
        worth[idle] = 0.0
        raised = price.copy()
        if len(starts):
            raised[bidden] = np.maximum(price[bidden], np.maximum.reduceat(worth[crew] - cost, starts))
        raised[model.places :] = np.maximum(raised[model.places :], raised[stops.at] + least)
        np.maximum.at(raised, stops.at, raised[model.places :] - most)
        if (raised <= price + 1e-9).all():
            break
        price = raised
    settled = price.copy()
    settled[: model.places] = np.where(
        visits == 0, np.maximum(price[: model.places], steps[:, 0]), price[: model.places]
    )
    settled[model.places :] = np.maximum(settled[model.places :], settled[stops.at] + least)
    return settled


def _shared_out(incidence: Incidence, limits: Ints, price: Floats) -> Floats:
    """A place's price shared out over its limits: what is below 0 to low ends, what is above to high ends."""
    table = incidence.model.limits
    prices, left = np.zeros(len(table)), price.copy()
    for points, bounded, sign in (
        (table.low_points, table.low > table.base, -1.0),
        (table.high_points, table.high < UNBOUNDED, 1.0),
    ):
        for limit in limits[bounded[limits] & (points[limits] != 0)].tolist():
            most = FAR if points[limit] == HARD else float(points[limit])
            part = min(most, max(0.0, sign * left[table.place[limit]]))
            prices[limit] += sign * part
            left[table.place[limit]] -= sign * part
    return prices
