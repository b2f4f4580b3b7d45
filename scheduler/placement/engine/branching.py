"""Branch and bound over a part, by HiGHS; and by CP-SAT, whose proofs are in whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import numpy as np
from ortools.math_opt import model_pb2, result_pb2
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from scheduler.engine.programme import ENDLESS, Programme
from scheduler.model import HARD, Ints
from scheduler.placement.engine.part import Part, fill_programme

# HiGHS works in doubles: its bound is taken as less by this share before it is rounded up to a whole number.
DOUBT = 1e-6
# Above so many points doubles are not to be trusted with a difference of one.
MOST_TRUSTED = 10**9
FOUND = (result_pb2.TERMINATION_REASON_OPTIMAL, result_pb2.TERMINATION_REASON_FEASIBLE)


@dataclass(frozen=True, slots=True)
class Branched:
    """What branching found: columns that are chosen (None: nothing), a bound (None: none), and the work it took."""

    chosen: Ints | None
    bound: int | None
    units: float


@dataclass(frozen=True, slots=True)
class Stop:
    """When branching ends: after seconds; after work units, where they are counted (None: they are not)."""

    seconds: float
    units: float | None
    seed: int
    should_stop: Callable[[], bool] | None = None


class MixedProgramme(Programme):
    """A programme whose first columns are 0 or 1."""

    def branch(self, whole: int, hint: Ints, stop: Stop, nodes: int | None) -> result_pb2.SolveResultProto:
        """Let HiGHS branch; `hint`: the columns that are 1 in a solution known already."""
        message: model_pb2.ModelProto = self._message()
        del message.variables.integers[:]
        message.variables.integers.extend([True] * whole + [False] * (self.columns - whole))
        # All points are whole: a bound less than one below is as good as none.
        parameters = mathopt.SolveParameters(
            relative_gap_tolerance=0.0, absolute_gap_tolerance=0.999, random_seed=stop.seed, node_limit=nodes
        )
        if stop.seconds < ENDLESS:
            parameters.time_limit = timedelta(seconds=max(0.05, stop.seconds))
        model = mathopt.ModelSolveParameters().to_proto()
        known = model.solution_hints.add()
        known.variable_values.ids.extend(range(whole))
        known.variable_values.values.extend(np.isin(np.arange(whole), hint).astype(float).tolist())
        found: result_pb2.SolveResultProto = solver.solve(
            message, mathopt.SolverType.HIGHS.value, mathopt.StreamableSolverInitArguments().to_proto(),
            parameters.to_proto(), model, None, mathopt.CallbackRegistration().to_proto(), None, None,
        )  # fmt: skip
        return found


def by_highs(part: Part, known: Ints, stop: Stop, step: float) -> Branched:
    """Branch by HiGHS. `known`: chosen columns of a solution; `step`: work units of a simplex step for each column."""
    programme = MixedProgramme()
    size = fill_programme(programme, part)
    nodes = None
    if stop.units is not None:
        nodes = max(1, int(stop.units / (step * size * 100)))
    found = programme.branch(len(part.free), np.flatnonzero(np.isin(part.free, known)), stop, nodes)
    units = step * size * found.solve_stats.simplex_iterations
    chosen = None
    if found.termination.reason in FOUND and found.solutions:
        values = found.solutions[0].primal_solution.variable_values
        ids, shares = np.array(values.ids, dtype=np.int64), np.array(values.values)
        ones = ids[shares > 0.5]
        chosen = part.free[ones[ones < len(part.free)]]
    return Branched(chosen, _bound(part, found), units)


def _bound(part: Part, found: result_pb2.SolveResultProto) -> int | None:
    """The bound on the whole, rounded up with doubt; None where doubles are not to be trusted with it."""
    dual = float(found.termination.objective_bounds.dual_bound)
    dearest = max(
        int(np.abs(part.cost).max(initial=0)), int(part.low_points.max(initial=0)), int(part.high_points.max(initial=0))
    )
    if not np.isfinite(dual) or max(abs(dual), dearest) > MOST_TRUSTED:
        return None
    return part.rest + ceil(dual - DOUBT * max(1.0, abs(dual)))


def by_cp_sat(part: Part, known: Ints, stop: Stop, below: int | None = None) -> Branched:
    """Branch by CP-SAT, with one thread; only solutions with fewer points than `below` (of the whole) are wanted."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(part.free))]
    objective = add_rows(model, part, chosen) + [(int(cost), x) for cost, x in zip(part.cost, chosen, strict=True)]
    total = cp_model.LinearExpr.weighted_sum([x for _, x in objective], [cost for cost, _ in objective])
    if below is not None:
        model.add(total <= below - 1 - part.rest)
    model.minimize(total)
    for x, known_value in zip(chosen, np.isin(part.free, known).tolist(), strict=True):
        model.add_hint(x, known_value)
    engine = cp_model.CpSolver()
    engine.parameters.num_workers = 1
    engine.parameters.random_seed = stop.seed
    # Rows such as "one or a point too little" are clauses to it: without this they are in no linear programme.
    engine.parameters.linearization_level = 2
    # Whoever asks the process to end is heard by the caller.
    engine.parameters.catch_sigint_signal = False
    if stop.units is not None:
        engine.parameters.max_deterministic_time = max(1e-3, stop.units)
    if stop.seconds < ENDLESS:
        engine.parameters.max_time_in_seconds = max(0.01, stop.seconds)
    status = engine.solve(model)
    units = engine.response_proto.deterministic_time
    if status == cp_model.INFEASIBLE:
        return Branched(None, below, units)
    bound = part.rest + ceil(engine.best_objective_bound - 1e-6) if status != cp_model.UNKNOWN else None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Branched(None, bound, units)
    values = np.array([engine.boolean_value(x) for x in chosen], dtype=bool)
    return Branched(part.free[values], bound, units)


def add_rows(model: cp_model.CpModel, part: Part, chosen: list[cp_model.IntVar]) -> list[tuple[int, cp_model.IntVar]]:
    """Add the rows of a part to a model; what is too little or too much in them is returned, with its points."""
    charged = []
    matrix = part.matrix
    for row in range(len(part.rows)):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        count = cp_model.LinearExpr.weighted_sum(
            [chosen[column] for column in matrix.indices[entries]], matrix.data[entries].tolist()
        )
        low, high, least, most = (int(figure[row]) for figure in (part.low, part.high, part.least, part.most))
        if part.high_points[row] == HARD:
            model.add(count <= high)
        elif part.high_points[row] > 0 and high < most:
            over = model.new_int_var(0, most - high, "")
            model.add(count - over <= high)
            charged.append((int(part.high_points[row]), over))
        if part.low_points[row] == HARD:
            model.add(count >= low)
        elif part.low_points[row] > 0 and low > least:
            under = model.new_int_var(0, low - least, "")
            model.add(count + under >= low)
            charged.append((int(part.low_points[row]), under))
    return charged
