"""The linear relaxation of both axes at once, without the limits that couple them.

Columns: x for each pair of crew and place, y for each crew and day, s for each crew (how often it
serves: Σ x = Σ y = s), a for each crew that pays once for serving, and a slack for each soft end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from ortools.linear_solver.python import model_builder_helper
from scipy import sparse

from scheduler.engine.incidence import Entries, Incidence
from scheduler.engine.requirements import Requirements
from scheduler.model import ANY, HARD, UNBOUNDED, Ints

Floats = npt.NDArray[np.float64]
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A solved relaxation: a dual for each limit (a price for each count), x by pair, y by crew and day."""

    duals: Floats
    place: Floats
    time: Floats
    objective: float


class Columns:
    """Columns and rows of a linear programme, gathered block by block."""

    def __init__(self) -> None:
        self.costs: list[Floats] = []
        self.highs: list[Floats] = []
        self.lows: list[Floats] = []
        self.tops: list[Floats] = []
        self.entries: list[tuple[Ints, Ints, Floats]] = []
        self.columns = self.rows = 0

    def add_columns(self, costs: npt.ArrayLike, highs: npt.ArrayLike) -> Ints:
        """New columns, 0 at least; their numbers."""
        cost = np.asarray(costs, dtype=np.float64)
        self.costs.append(cost)
        self.highs.append(np.broadcast_to(np.asarray(highs, dtype=np.float64), cost.shape))
        self.columns += len(cost)
        return np.arange(self.columns - len(cost), self.columns, dtype=np.int64)

    def add_rows(self, lows: npt.ArrayLike, tops: npt.ArrayLike) -> Ints:
        """New rows; their numbers."""
        low = np.asarray(lows, dtype=np.float64)
        self.lows.append(low)
        self.tops.append(np.broadcast_to(np.asarray(tops, dtype=np.float64), low.shape))
        self.rows += len(low)
        return np.arange(self.rows - len(low), self.rows, dtype=np.int64)

    def put(self, rows: Ints, columns: Ints, factors: npt.ArrayLike) -> None:
        """Coefficients."""
        self.entries.append((rows, columns, np.broadcast_to(np.asarray(factors, dtype=np.float64), rows.shape)))

    def solve(self, seconds: float) -> tuple[float, Floats, Floats] | None:
        """(objective, column values, row duals), or None where the time did not suffice."""
        rows, columns, factors = (np.concatenate([entry[part] for entry in self.entries]) for part in range(3))
        matrix = sparse.csr_matrix((factors, (rows, columns)), shape=(self.rows, self.columns))
        helper = model_builder_helper.ModelBuilderHelper()
        highs = np.concatenate(self.highs)
        helper.fill_model_from_sparse_data(np.zeros(self.columns), highs, np.concatenate(self.costs),
                                           np.concatenate(self.lows), np.concatenate(self.tops), matrix)  # fmt: skip
        solver = model_builder_helper.ModelSolverHelper("glop")
        if seconds < INFINITE:
            solver.set_time_limit_in_seconds(max(0.05, seconds))
        solver.solve(helper)
        if solver.status() != model_builder_helper.SolveStatus.OPTIMAL:
            return None
        return solver.objective_value(), np.array(solver.variable_values()), np.array(solver.dual_values())


def relax(incidence: Incidence, requirements: Requirements, seconds: float) -> Relaxed | None:
    """Solve the relaxation; None where the time does not suffice."""
    model = incidence.model
    programme = Columns()
    crew, day = (axis.astype(np.int64) for axis in np.nonzero(model.time_allowed))
    once = np.where(model.duties == 1, model.active_cost, 0)
    x = programme.add_columns(model.place_cost, model.duties[model.place_crew])
    y = programme.add_columns(model.time_cost[crew, day], 1)
    s = programme.add_columns(model.duty_cost + once, model.duties)
    every = np.arange(model.crews, dtype=np.int64)
    for owner, columns in ((model.place_crew, x), (crew, y)):
        rows = programme.add_rows(np.zeros(model.crews), 0)
        programme.put(rows[owner], columns, 1)
        programme.put(rows[every], s, -1)
    _several(programme, incidence, crew, day, y, s)
    _pins(programme, incidence, requirements, (crew, day), (x, y, s))
    rows = _limits(programme, incidence, x, crew, day, y)
    found = programme.solve(seconds)
    if found is None:
        return None
    objective, values, row_duals = found
    duals = np.zeros(len(model.limits))
    duals[rows >= 0] = -row_duals[rows[rows >= 0]]
    time = np.zeros((model.crews, model.times))
    time[crew, day] = values[y]
    return Relaxed(duals, values[x], time, objective + model.constant)


def _several(programme: Columns, incidence: Incidence, crew: Ints, day: Ints, y: Ints, s: Ints) -> None:
    """Crews with several duties: the gap between two, and what is paid once."""
    model = incidence.model
    for number in np.flatnonzero(model.duties > 1).tolist():
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


def _pins(programme: Columns, incidence: Incidence, requirements: Requirements,
          days: tuple[Ints, Ints], columns: tuple[Ints, Ints, Ints]) -> None:  # fmt: skip
    model = incidence.model
    (crew, day), (x, y, s) = days, columns
    for pin in requirements.all:
        wanted = []
        if pin.place != ANY:
            start, end = model.place_start[pin.crew], model.place_start[pin.crew + 1]
            wanted.append(x[start:end][model.place_of[start:end] == pin.place])
        if pin.time != ANY:
            wanted.append(y[np.flatnonzero((crew == pin.crew) & (day == pin.time))])
        for some in wanted or [s[pin.crew : pin.crew + 1]]:
            row = programme.add_rows([1.0], INFINITE)
            programme.put(np.repeat(row, len(some)), some, 1)


def _limits(programme: Columns, incidence: Incidence, x: Ints, crew: Ints, day: Ints, y: Ints) -> Ints:
    """A row for each limit of one axis that something counts in; the row of each limit, -1 where it has none."""
    model = incidence.model
    table = model.limits
    of_pairs, of_days = incidence.pairs(model.place_crew, model.place_of), incidence.days(crew, day)
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


def _put(programme: Columns, rows: Ints, entries: Entries, columns: Ints) -> None:
    programme.put(rows[entries.limit], columns[entries.item], entries.factor)
