"""Linear programmes gathered block by block and handed to a solver whole."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from ortools.math_opt import model_pb2, result_pb2, solution_pb2, sparse_containers_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt
from ortools.util.python.solve_interrupter import SolveInterrupter
from scipy import sparse

from scheduler.model import Ints

Floats = npt.NDArray[np.float64]
INFINITE = float("inf")
# From so many seconds on there is no limit of time.
ENDLESS = 1e8
# How often a solve looks whether it is to stop, in seconds.
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Solved:
    """An optimal solution: columns' values and rows' duals."""

    objective: float
    values: Floats
    duals: Floats


class Programme:
    """Minimise costs of columns (0 at least) subject to rows between a low and a top."""

    def __init__(self) -> None:
        self._costs: list[Floats] = []
        self._highs: list[Floats] = []
        self._lows: list[Floats] = []
        self._tops: list[Floats] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self.columns = self.rows = 0

    def add_columns(self, costs: npt.ArrayLike, highs: npt.ArrayLike) -> Ints:
        """New columns; their numbers."""
        cost = np.asarray(costs, dtype=np.float64)
        self._costs.append(cost)
        self._highs.append(np.broadcast_to(np.asarray(highs, dtype=np.float64), cost.shape))
        self.columns += len(cost)
        return np.arange(self.columns - len(cost), self.columns, dtype=np.int64)

    def add_rows(self, lows: npt.ArrayLike, tops: npt.ArrayLike) -> Ints:
        """New rows; their numbers."""
        low = np.asarray(lows, dtype=np.float64)
        self._lows.append(low)
        self._tops.append(np.broadcast_to(np.asarray(tops, dtype=np.float64), low.shape))
        self.rows += len(low)
        return np.arange(self.rows - len(low), self.rows, dtype=np.int64)

    def put(self, rows: Ints, columns: Ints, factors: npt.ArrayLike) -> None:
        """Coefficients; ones for the same row and column add up."""
        self._entries.append((rows, columns, np.broadcast_to(np.asarray(factors, dtype=np.float64), rows.shape)))

    def solve(self, seconds: float, *, simplex: bool = False,
              stopped: Callable[[], bool] | None = None) -> Solved | None:  # fmt: skip
        """The optimum by HiGHS (or by Glop, `simplex`), or None where the time did not suffice.

        Glop also ends once `stopped` says yes; HiGHS cannot be interrupted.
        """
        kind = mathopt.SolverType.GLOP if simplex else mathopt.SolverType.HIGHS
        parameters = mathopt.SolveParameters()
        started = time.monotonic()
        message = self._message()
        if seconds < ENDLESS:
            # Handing the programme over is part of the time.
            left = seconds - (time.monotonic() - started)
            parameters.time_limit = timedelta(seconds=max(0.05, left))
        found = _solved(message, kind, parameters, stopped if simplex else None)
        if found.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return None
        best = found.solutions[0]
        values = best.primal_solution.variable_values
        # Where nothing is left to decide a solver may give no duals: none are needed, a bound is sound with any.
        feasible = best.dual_solution.feasibility_status == solution_pb2.SOLUTION_STATUS_FEASIBLE
        duals = best.dual_solution.dual_values if feasible else sparse_containers_pb2.SparseDoubleVectorProto()
        return Solved(
            best.primal_solution.objective_value, _by_number(values, self.columns), _by_number(duals, self.rows)
        )

    def _message(self) -> model_pb2.ModelProto:
        message = model_pb2.ModelProto()
        columns = message.variables
        columns.ids.extend(range(self.columns))
        columns.lower_bounds.extend([0.0] * self.columns)
        columns.upper_bounds.extend(_joined(self._highs))
        columns.integers.extend([False] * self.columns)
        costs = np.concatenate(self._costs)
        priced = np.flatnonzero(costs)
        message.objective.linear_coefficients.ids.extend(priced.tolist())
        message.objective.linear_coefficients.values.extend(costs[priced].tolist())
        rows = message.linear_constraints
        rows.ids.extend(range(self.rows))
        rows.lower_bounds.extend(_joined(self._lows))
        rows.upper_bounds.extend(_joined(self._tops))
        if self._entries:
            self._fill(message)
        return message

    def _fill(self, message: model_pb2.ModelProto) -> None:
        row, column, factor = (np.concatenate([entry[part] for entry in self._entries]) for part in range(3))
        matrix = sparse.coo_matrix((factor, (row, column)), shape=(self.rows, self.columns)).tocsr()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        flat = matrix.tocoo()
        message.linear_constraint_matrix.row_ids.extend(flat.row.tolist())
        message.linear_constraint_matrix.column_ids.extend(flat.col.tolist())
        message.linear_constraint_matrix.coefficients.extend(flat.data.tolist())


def _joined(parts: list[Floats]) -> list[float]:
    return [] if not parts else np.concatenate(parts).tolist()


def _by_number(values: sparse_containers_pb2.SparseDoubleVectorProto, size: int) -> Floats:
    """A solver's answer as an array by number of column or row."""
    found = np.zeros(size)
    found[np.array(values.ids, dtype=np.int64)] = np.array(values.values, dtype=np.float64)
    return found


def _solved(
    message: model_pb2.ModelProto,
    kind: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    stopped: Callable[[], bool] | None,
) -> result_pb2.SolveResultProto:
    """The answer to a programme: the solver is called as `mathopt.solve` calls it.

    That function wants an object for each column and row, which takes longer than the solving itself.
    """
    interrupter = SolveInterrupter() if stopped is not None else None
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LOOK):
            if stopped is not None and interrupter is not None and stopped():
                interrupter.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    if interrupter is not None:
        watcher.start()
    try:
        found: result_pb2.SolveResultProto = solver.solve(
            message,
            kind.value,
            mathopt.StreamableSolverInitArguments().to_proto(),
            parameters.to_proto(),
            mathopt.ModelSolveParameters().to_proto(),
            None,
            mathopt.CallbackRegistration().to_proto(),
            None,
            interrupter.pybind_interrupter if interrupter is not None else None,
        )
    finally:
        done.set()
        if interrupter is not None:
            watcher.join()
    return found
