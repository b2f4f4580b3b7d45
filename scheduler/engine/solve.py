"""From an instance to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insertion_pass
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.pins import clashing, keep_pins
from scheduler.engine.relaxation import relax
from scheduler.engine.report import Reporter, infeasible_plan, plan_of
from scheduler.engine.requirements import Requirements
from scheduler.engine.search import Search
from scheduler.engine.start import incumbent_triples, keep_what_fits
from scheduler.engine.state import State
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Plan

PATIENT = 1e9


def solve(
    instance: Instance,
    options: SolveOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within the limits; infeasible only where pins clash, with those pins.

    The objective and the score are the audit's. The plan is never worse than the instance's incumbent
    where that breaks no hard rule. `progress` is called at least at every phase; once `should_stop`
    says yes the best plan so far is returned.

    Raises:
        PlanError: the plan found does not pass the audit (a defect of the program).
    """
    options = options or SolveOptions()
    budget = Budget(options, should_stop)
    reporter = Reporter(budget, progress)
    reporter.phase("model")
    index = InstanceIndex(instance)
    incidence = Incidence(formulate(instance))
    requirements = Requirements(incidence.model.requirements)
    state = State(incidence)
    reporter.phase("pins")
    keep_what_fits(state, incumbent_triples(index, incidence), requirements)
    if incidence.model.impossible or not keep_pins(state, requirements, budget, options.seed):
        return infeasible_plan(instance, reporter, clashing(incidence, budget))
    reporter.best = state.objective
    _improve(state, requirements, budget, reporter)
    reporter.phase("audit")
    return plan_of(index, state, reporter)


def _improve(state: State, requirements: Requirements, budget: Budget, reporter: Reporter) -> None:
    """Bound, first plan, search."""
    incidence = state.incidence
    luck = np.random.default_rng(budget.options.seed)
    reporter.phase("bound")
    relaxed = relax(incidence, requirements, PATIENT if budget.by_effort else 0.6 * budget.left)
    duals = relaxed.duals if relaxed else np.zeros(len(incidence.model.limits))
    prices = priced(incidence, requirements, as_prices(incidence, duals))
    reporter.bound = prices.bound
    reporter.phase("start")
    for places in (8, 8, 8):
        if insertion_pass(state, prices, requirements, budget, luck, places) == 0:
            break
        reporter.best = state.objective
        reporter.tell()
    reporter.phase("search")
    search = Search(state, prices, requirements, budget, luck)

    def report() -> None:
        reporter.best = state.objective
        reporter.tell()

    search.run(prices.bound, report)
