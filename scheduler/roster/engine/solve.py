"""From a roster instance to a plan with a proven bound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.options import Progress, SolveOptions
from scheduler.engine.report import Reporter
from scheduler.roster.engine.ascent import Ascent, ascend
from scheduler.roster.engine.frame import Frame, frame_of
from scheduler.roster.engine.lines import Carried, LineFinder
from scheduler.roster.engine.prices import SCALE, Pricing
from scheduler.roster.engine.report import infeasible_roster_plan, roster_plan
from scheduler.roster.engine.search import Search
from scheduler.roster.engine.start import first_roster
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits, whole
from scheduler.roster.engine.work import paths_work, wide
from scheduler.roster.formulation import formulate
from scheduler.roster.model import RosterModel
from scheduler.roster.problem import Roster, RosterPlan

# Shares of the time after which the rough bound, the bound, and the search before a proof end.
ROUGH, BOUND, SEARCH = 0.1, 0.3, 0.6
# Work units of a million table entries, and of a part handed to CP-SAT.
ENTRIES, OVERHEAD = 0.004, 0.01
# A path that has to look at so many million entries counts less; a whole model of more Booleans is not tried.
MOST_ENTRIES, MOST_BOOLEANS = 60.0, 30_000


class _Run:
    """One solve: the model, its budget, the best roster and bound so far."""

    def __init__(self, roster: Roster, budget: Budget, reporter: Reporter, pool: Executor | None) -> None:
        self.model: RosterModel = formulate(roster)
        self.frames: list[Frame] = [frame_of(sequence) for sequence in self.model.sequences]
        self.budget, self.reporter, self.pool = budget, reporter, pool
        self.luck = np.random.default_rng(budget.options.seed)
        self.state = State(self.model)

    def tell(self) -> None:
        """Say how things stand."""
        self.reporter.best = self.state.objective
        self.reporter.tell()

    def finder(self, carried: Carried) -> LineFinder:
        return LineFinder(self.model, self.frames, carried, self.pool)

    def open(self, share: float) -> bool:
        """Whether something is left to be done within a share of the limit."""
        done = self.reporter.bound is not None and self.state.objective <= self.reporter.bound
        return not done and self.budget.left > 0 and self.budget.used < share * self.budget.limit

    def start(self, ascent: Ascent | None) -> list[int]:
        """A valid roster, taken where it is better; who has none."""
        full = self.finder(Carried(band=wide(self.model)))
        limits = Limits(1e9, None, self.budget.options.seed)
        work = paths_work(self.model, self.frames, full.carried) * ENTRIES
        found = first_roster(full, None if ascent is None else ascent.mean, self.luck, limits)
        self.budget.charge(work)
        if isinstance(found, list):
            return found
        if ascent is None or found.objective < self.state.objective:
            self.state = found
        self.tell()
        return []

    def bound(self, carried: Carried, share: float, begin: Ascent | None) -> Ascent:
        """Prices and the bound they prove."""
        work = paths_work(self.model, self.frames, carried) * ENTRIES

        def each(ascent: Ascent) -> None:
            self.budget.charge(work)
            self.reporter.bound = max(self.reporter.bound or 0, -(-ascent.exact // SCALE))
            self.tell()

        pricing = Pricing(self.model, self.finder(carried))
        found = ascend(pricing, self.state.objective, lambda: self.open(share), each, begin)
        each(found)
        return found

    def search(self, share: float) -> None:
        search = Search(self.state, self.budget, self.luck)
        search.run(self.pool, self.budget.options.workers, lambda: self.open(share), self.tell)

    def prove(self) -> None:
        """The whole model in CP-SAT for what is left."""
        part = whole(self.state)
        options = self.budget.options
        by_effort = self.budget.by_effort
        left = self.budget.left
        limits = Limits(
            1e9 if by_effort else left, left if by_effort else None, options.seed,
            1 if by_effort else options.workers, lambda: self.budget.stopped,
        )  # fmt: skip
        found = part.solve(limits)
        self.budget.charge(found.units + OVERHEAD)
        if found.rows is not None:
            better = State(self.model, found.rows)
            if better.objective <= self.state.objective:
                self.state = better
        self.reporter.bound = max(self.reporter.bound or 0, part.rounded(found.bound))
        self.tell()


def solve_roster(
    roster: Roster,
    options: SolveOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> RosterPlan:
    """The best roster found within the limits; infeasible only where somebody has no valid line, with their names.

    The objective and the score are the audit's. `progress` is called at least at every phase; once `should_stop`
    says yes the best plan so far is returned. A valid roster is found however short the time.

    Raises:
        PlanError: the plan found does not pass the audit (a defect of the program).
    """
    options = options or SolveOptions()
    budget = Budget(options, should_stop)
    reporter = Reporter(budget, progress)
    reporter.phase("model")
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(options.workers)) if options.workers > 1 else None
        run = _Run(roster, budget, reporter, pool)
        reporter.phase("start")
        stuck = run.start(None)
        if stuck:
            return infeasible_roster_plan(roster, reporter, stuck)
        if roster.staff:
            _improve(run)
    reporter.phase("audit")
    return roster_plan(run.state, reporter)


def _improve(run: _Run) -> None:
    """Bound, a roster by the bound's prices, search, proof."""
    run.reporter.phase("bound")
    rough = run.bound(Carried(minutes=False, weekends=False), ROUGH, None)
    exact = next(
        (
            carried
            for carried in (Carried(), Carried(weekends=False), Carried(minutes=False))
            if paths_work(run.model, run.frames, carried) <= MOST_ENTRIES
        ),
        Carried(minutes=False, weekends=False),
    )
    ascent = run.bound(exact, BOUND, rough)
    run.reporter.phase("start")
    if run.open(1.0):
        run.start(ascent)
    provable = int(sum(item.allowed.sum() + frame.starts.sum() for item, frame in zip(run.model.sequences, run.frames, strict=True)))
    run.reporter.phase("search")
    run.search(SEARCH if provable <= MOST_BOOLEANS else 1.0)
    if run.open(1.0):
        run.reporter.phase("proof")
        run.prove()
    while run.open(1.0):
        run.reporter.phase("search")
        run.search(1.0)
