"""The linear programme over lines: who takes how much of which line, so that counts cost least; it grows line by line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ortools.math_opt.python import mathopt

from scheduler.engine.programme import INFINITE
from scheduler.model import Ints
from scheduler.roster.engine.prices import Floats, Prices, Pricing, weekends_worked
from scheduler.roster.engine.state import FREE

# Glop is told no time limit beyond this.
ENDLESS = 1e8
# Times the points of a person missing that a shift or weekend above a limit costs.
COSTLY = 20


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
        self.dropped: set[int] = set()
        self.programme = mathopt.Model()
        self.costly = COSTLY * float(1 + max(np.abs(pricing.high).max(initial=0), np.abs(pricing.low).max(initial=0)))
        self.columns: list[mathopt.Variable] = []
        self.each = [self.programme.add_linear_constraint(lb=1, ub=1) for _ in range(self.model.staff)]
        self.cover = self._cover()
        # Most limits on kinds never bind, and rows for all of them make Glop many times slower: see `tighten`.
        self.kinds: dict[tuple[int, int], mathopt.LinearConstraint] = {}
        carried = pricing.finder.carried
        everyone = range(self.model.staff)
        self.weekends = [] if carried.weekends else [
            self._at_most(int(pricing.most_weekends[person])) for person in everyone
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
            if key in self.known:
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

    def _at_most(self, most: int) -> mathopt.LinearConstraint:
        """A row with a costly way out: after some lines were dropped there may be no other."""
        row = self.programme.add_linear_constraint(ub=most)
        excess = self.programme.add_variable(lb=0, ub=INFINITE)
        self.programme.objective.set_linear_coefficient(excess, self.costly)
        row.set_coefficient(excess, -1.0)
        return row

    def tighten(self, taken: Floats) -> int:
        """Rows for the limits on kinds that a mixture breaks; how many those are."""
        model, limited = self.model, self.pricing.limited
        totals = np.zeros(limited.shape)
        for place in np.flatnonzero(taken > 1e-9).tolist():
            row = self.rows[place]
            totals[self.persons[place]] += taken[place] * np.bincount(row[row >= 0], minlength=model.shifts)
        broken = limited & (totals > self.pricing.most_kind + 1e-6)
        new = {
            (person, shift): self._at_most(int(self.pricing.most_kind[person, shift]))
            for person, shift in np.argwhere(broken).tolist()
            if (person, shift) not in self.kinds
        }
        concerned = {person for person, _ in new}
        for person, row, column in zip(self.persons, self.rows, self.columns, strict=True):
            if person in concerned:
                for shift, count in enumerate(np.bincount(row[row >= 0], minlength=model.shifts).tolist()):
                    if count and (person, shift) in new:
                        new[person, shift].set_coefficient(column, float(count))
        self.kinds |= new
        return len(new)

    def keep(self, settled: Ints, who: set[int]) -> set[int]:
        """Drop the lines of `who` that differ from int64[P, D] settled shifts (below −1: open); who of them has any left."""
        left = set()
        for place, person in enumerate(self.persons):
            if person in who and place not in self.dropped:
                wanted = settled[person]
                if ((wanted < FREE) | (wanted == self.rows[place])).all():
                    left.add(person)
                else:
                    self.dropped.add(place)
                    self.columns[place].upper_bound = 0.0
        return left

    def revive(self, who: Ints, rows: Ints) -> None:
        """Take lines that were dropped back."""
        wanted = {(person, row.tobytes()) for person, row in zip(who.tolist(), rows, strict=True)}
        for place in sorted(self.dropped):
            if (self.persons[place], self.rows[place].tobytes()) in wanted:
                self.dropped.remove(place)
                self.columns[place].upper_bound = INFINITE

    def compact(self) -> Master:
        """The same without the lines that were dropped: Glop is faster from the beginning with few than on with many."""
        fresh = Master(self.pricing)
        for person, shift in self.kinds:
            fresh.kinds[person, shift] = fresh._at_most(int(self.pricing.most_kind[person, shift]))
        kept = [place for place in range(len(self.persons)) if place not in self.dropped]
        fresh.add(np.array([self.persons[place] for place in kept]), np.array([self.rows[place] for place in kept]))
        return fresh

    def solve(self, seconds: float) -> Mixed | None:
        """The optimum; None without one within the seconds."""
        parameters = mathopt.SolveParameters(presolve=mathopt.Emphasis.OFF)
        if seconds < ENDLESS:
            parameters.time_limit = timedelta(seconds=max(0.05, seconds))
        result = self._solved(parameters)
        if (
            result is None
            or result.termination.reason != mathopt.TerminationReason.OPTIMAL
            or not result.has_dual_feasible_solution()
        ):
            return None
        charges = self.model.charges
        constant = charges.constant + int(charges.count[:, :, 0].sum())
        taken = np.array(result.variable_values(self.columns))
        return Mixed(self._prices(result), result.objective_value() + constant, taken)

    def _solved(self, parameters: mathopt.SolveParameters) -> mathopt.SolveResult | None:
        """Glop's answer; begun anew where it gives up numerically, which it says by errors of several kinds."""
        for _ in range(2):
            try:
                return self.solver.solve(params=parameters)
            except (AttributeError, RuntimeError, ValueError):
                self.solver = mathopt.IncrementalSolver(self.programme, mathopt.SolverType.GLOP)
        return None

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
