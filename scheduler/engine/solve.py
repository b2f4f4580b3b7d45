"""From an instance to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.blocks import relax_all
from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import ENDLESS, Budget
from scheduler.engine.columns import OVERHEAD, ColumnSearch
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insertion_pass
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.pin_clash import clashing
from scheduler.engine.pins import first_plan
from scheduler.engine.proof import prove
from scheduler.engine.report import Reporter, infeasible_plan, plan_of
from scheduler.engine.requirements import Requirements
from scheduler.engine.start import fill, from_relaxed, incumbent_triples
from scheduler.engine.state import State
from scheduler.engine.strengthen import strengthened
from scheduler.engine.submodel import Limits
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Plan

PATIENT = 1e9
# Work units of the relaxation for each pair of a crew with a place.
RELAXATION_PRICE = 1e-5
# Rounds of taking every crew out and putting it in again.
PASSES = 1
# Turns of search and proof where no limit is set at all: each is longer than the one before.
MOST_ROUNDS = 8
# So few points between plan and bound are left to the proof.
NEAR = 3


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
    model = formulate(instance)
    incidence = Incidence(strengthened(model))
    requirements = Requirements(incidence.model.requirements)
    reporter.phase("pins")
    wished = incumbent_triples(index, incidence)
    state = None
    if not incidence.model.impossible:
        state = first_plan(incidence, requirements, wished, budget, options.seed)
    if state is None:
        return infeasible_plan(instance, reporter, clashing(model))
    reporter.best = state.objective
    _improve(state, requirements, budget, reporter)
    reporter.phase("audit")
    return plan_of(index, state, reporter)


def _improve(state: State, requirements: Requirements, budget: Budget, reporter: Reporter) -> None:
    """Bound, first plan, search, proof."""
    incidence = state.incidence
    luck = np.random.default_rng(budget.options.seed)
    if len(state.triples()):
        # Who lost a duty of the plan so far gets another at once: there may be time for little else.
        nothing = np.zeros(len(incidence.model.limits), dtype=np.int64)
        fill(state, priced(incidence, requirements, nothing), requirements, budget)
    reporter.phase("bound")
    relaxed = relax_all(
        incidence, requirements, budget, PATIENT if budget.by_effort else 0.5 * budget.left, reporter.raise_bound
    )
    budget.charge(RELAXATION_PRICE * len(incidence.model.place_of))
    duals = relaxed.duals if relaxed else np.zeros(len(incidence.model.limits))
    prices = priced(incidence, requirements, as_prices(incidence, duals))
    reporter.bound = prices.bound
    reporter.phase("start")
    if relaxed is not None:
        trial = state.copy()
        from_relaxed(trial, relaxed, requirements, budget, reporter.tick)
        if trial.objective <= state.objective:
            state.become(trial)
    fill(state, prices, requirements, budget, reporter.tick)
    for _ in range(PASSES):
        reporter.best = state.objective
        reporter.tell()
        if insertion_pass(state, prices, requirements, budget, luck, tick=reporter.tick) == 0:
            break
    _search(ColumnSearch(state, prices, requirements, budget, luck), reporter)


def _search(search: ColumnSearch, reporter: Reporter) -> None:
    """Turns of search and proof until the gap is closed or the budget used up."""
    state, budget = search.state, search.budget
    proven = search.bound

    def report() -> None:
        reporter.best = state.objective
        reporter.bound = max(proven, search.bound)
        reporter.tell()

    # The first proof comes early: it often ends the matter, and costs little where it does not.
    patience, units, enough = 1, 10.0, NEAR
    rounds = 0
    while budget.left > 0 and state.objective > max(proven, search.bound):
        rounds += 1
        if budget.limit >= ENDLESS and rounds > MOST_ROUNDS:
            break
        reporter.phase("search")
        search.run(report, patience, enough)
        if budget.left <= 0 or state.objective <= search.bound:
            break
        reporter.phase("proof")
        workers = 1 if budget.by_effort else budget.options.workers
        most = units if budget.by_effort else None
        limits = Limits(min(units, budget.left), most, budget.options.seed, workers, lambda: budget.stopped)
        proof = prove(state, search.prices, search.requirements, limits)
        patience, units, enough = patience + 3, units * 2, 0
        budget.charge(OVERHEAD)
        if proof is None:
            continue
        budget.charge(proof.units)
        if proof.triples is not None:
            change = state.propose(np.arange(state.model.crews, dtype=np.int64), proof.triples)
            if change.legal and change.points <= 0:
                state.apply(change)
        proven = max(proven, proof.bound)
        report()
    report()
