"""What is left to decide at given prices: every choice by what it costs above the bound, in CP-SAT.

At prices every part of the bound is a least: of a crew over its choices, of a limit over its counts. What a
plan costs above the bound is the sum of what its crews and its limits cost above their own leasts, none of
them negative. A plan within a slack of the bound therefore has no choice, no count of a limit and no idle
crew that costs more than the slack alone: where little is left, most limits become equations, most soft ends
hard, and what remains is decided at once. All numbers are whole, in 1/SCALE points.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from scheduler.engine.bound import SCALE, Priced, limit_minima
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import Triples
from scheduler.engine.submodel import Limits, run
from scheduler.model import HARD, UNBOUNDED, Ints

# Sums above this are not handed to CP-SAT, which wants them to stay within 63 bits with room to spare.
LARGEST = 1 << 59
FAR = 1 << 50
# Steps away from an end that cost nothing.
MOST_STEPS = 1 << 30


class Residue:
    """CP-SAT over candidate triples of all crews, sorted by crew. Objective: whole points below the slack's end."""

    def __init__(self, prices: Priced, candidates: Triples, requirements: Requirements, slack: int) -> None:
        self.prices = prices
        self.candidates = candidates
        self.requirements = requirements
        self.slack = slack
        self.model = cp_model.CpModel()
        self.proto = self.model.proto
        self.costs: dict[int, int] = {}
        self._greatest = slack
        # What a choice costs above its least, less what is in `costs`.
        self.constant = 0
        for _ in range(len(candidates)):
            self._variable(1)
        self._crews()
        self._limits()
        self.fits = self._objective()

    def solve(self, limits: Limits) -> tuple[str, Triples | None, int, float]:
        """Status (optimal, feasible, infeasible, unknown), a plan, whole points surely above the bound, work units."""
        outcome = run(self.model, limits)
        bound = max(0, round(outcome.bound)) if outcome.status in ("optimal", "feasible") else 0
        chosen = None if outcome.values is None else self.candidates.take(outcome.values[: len(self.candidates)] > 0)
        return outcome.status, chosen, bound, outcome.units

    def _variable(self, high: int, cost: int = 0) -> int:
        number = len(self.proto.variables)
        self.proto.variables.add().domain.extend([0, high])
        if cost:
            self.costs[number] = cost
            self._greatest += cost * high
        return number

    def _linear(self, variables: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        linear = self.proto.constraints.add().linear
        linear.vars.extend(variables)
        linear.coeffs.extend(factors)
        linear.domain.extend([low, high])

    def _crews(self) -> None:
        """Each crew: one of its duties or none where that is not too dear, or several at least the gap apart."""
        model, crew = self.prices.incidence.model, self.candidates.crew
        costs = self._duty_costs()
        every = np.flatnonzero(model.duties > 0)
        starts, ends = np.searchsorted(crew, every), np.searchsorted(crew, every, side="right")
        for number, start, end in zip(every.tolist(), starts.tolist(), ends.tolist(), strict=True):
            least = int(self.prices.least[number])
            own = costs[start:end].tolist()
            if model.duties[number] == 1:
                once = int(model.active_cost[number]) * SCALE - least
                self._one(number, range(start, end), [cost + once for cost in own], -least)
            else:
                self._several(number, range(start, end), own, least)
        for options in self.requirements.options(every, self.candidates):
            self.proto.constraints.add().bool_or.literals.extend(options.tolist())

    def _duty_costs(self) -> Ints:
        prices, chosen = self.prices, self.candidates
        pairs = prices.incidence.pair_index(chosen.crew, chosen.place)
        costs: Ints = prices.place[pairs] + prices.time[chosen.crew, chosen.time]
        if prices.both is not None:
            costs = costs + prices.both[chosen.place, chosen.time]
        return costs + prices.incidence.model.duty_cost[chosen.crew] * SCALE

    def _one(self, crew: int, choices: range, costs: list[int], idle: int) -> None:
        self.costs.update((choice, cost) for choice, cost in zip(choices, costs, strict=True) if cost)
        literals = list(choices)
        if idle <= self.slack and crew not in self.requirements.of_crew:
            literals.append(self._variable(1, idle))
        self.proto.constraints.add().exactly_one.literals.extend(literals)

    def _several(self, crew: int, choices: range, costs: list[int], least: int) -> None:
        model = self.prices.incidence.model
        mine = {choice: cost for choice, cost in zip(choices, costs, strict=True) if cost}
        self._linear(choices, [1] * len(choices), 0, int(model.duties[crew]))
        days = model.time_days[self.candidates.time[choices.start : choices.stop]]
        for day in np.unique(days):
            inside = np.flatnonzero((days >= day) & (days < day + model.min_gap)) + choices.start
            if len(inside) > 1:
                self.proto.constraints.add().at_most_one.literals.extend(inside.tolist())
        if model.active_cost[crew]:
            active = self._variable(1)
            mine[active] = int(model.active_cost[crew]) * SCALE
            for choice in choices:
                self.proto.constraints.add().bool_or.literals.extend([-choice - 1, active])
        self._linear(list(mine), list(mine.values()), least, least + self.slack)
        self.costs.update(mine)
        self.constant -= least

    def _limits(self) -> None:
        """Every limit that a candidate counts in, with what it costs above its least; the others are constant."""
        incidence, chosen = self.prices.incidence, self.candidates
        table = incidence.model.limits
        entries = incidence.triples(chosen.crew, chosen.place, chosen.time)
        order = np.argsort(entries.limit, kind="stable")
        limits, starts = np.unique(entries.limit[order], return_index=True)
        items, factors = entries.item[order].tolist(), entries.factor[order].tolist()
        bounds = [*starts.tolist(), len(items)]
        for at, limit in enumerate(limits.tolist()):
            part = slice(bounds[at], bounds[at + 1])
            self._limit(limit, items[part], factors[part])
        still = np.ones(len(table), dtype=bool)
        still[limits] = False
        points = incidence.model.limit_points(table.base) * SCALE - limit_minima(incidence, self.prices.prices)
        self.constant += int(points[still].sum())
        if (still & (table.low_points == HARD) & (table.low > table.base)).any():
            # Nobody is left who could count where somebody must.
            self._linear([], [], 1, 1)

    def _limit(self, limit: int, items: list[int], factors: list[int]) -> None:
        """One limit. Its points less price × count are least at one end of it; steps away from there cost."""
        table, price = self.prices.incidence.model.limits, int(self.prices.prices[limit])
        base, most = int(table.base[limit]), sum(factors)
        high, high_points = max(int(table.high[limit]), base) - base, int(table.high_points[limit])
        low, low_points = int(table.low[limit]) - base, int(table.low_points[limit])
        capped = high_points != 0 and table.high[limit] < UNBOUNDED
        floored = low > 0 and low_points != 0
        above = None if high_points == HARD else high_points * SCALE
        below = None if low_points == HARD else low_points * SCALE
        if price > 0:
            self._ends(items, factors, high, self._steps(below=price, above=None if above is None else above - price))
        elif price < 0:
            self._ends(items, factors, low, self._steps(below=None if below is None else below + price, above=-price))
        if capped and price <= 0 and most > high:
            self._ends(items, factors, high, self._steps(None, above), top=True)
        if floored and price >= 0:
            self._ends(items, factors, low, self._steps(below, None), top=False)

    def _steps(self, below: int | None, above: int | None) -> list[tuple[int, int]]:
        """Slack variables with their factors: steps below an end count +1, above it -1; None: no step at all."""
        found = []
        for cost, factor in ((below, 1), (above, -1)):
            if cost is not None and cost <= self.slack:
                found.append((self._variable(self.slack // cost if cost else MOST_STEPS, cost), factor))
        return found

    def _ends(self, items: list[int], factors: list[int], end: int, steps: list[tuple[int, int]],
              top: bool | None = None) -> None:  # fmt: skip
        """The count with its steps is at an end; at most there with `top`, at least there without."""
        variables = [*items, *(variable for variable, _ in steps)]
        low, high = (-FAR if top is True else end), (FAR if top is False else end)
        self._linear(variables, [*factors, *(factor for _, factor in steps)], low, high)

    def _objective(self) -> bool:
        """All costs within the slack, told in whole points; whether the numbers are small enough."""
        if self._greatest + sum(abs(cost) for cost in self.costs.values()) > LARGEST:
            return False
        # A plan's points are whole: above the bound it costs so many points and what the bound was rounded by.
        whole, rest = divmod(self.slack, SCALE)
        points = self._variable(whole)
        self._linear([*self.costs, points], [*self.costs.values(), -SCALE], -LARGEST, rest - self.constant)
        self.proto.objective.vars.append(points)
        self.proto.objective.coeffs.append(1)
        return True
