"""The linear relaxation of both axes at once, without the limits that couple them.

Columns: x for each pair of crew and place, y for each crew and day, s for each crew (how often it
serves: Σ x = Σ y = s), a for each crew that pays once for serving, and a slack for each soft end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.engine.incidence import Entries, Incidence, Mask
from scheduler.engine.programme import INFINITE, Floats, Programme
from scheduler.engine.requirements import Requirements
from scheduler.model import ANY, HARD, UNBOUNDED, Ints


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A solved relaxation: a dual for each limit (a price for each count), x by pair, y by crew and day."""

    duals: Floats
    place: Floats
    time: Floats
    objective: float


def relax(incidence: Incidence, requirements: Requirements, seconds: float,
          stopped: Callable[[], bool] | None = None) -> Relaxed | None:  # fmt: skip
    """Solve the relaxation; None where the time does not suffice, or once `stopped` says yes."""
    model = incidence.model
    pairs = np.arange(len(model.place_of), dtype=np.int64)
    owner = model.place_crew
    programme = Programme()
    crew, day = (axis.astype(np.int64) for axis in np.nonzero(model.time_allowed))
    once = np.where(model.duties == 1, model.active_cost, 0)
    x = programme.add_columns(model.place_cost, model.duties[owner])
    y = programme.add_columns(model.time_cost[crew, day], 1)
    s = programme.add_columns(model.duty_cost + once, model.duties)
    every = np.arange(model.crews, dtype=np.int64)
    for whose, columns in ((owner, x), (crew, y)):
        rows = programme.add_rows(np.zeros(model.crews), 0)
        programme.put(rows[whose], columns, 1)
        programme.put(rows[every], s, -1)
    add_several(programme, incidence, crew, day, y, s)
    add_pins(programme, incidence, requirements, every >= 0, pairs, (crew, day), (x, y, s))
    rows = _limits(programme, incidence, x, crew, day, y)
    found = programme.solve(seconds, simplex=True, stopped=stopped)
    if found is None:
        return None
    duals = np.zeros(len(model.limits))
    duals[rows >= 0] = -found.duals[rows[rows >= 0]]
    # Where nothing can count, falling short is certain.
    duals[(rows < 0) & ~incidence.coupling] = -np.inf
    time = np.zeros((model.crews, model.times))
    time[crew, day] = found.values[y]
    return Relaxed(duals, found.values[x], time, found.objective + model.constant)


def add_several(programme: Programme, incidence: Incidence, crew: Ints, day: Ints, y: Ints, s: Ints) -> None:
    """Crews with several duties: the gap between two, and what is paid once."""
    model = incidence.model
    for number in np.intersect1d(np.flatnonzero(model.duties > 1), crew).tolist():
        start, end = np.searchsorted(crew, [number, number + 1])
        days = model.time_days[day[start:end]]
        for first in days.tolist():
            inside = start + np.flatnonzero((days >= first) & (days < first + model.min_gap))
            if len(inside) > 1:
                row = programme.add_rows([-INFINITE], 1)
                programme.put(np.repeat(row, len(inside)), y[inside], 1)
        if model.active_cost[number]:
            active = programme.add_columns([model.active_cost[number]], 1)
            for low, top, factor in ((-INFINITE, 0.0, float(model.duties[number])), (0.0, INFINITE, 1.0)):
                row = programme.add_rows([low], top)
                programme.put(np.repeat(row, 2), np.append(s[number], active), [1.0, -factor])


def add_pins(
    programme: Programme,
    incidence: Incidence,
    requirements: Requirements,
    crews: Mask,
    pairs: Ints,
    days: tuple[Ints, Ints],
    columns: tuple[Ints, Ints, Ints],
) -> None:
    """A row for each pin of these crews; a pinned pair or day that has no column asks only that the crew serves."""
    (crew, day), (x, y, s) = days, columns
    for pin in (pin for pin in requirements.all if crews[pin.crew]):
        wanted = []
        if pin.place != ANY:
            pair = incidence.pair_index(np.array([pin.crew]), np.array([pin.place]))
            wanted.append(x[pairs == pair])
        if pin.time != ANY:
            wanted.append(y[np.flatnonzero((crew == pin.crew) & (day == pin.time))])
        for some in wanted or [s[pin.crew : pin.crew + 1]]:
            row = programme.add_rows([1.0], INFINITE)
            programme.put(np.repeat(row, len(some)), some, 1)


def _limits(programme: Programme, incidence: Incidence, x: Ints, crew: Ints, day: Ints, y: Ints) -> Ints:
    """A row for each limit of one axis that something counts in; the row of each limit, -1 where it has none."""
    model = incidence.model
    table = model.limits
    of_pairs, of_days = (
        incidence.pairs(model.place_crew, model.place_of),
        incidence.days(crew, day),
    )
    used = np.zeros(len(table), dtype=bool)
    used[of_pairs.limit] = True
    used[of_days.limit] = True
    limits = np.flatnonzero(used)
    low = np.where((table.low > table.base) & (table.low_points != 0), table.low - table.base, -INFINITE)[limits]
    high = np.where((table.high < UNBOUNDED) & (table.high_points != 0), incidence.ceiling - table.base, INFINITE)
    rows = np.full(len(table), -1, dtype=np.int64)
    rows[limits] = programme.add_rows(low, high[limits])
    for entries, columns in ((of_pairs, x), (of_days, y)):
        _put(programme, rows, entries, columns)
    for soft, points, factor in (
        (low > -INFINITE, table.low_points, 1.0),
        (high[limits] < INFINITE, table.high_points, -1.0),
    ):
        some = limits[soft & (points[limits] != HARD)]
        slack = programme.add_columns(points[some], INFINITE)
        programme.put(rows[some], slack, factor)
    return rows


def _put(programme: Programme, rows: Ints, entries: Entries, columns: Ints) -> None:
    programme.put(rows[entries.limit], columns[entries.item], entries.factor)
