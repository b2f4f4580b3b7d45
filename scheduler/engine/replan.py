"""A published plan put right after a change: fewest unserved, then fewest changed duties, then fewest points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scheduler.engine.baseline import Baseline, baseline_of
from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.change_model import counting, part_of, serving_at_least, with_changes
from scheduler.engine.exact import minimise
from scheduler.engine.fewest import Fewest, fewest_changes
from scheduler.engine.incidence import Incidence
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.pin_clash import clashing
from scheduler.engine.pins import first_plan
from scheduler.engine.report import Reporter, infeasible_plan, plan_of
from scheduler.engine.requirements import Requirements
from scheduler.engine.start import fill, incumbent_triples
from scheduler.engine.state import NONE, State, Triples
from scheduler.engine.strengthen import strengthened
from scheduler.engine.trade import trade_changes
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Plan

# Seconds (or work units) for the points of a plan for each so many crews who choose anew; the rest of a limit is not
# used up.
POLISH, CREWS = 1.5, 25


@dataclass(frozen=True, slots=True)
class Problem:
    """What a re-plan works with."""

    index: InstanceIndex
    incidence: Incidence
    requirements: Requirements
    baseline: Baseline
    budget: Budget
    reporter: Reporter

    @property
    def owed(self) -> int:
        """Duties owed by all."""
        return sum(self.index.owed(cadre) for cadre in self.index.instance.cadres)


def replan(
    instance: Instance,
    options: SolveOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    *,
    points_per_change: int | None = None,
) -> Plan:
    """Put the instance's incumbent right with the fewest unserved, then the fewest changed duties, then the fewest
    points; infeasible only where pins clash.

    A changed duty is one of the incumbent that its cadre no longer has with the same date and zone. With
    `points_per_change` a duty may change as well where that saves more than so many points each.
    Objective, score and bound are the instance's own, as of `solve`; what is proven of the changes stands in
    the plan's `solver["replan"]` (see docs/format.md).

    Raises:
        PlanError: the plan found does not pass the audit (a defect of the program).
    """
    budget = Budget(options or SolveOptions(), should_stop)
    reporter = Reporter(budget, progress)
    reporter.phase("model")
    index = InstanceIndex(instance)
    model = formulate(instance)
    incidence = Incidence(strengthened(model))
    requirements = Requirements(incidence.model.requirements)
    reporter.phase("pins")
    kept = (
        None if incidence.model.impossible else first_plan(incidence, requirements, NONE, budget, budget.options.seed)
    )
    if kept is None:
        return infeasible_plan(instance, reporter, clashing(model))
    problem = Problem(index, incidence, requirements, baseline_of(index, incidence, requirements), budget, reporter)
    reporter.phase("start")
    fewest = _fewest(problem)
    state = State(incidence)
    triples, points = _fewest_points(problem, fewest, points_per_change)
    state.apply(state.propose(np.arange(incidence.model.crews, dtype=np.int64), triples))
    reporter.best = state.objective
    # A bound on plans of any number of changes: cheap, and weak.
    nothing = np.zeros(len(incidence.model.limits))
    reporter.bound = priced(incidence, requirements, as_prices(incidence, nothing)).bound
    reporter.phase("audit")
    plan = plan_of(index, state, reporter)
    return replace(plan, solver={**plan.solver, "replan": _said(problem, fewest, plan, points, points_per_change)})


def _fewest(problem: Problem) -> Fewest:
    """The fewest unserved and changes, with some plan in any case."""
    model = counting(problem.incidence.model, problem.baseline, problem.owed)
    start = State(Incidence(model))
    start.apply(start.propose(np.unique(problem.baseline.settled.crew), problem.baseline.settled))
    found = fewest_changes(start, problem.incidence, problem.baseline, problem.requirements, problem.owed,
                           problem.budget)  # fmt: skip
    if found.state is not None:
        return found
    wished = incumbent_triples(problem.index, problem.incidence)
    state = first_plan(start.incidence, problem.requirements, wished, problem.budget, problem.budget.options.seed)
    assert state is not None, "the pins can be kept: that was found before"
    prices = priced(state.incidence, problem.requirements, np.zeros(len(model.limits), dtype=np.int64))
    fill(state, prices, problem.requirements)
    unserved, changes = divmod(state.objective, problem.baseline.duties + 1)
    return replace(found, state=state, unserved=unserved, changes=changes,
                   least_changes=min(changes, problem.baseline.certain))  # fmt: skip


def _fewest_points(problem: Problem, fewest: Fewest, trade: int | None) -> tuple[Triples, int | None]:
    """A plan of no more unserved and changes with fewer points, and the points that no such plan goes below.

    None where nothing is proven: the changes are not, or not everybody who may change them was looked at.
    """
    assert fewest.state is not None
    problem.reporter.phase("search")
    budget, baseline = problem.budget, problem.baseline
    plain = State(problem.incidence)
    everybody = np.arange(plain.model.crews, dtype=np.int64)
    plain.apply(plain.propose(everybody, fewest.state.triples()))
    problem.reporter.best = plain.objective
    problem.reporter.tell()
    served = problem.owed - fewest.unserved
    if trade is not None:
        model = with_changes(serving_at_least(plain.model, served), baseline, trade)
        return trade_changes(model, plain.triples(), problem.requirements, budget, problem.reporter), None
    # One change more costs more than all points that could be saved by it.
    least = priced(problem.incidence, problem.requirements, np.zeros(len(plain.model.limits), dtype=np.int64)).bound
    each = max(1, plain.objective - least + 1)
    model = with_changes(serving_at_least(plain.model, served), baseline, each)
    state = State(Incidence(model))
    state.apply(state.propose(everybody, plain.triples()))
    free = fewest.crews
    if not len(free):
        return state.triples(), plain.objective
    part, requirements = part_of(state, free, problem.requirements)
    bound = minimise(part, requirements, budget, POLISH * max(1.0, len(free) / CREWS))
    mine = part.triples()
    state.apply(state.propose(free, Triples(free[mine.crew], mine.place, mine.time)))
    return state.triples(), bound - each * fewest.changes if fewest.proven else None


def _said(problem: Problem, fewest: Fewest, plan: Plan, points: int | None, trade: int | None) -> dict[str, Any]:
    """What a plan's dossier says of the changes."""
    new = set(plan.assignments) | set(problem.index.instance.served)
    changed = sum(duty not in new for duty in set(problem.index.instance.incumbent))
    assert plan.objective is not None
    return {
        "changed": changed,
        "changed_at_least": fewest.least_changes,
        "impossible": problem.baseline.lost,
        "unserved": sum(item.missing for item in plan.unserved),
        "unserved_at_least": fewest.least_unserved,
        "points_at_least": None if points is None else min(points, plan.objective),
        "points_per_change": trade,
    }
