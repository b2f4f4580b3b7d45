"""What a competent first attempt would be: one CP-SAT model with a Boolean for each crew, zone and day."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.answer import Answer, recounted
from scheduler.formulation import formulate
from scheduler.model import ANY, HARD, UNBOUNDED, AssignmentModel, InstanceIndex
from scheduler.problem import Duty, Instance

# The model is not even built for more Booleans than this.
MOST_BOOLEANS = 3_000_000
Triple = tuple[int, int, int]


class PlainModel:
    """The whole problem, row by row as it is written in the model: all rules, nothing priced out or relaxed.

    Points are counted from a plan of full service, so that every coefficient but those of a re-plan is non-negative.
    """

    def __init__(self, model: AssignmentModel) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.points: list[cp_model.LinearExprT] = []
        self.by_crew: dict[int, list[tuple[int, int, cp_model.IntVar]]] = defaultdict(list)
        self.at: dict[tuple[int, int], list[tuple[int, cp_model.IntVar]]] = defaultdict(list)
        self.on: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        self.constant = model.constant
        for crew in np.flatnonzero(model.duties > 0).tolist():
            self._crew(crew)
        for pin in model.requirements:
            self.cp.add_bool_or([
                x for place, day, x in self.by_crew[pin.crew]
                if pin.place in (ANY, place) and pin.time in (ANY, day)
            ])  # fmt: skip
        self._limits()
        self.cp.minimize(sum(self.points) + self.constant)

    def _crew(self, crew: int) -> None:
        model, owed = self.model, int(self.model.duties[crew])
        start, end = model.place_start[crew], model.place_start[crew + 1]
        for place, cost in zip(model.place_of[start:end].tolist(), model.place_cost[start:end].tolist(), strict=True):
            for day in np.flatnonzero(model.time_allowed[crew]).tolist():
                x = self.cp.new_bool_var("")
                self.by_crew[crew].append((place, day, x))
                self.at[place, day].append((crew, x))
                self.on[crew, day].append(x)
                self._charge(x, cost + int(model.time_cost[crew, day]))
        mine = [x for _, _, x in self.by_crew[crew]]
        missing = self.cp.new_int_var(0, owed, "")
        self.cp.add(sum(mine) + missing == owed)
        self.constant += owed * int(model.duty_cost[crew])
        self._charge(missing, -int(model.duty_cost[crew]))
        if owed > 1:
            self._apart(crew)
        if model.active_cost[crew]:
            active = self.cp.new_bool_var("")
            self.cp.add_max_equality(active, mine) if mine else self.cp.add(active == 0)
            self._charge(active, int(model.active_cost[crew]))

    def _apart(self, crew: int) -> None:
        days = self.model.time_days
        for first in days.tolist():
            inside = [x for _, day, x in self.by_crew[crew] if first <= days[day] < first + self.model.min_gap]
            if len(inside) > 1:
                self.cp.add_at_most_one(inside)

    def _charge(self, variable: cp_model.IntVar, points: int) -> None:
        if points:
            self.points.append(points * variable)

    def _limits(self) -> None:
        table, factors = self.model.limits, self.model.factors.tocsr()
        factor: dict[int, dict[int, int]] = {}
        for weighting in np.unique(table.weighting).tolist():
            row = slice(factors.indptr[weighting], factors.indptr[weighting + 1])
            factor[weighting] = dict(zip(factors.indices[row].tolist(), factors.data[row].tolist(), strict=True))
        for number in range(len(table)):
            terms = list(self._counted(number, factor[int(table.weighting[number])]))
            self._limit(number, terms, int(table.base[number]))

    def _counted(self, number: int, factor: dict[int, int]) -> Iterator[cp_model.LinearExprT]:
        """What a limit counts."""
        table = self.model.limits
        place, first = int(table.place[number]), int(table.first_time[number])
        for day in range(self.model.times) if first == ANY else range(first, int(table.last_time[number])):
            if place == ANY:
                yield from (weight * x for crew, weight in factor.items() for x in self.on.get((crew, day), ()))
            else:
                yield from (factor[crew] * x for crew, x in self.at.get((place, day), ()) if crew in factor)

    def _limit(self, number: int, terms: list[cp_model.LinearExprT], base: int) -> None:
        table = self.model.limits
        low, high = int(table.low[number]), int(table.high[number])
        count = sum(terms)
        if high < UNBOUNDED and table.high_points[number] == HARD:
            self.cp.add(count <= max(0, high - base))
        elif high < UNBOUNDED and table.high_points[number]:
            over = self.cp.new_int_var(0, 1 << 30, "")
            self.cp.add(count + base - over <= high)
            self._charge(over, int(table.high_points[number]))
        if low > base and table.low_points[number]:
            under = self.cp.new_int_var(0, low, "")
            self.cp.add(count + base + under >= low)
            self._charge(under, int(table.low_points[number]))

    def triples(self, solver: cp_model.CpSolver) -> list[Triple]:
        """What was chosen."""
        return [
            (crew, place, day)
            for crew, some in self.by_crew.items()
            for place, day, x in some
            if solver.boolean_value(x)
        ]


def duties_of(instance: Instance, model: AssignmentModel, triples: list[Triple]) -> tuple[Duty, ...]:
    """Crews' triples as duties of cadres."""
    index = InstanceIndex(instance)
    return tuple(sorted(
        Duty(instance.cadres[member].id, index.times[day].date, instance.zones[place].id)
        for crew, place, day in triples
        for member in model.members[crew]
    ))  # fmt: skip


def plain(instance: Instance, seconds: float, workers: int) -> Answer:
    """The best that CP-SAT makes of the plain model; building it counts as part of the time."""
    started = time.monotonic()
    model = formulate(instance)
    size = int((np.diff(model.place_start) * model.time_allowed.sum(axis=1)).sum())
    if model.impossible or size > MOST_BOOLEANS:
        return Answer(None, None, note=f"{size:,} Booleans, not built")
    whole = PlainModel(model)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    # Without these two the presolve alone takes longer than the rest: to the model's advantage.
    solver.parameters.symmetry_level = 0
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.monotonic() - started))
    status = solver.solve(whole.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, None, note=f"no plan ({size:,} Booleans)")
    found = duties_of(instance, model, whole.triples(solver))
    # Points are never negative; the solver, which does not know that, may have nothing better than a bound far below.
    bound = max(0, int(np.ceil(solver.best_objective_bound - 1e-6)))
    answer = recounted(instance, found, bound, note=f"{size:,} Booleans")
    # Short of the optimum it may pay for more than is above or below an end.
    reached = round(solver.objective_value)
    if answer.objective is None or not bound <= answer.objective <= reached:
        raise AssertionError(f"the audit counts {answer.objective}, the plain model {solver.objective_value}")
    return answer
