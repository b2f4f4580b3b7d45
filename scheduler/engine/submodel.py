"""A part of the plan as a CP-SAT model: some crews choose anew among candidates, all others stay."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.incidence import Mask
from scheduler.engine.requirements import Requirements
from scheduler.engine.rows import rows_of
from scheduler.engine.state import State, Triples, own_costs
from scheduler.model import HARD, Ints

FAR = 1 << 50
# How often a solve looks whether it is to stop, in seconds.
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sub-model may be worked on, in seconds or (by effort) in deterministic units, or until `stopped`."""

    seconds: float
    units: float | None
    seed: int
    workers: int = 1
    stopped: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sub-model. `status`: optimal, feasible, infeasible or unknown; `units`: work done."""

    status: str
    triples: Triples | None
    points: int
    bound: float
    units: float


@dataclass(frozen=True, slots=True)
class Run:
    """What CP-SAT says of a model. `values` of all variables (int64), None where it found none; `units`: work done."""

    status: str
    values: Ints | None
    objective: int
    bound: float
    units: float


def run(model: cp_model.CpModel, limits: Limits) -> Run:
    """CP-SAT on a model within the limits."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = limits.workers
    # An interrupt is the caller's to handle: the library's own handler ends the process.
    parameters.catch_sigint_signal = False
    # The linear relaxation is nearly integral: most of the work is best left to it.
    parameters.linearization_level = 2
    parameters.symmetry_level = 0
    parameters.cp_model_probing_level = 0
    parameters.random_seed = limits.seed % (1 << 31)
    if limits.units is not None:
        parameters.max_deterministic_time = limits.units
    else:
        parameters.max_time_in_seconds = max(0.01, limits.seconds)
    status = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}.get(
        _solved(solver, model, limits.stopped), "unknown"
    )
    units = float(solver.response_proto.deterministic_time)
    if status not in ("optimal", "feasible"):
        return Run(status, None, 0, -float("inf"), units)
    values = np.array(list(solver.response_proto.solution), dtype=np.int64)
    return Run(status, values, round(solver.objective_value), solver.best_objective_bound, units)


class Submodel:
    """CP-SAT over candidate triples of the free crews. Objective: points relative to the free crews serving nobody."""

    def __init__(self, state: State, crews: Ints, candidates: Triples, requirements: Requirements,
                 *, priced: bool = True) -> None:  # fmt: skip
        self.state = state
        self.crews = np.unique(crews)
        order = np.lexsort((candidates.place, candidates.time, candidates.crew))
        self.candidates = candidates.take(order)
        self.requirements = requirements
        self.model = cp_model.CpModel()
        self.proto = self.model.proto
        self.costs = own_costs(state.incidence, self.candidates)
        self._weights: dict[int, int] = {}
        for _ in range(len(self.candidates)):
            self._variable(1)
        self._duties()
        self._requirements()
        self._limits()
        if priced:
            self._minimise()

    def _variable(self, high: int, points: int = 0) -> int:
        number = len(self.proto.variables)
        self.proto.variables.add().domain.extend([0, high])
        if points:
            self._weights[number] = points
        return number

    def _linear(self, variables: Iterable[int], factors: Iterable[int], low: int, high: int) -> None:
        linear = self.proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(factors)
        linear.domain.extend([low, high])

    def _duties(self) -> None:
        """At most the duties owed, at least the gap apart; a price once for serving at all."""
        model = self.state.model
        crew = self.candidates.crew
        starts = np.searchsorted(crew, self.crews)
        ends = np.searchsorted(crew, self.crews, side="right")
        single = model.duties[crew] == 1
        self.costs[single] += model.active_cost[crew[single]]
        for number, start, end in zip(self.crews.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if end == start:
                continue
            if model.duties[number] == 1:
                self.proto.constraints.add().at_most_one.literals.extend(range(start, end))
            else:
                self._several(number, start, end)

    def _several(self, crew: int, start: int, end: int) -> None:
        model = self.state.model
        self._linear(range(start, end), [1] * (end - start), 0, int(model.duties[crew]))
        days = model.time_days[self.candidates.time[start:end]]
        for day in np.unique(days):
            inside = np.flatnonzero((days >= day) & (days < day + model.min_gap)) + start
            if len(inside) > 1:
                self.proto.constraints.add().at_most_one.literals.extend(inside.tolist())
        if model.active_cost[crew]:
            active = self._variable(1, int(model.active_cost[crew]))
            for variable in range(start, end):
                self.proto.constraints.add().bool_or.literals.extend([-variable - 1, active])
            self.proto.constraints.add().bool_or.literals.extend([*range(start, end), -active - 1])

    def _requirements(self) -> None:
        for options in self.requirements.options(self.crews, self.candidates):
            self.proto.constraints.add().bool_or.literals.extend(options.tolist())

    def _limits(self) -> None:
        """One row a limit that can bind, with slack for soft ends."""
        table = self.state.model.limits
        rows = self.rows = rows_of(self.state, self.crews, self.candidates)
        order = np.argsort(rows.row, kind="stable")
        bounds = np.searchsorted(rows.row[order], np.arange(len(rows.limit) + 1)).tolist()
        variables, factors = rows.item[order].tolist(), rows.factor[order].tolist()
        low_points, high_points = table.low_points[rows.limit].tolist(), table.high_points[rows.limit].tolist()
        lows, highs, most = rows.low.tolist(), rows.high.tolist(), rows.most.tolist()
        floored, capped = rows.floored.tolist(), rows.capped.tolist()
        for number in range(len(rows.limit)):
            members = variables[bounds[number] : bounds[number + 1]]
            weights = factors[bounds[number] : bounds[number + 1]]
            low = lows[number] if floored[number] else -FAR
            high = highs[number] if capped[number] else FAR
            if capped[number] and high_points[number] != HARD:
                members.append(self._variable(max(0, most[number] - high), high_points[number]))
                weights.append(-1)
            if floored[number] and low_points[number] != HARD:
                members.append(self._variable(low, low_points[number]))
                weights.append(1)
            self._linear(members, weights, low, high)

    def _minimise(self) -> None:
        objective = self.proto.objective
        costs = {number: cost for number, cost in enumerate(self.costs.tolist()) if cost}
        costs.update(self._weights)
        objective.vars.extend(costs.keys())
        objective.coeffs.extend(costs.values())

    def _chosen(self, triples: Triples) -> Mask:
        """Which candidates are among these triples."""
        model = self.state.model
        width = model.places * model.times

        def key(some: Triples) -> Ints:
            return some.crew * width + some.time * model.places + some.place

        return np.isin(key(self.candidates), key(triples))

    def value(self, triples: Triples) -> int:
        """The objective of the sub-model for these candidates."""
        chosen = self._chosen(triples)
        rows, table = self.rows, self.state.model.limits
        count = np.zeros(len(rows.limit), dtype=np.int64)
        used = chosen[rows.item]
        np.add.at(count, rows.row[used], rows.factor[used])
        high_points, low_points = table.high_points[rows.limit], table.low_points[rows.limit]
        over = np.maximum(0, count - rows.high) * np.where(rows.capped & (high_points != HARD), high_points, 0)
        under = np.maximum(0, rows.low - count) * np.where(rows.floored & (low_points != HARD), low_points, 0)
        several = np.unique(triples.crew[self.state.model.duties[triples.crew] > 1])
        once = int(self.state.model.active_cost[several].sum())
        return int(self.costs[chosen].sum()) + once + int(over.sum() + under.sum())

    def hint(self, triples: Triples) -> None:
        """Begin from these triples of the free crews."""
        chosen = self._chosen(triples)
        self.proto.solution_hint.vars.extend(range(len(chosen)))
        self.proto.solution_hint.values.extend(chosen.astype(int).tolist())

    def solve(self, limits: Limits) -> Outcome:
        """Work on it within the limits."""
        found = run(self.model, limits)
        if found.values is None:
            return Outcome(found.status, None, 0, -float("inf"), found.units)
        chosen = self.candidates.take(found.values[: len(self.candidates)] > 0)
        return Outcome(found.status, chosen, found.objective, found.bound, found.units)


def _solved(
    solver: cp_model.CpSolver, model: cp_model.CpModel, stopped: Callable[[], bool] | None
) -> cp_model.CpSolverStatus:
    """The status of a solve, which ends with the best so far once `stopped` says yes."""
    if stopped is None:
        return solver.solve(model)
    done = threading.Event()

    def watch() -> None:
        while not done.wait(LOOK):
            if stopped():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model)
    finally:
        done.set()
        watcher.join()
