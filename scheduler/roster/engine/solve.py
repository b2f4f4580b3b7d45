"""From a roster instance to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

from scheduler.engine.budget import Budget
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.report import Reporter
from scheduler.roster.engine.report import assignments_of, infeasible_roster_plan, roster_plan
from scheduler.roster.engine.run import Run, improve
from scheduler.roster.formulation import parts_of
from scheduler.roster.problem import Roster, RosterPlan, Work

# Seconds where no limit is given at all.
PATIENCE = 600.0


def solve_roster(
    roster: Roster,
    options: SolveOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> RosterPlan:
    """The best roster found within the limits; infeasible only where somebody has no valid line, with their names.

    Posts that share nobody are solved one after the other, each with its part of the time that is left. The objective
    and the score are the audit's. `progress` is called at least at every phase; once `should_stop` says yes the best
    plan so far is returned. A valid roster is found however short the time; without any limit it takes ten minutes.

    Raises:
        PlanError: the plan found does not pass the audit (a defect of the program).
    """
    options = options or SolveOptions()
    if options.time_limit is None and options.effort is None:
        options = replace(options, time_limit=PATIENCE)
    budget = Budget(options, should_stop)
    reporter = Reporter(budget, progress)
    reporter.phase("model")
    parts = parts_of(roster)
    works: list[Work] = []
    stuck: list[str] = []
    bound = 0
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(options.workers)) if options.workers > 1 else None
        for number, part in enumerate(parts):
            own, own_reporter = budget, reporter
            if len(parts) > 1:
                own = _share(budget, part, parts[number:])
                own_reporter = Reporter(own, None)
                reporter.phase("search")
            run, names = _solved(part, own, own_reporter, pool)
            stuck += names
            works += assignments_of(run.state)
            bound += own_reporter.bound or 0
            if own is not budget:
                budget.charge(own.spent)
    if stuck:
        order = {person.id: place for place, person in enumerate(roster.staff)}
        return infeasible_roster_plan(roster, reporter, sorted(stuck, key=lambda name: order[name]))
    reporter.bound = bound
    reporter.phase("audit")
    return roster_plan(roster, works, reporter)


def _share(budget: Budget, part: Roster, left: list[Roster]) -> Budget:
    """The part of the time or work that is left which a roster gets: by its people among all that are still to do."""
    share = len(part.staff) / sum(len(other.staff) for other in left)
    options = budget.options
    if budget.by_effort:
        options = replace(options, effort=max(1, round(share * budget.left)))
    else:
        options = replace(options, time_limit=max(0.001, share * budget.left))
    return Budget(options, lambda: budget.stopped)


def _solved(roster: Roster, budget: Budget, reporter: Reporter, pool: Executor | None) -> tuple[Run, list[str]]:
    """A roster that does not come apart, and who of it has no valid line."""
    run = Run(roster, budget, reporter, pool)
    reporter.phase("start")
    stuck = run.start(None)
    if not roster.staff:
        reporter.bound = run.state.objective
    elif not stuck:
        improve(run)
    return run, [roster.staff[person].id for person in stuck]
