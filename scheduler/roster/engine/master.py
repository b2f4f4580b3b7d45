"""The linear programme over lines: who takes how much of which line, so that counts cost least; it grows line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt

from scheduler.engine.programme import INFINITE
from scheduler.model import Ints
from scheduler.roster.engine.prices import Floats, Prices, Pricing, weekends_worked

# Glop is told no time limit beyond this.
ENDLESS = 1e8


@dataclass(frozen=True, slots=True)
class Mixed:
    """An optimum: the prices, the objective in points, and how much of each line is taken (float[K])."""

    prices: Prices
    objective: float
    taken: Floats


class Master:
    """Lines so far: person int64[K] and rows int64[K, D]; Glop goes on from the last basis when lines come in."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing, self.model = pricing, pricing.model
        self.persons: list[int] = []
        self.rows: list[Ints] = []
        self.known: set[tuple[int, bytes]] = set()
        self.fixed: set[int] = set()
        self.programme = mathopt.Model()
        self.columns: list[mathopt.Variable] = []
        self.each = [self.programme.add_linear_constraint(lb=1, ub=1) for _ in range(self.model.staff)]
        self.cover = self._cover()
        self.kinds = {
            (person, shift): self.programme.add_linear_constraint(ub=int(pricing.most_kind[person, shift]))
            for person, shift in np.argwhere(pricing.limited).tolist()
        }
        carried = pricing.finder.carried
        everyone = range(self.model.staff)
        self.weekends = [] if carried.weekends else [
            self.programme.add_linear_constraint(ub=int(pricing.most_weekends[person])) for person in everyone
        ]  # fmt: skip
        self.minutes = [] if carried.minutes else [
            self.programme.add_linear_constraint(lb=int(pricing.least[person]), ub=int(pricing.most[person]))
            for person in everyone
        ]  # fmt: skip
        self.solver = mathopt.IncrementalSolver(self.programme, mathopt.SolverType.GLOP)

    def _cover(self) -> list[mathopt.LinearConstraint]:
        """A row for each day and shift: persons less the columns that stand for their count are 0."""
        model = self.model
        rows = [self.programme.add_linear_constraint(lb=0, ub=0) for _ in range(model.days * model.shifts)]
        steps = np.diff(model.charges.count, axis=2).reshape(len(rows), model.staff)
        for row, costs in zip(rows, steps, strict=True):
            begins = np.flatnonzero(np.diff(costs, prepend=costs[:1] - 1))
            for first, last in zip(begins.tolist(), [*begins[1:].tolist(), len(costs)], strict=True):
                column = self.programme.add_variable(lb=0, ub=last - first)
                self.programme.objective.set_linear_coefficient(column, float(costs[first]))
                row.set_coefficient(column, -1.0)
        return rows

    def add(self, who: Ints, rows: Ints) -> int:
        """Take lines in that are new; how many those are."""
        new = 0
        weekends = weekends_worked(rows, self.model) if self.weekends else None
        for place, person in enumerate(who.tolist()):
            key = (person, rows[place].tobytes())
            if key in self.known or person in self.fixed:
                continue
            self.known.add(key)
            new += 1
            self._add(person, rows[place], 0 if weekends is None else int(weekends[place]))
        return new

    def _add(self, person: int, row: Ints, weekends: int) -> None:
        model = self.model
        column = self.programme.add_variable(lb=0, ub=INFINITE)
        self.persons.append(person)
        self.rows.append(row)
        self.columns.append(column)
        self.each[person].set_coefficient(column, 1.0)
        days = np.flatnonzero(row >= 0)
        shifts = row[days]
        self.programme.objective.set_linear_coefficient(column, float(model.charges.pair[person, days, shifts].sum()))
        for place in (days * model.shifts + shifts).tolist():
            self.cover[place].set_coefficient(column, 1.0)
        for shift, count in enumerate(np.bincount(shifts, minlength=model.shifts).tolist()):
            if count and (person, shift) in self.kinds:
                self.kinds[person, shift].set_coefficient(column, float(count))
        if self.weekends:
            self.weekends[person].set_coefficient(column, float(weekends))
        if self.minutes:
            self.minutes[person].set_coefficient(column, float(model.minutes[shifts].sum()))

    def fix(self, person: int, row: Ints) -> None:
        """Give a person one line for good."""
        self.add(np.array([person]), row[None])
        self.fixed.add(person)
        for place, (owner, column) in enumerate(zip(self.persons, self.columns, strict=True)):
            if owner == person and not np.array_equal(self.rows[place], row):
                column.upper_bound = 0.0

    def solve(self, seconds: float) -> Mixed | None:
        """The optimum; None without one within the seconds."""
        parameters = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)
        if seconds < ENDLESS:
            parameters.time_limit = timedelta(seconds=max(0.05, seconds))
        result = self.solver.solve(params=parameters)
        if result.termination.reason != mathopt.TerminationReason.OPTIMAL or not result.has_dual_feasible_solution():
            return None
        charges = self.model.charges
        constant = charges.constant + int(charges.count[:, :, 0].sum())
        taken = np.array(result.variable_values(self.columns))
        return Mixed(self._prices(result), result.objective_value() + constant, taken)

    def _prices(self, result: mathopt.SolveResult) -> Prices:
        model = self.model
        prices = self.pricing.nothing()
        prices.cover = -np.array(result.dual_values(self.cover)).reshape(model.days, model.shifts)
        for key, value in zip(self.kinds, result.dual_values(list(self.kinds.values())), strict=True):
            prices.kinds[key] = max(0.0, -value)
        if self.weekends:
            prices.weekends = np.maximum(0, -np.array(result.dual_values(self.weekends)))
        if self.minutes:
            prices.minutes = -np.array(result.dual_values(self.minutes))
        return prices

    def mean(self, taken: Floats) -> Floats:
        """What each person does in a mixture: float[P, D, S]."""
        model = self.model
        mean = np.zeros((model.staff, model.days, model.shifts))
        for place in np.flatnonzero(taken > 1e-9).tolist():
            days = np.flatnonzero(self.rows[place] >= 0)
            mean[self.persons[place], days, self.rows[place][days]] += taken[place]
        return mean
