"""From a placement instance to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.report import Reporter
from scheduler.model import Ints
from scheduler.placement.engine.choice import Choice, better_of
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.greedy import fill
from scheduler.placement.engine.knapsacks import sharpened
from scheduler.placement.engine.pins import clashing, first_choice
from scheduler.placement.engine.relaxation import Relaxed, relax
from scheduler.placement.engine.report import infeasible_plan, pairs_of, plan_of
from scheduler.placement.engine.search import Search
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.model import PlacementIndex, PlacementModel
from scheduler.placement.problem import PlacementInstance, PlacementPlan

# The share of what is left that the relaxation may use: a plan has to be looked for also where that is long.
RELAXING = 0.5


def solve_placement(
    instance: PlacementInstance,
    options: SolveOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> PlacementPlan:
    """The best plan found within the limits; infeasible only where pins clash, with a smallest set of those.

    The objective and the score are the audit's. The plan is never worse than the instance's incumbent where that
    breaks no hard rule. `progress` is called at every phase; once `should_stop` says yes the best so far is returned.

    Raises:
        PlanError: the plan found does not pass the audit (a defect of the program).
    """
    budget = Budget(options or SolveOptions(), should_stop)
    reporter = Reporter(budget, progress)
    reporter.phase("model")
    index = PlacementIndex(instance)
    model = formulate_placement(instance, index)
    reporter.phase("pins")
    choice = first_choice(index, model)
    if choice is None:
        return infeasible_plan(index, reporter, clashing(index, model))
    before = better_of(choice, pairs_of(index, model, instance.incumbent), model)
    best = minimise(model, before or choice, np.ones(model.columns, dtype=np.int64), Effort(budget), reporter)
    reporter.phase("audit")
    return plan_of(index, best, reporter)


def minimise(
    model: PlacementModel,
    choice: Choice,
    allowed: Ints,
    effort: Effort,
    reporter: Reporter,
    relaxed: Relaxed | None = None,
) -> Choice:
    """The best choice of allowed columns (a mask) from a legal one; the bound goes into the reporter."""
    reporter.best = choice.objective
    reporter.phase("bound")
    relaxed = relaxed or relax(model, allowed, choice.columns, effort.share(RELAXING))
    reporter.bound = min(relaxed.priced.bound, choice.objective)
    reporter.phase("start")
    choice = better_of(choice, _rounded(relaxed), model) or choice
    if choice.objective > relaxed.priced.bound:
        # What the relaxed optimum has most of comes first, then what is cheapest at its prices.
        order = np.lexsort((relaxed.priced.reduced[relaxed.columns], -np.round(relaxed.values, 3)))
        filled = fill(model, choice, relaxed.columns[order])
        choice = filled if filled.objective < choice.objective else choice
    priced = sharpened(model, relaxed.priced, choice.objective, effort)
    reporter.best, reporter.bound = choice.objective, min(priced.bound, choice.objective)
    reporter.phase("search")

    def tell(best: int, bound: int) -> None:
        reporter.best, reporter.bound = best, bound
        reporter.tell()

    search = Search(model, priced, choice, allowed, effort, tell)
    search.run()
    reporter.best, reporter.bound = search.choice.objective, search.bound
    return search.choice


def _rounded(relaxed: Relaxed) -> Ints | None:
    """The relaxed optimum's columns where it is whole; None else."""
    if np.abs(relaxed.values - np.round(relaxed.values)).max(initial=0.0) > 1e-6:
        return None
    return relaxed.columns[relaxed.values > 0.5]
