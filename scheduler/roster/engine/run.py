"""One roster that does not come apart: its steps from a first roster to bound, search and proof."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.report import Reporter
from scheduler.model import Ints
from scheduler.roster.engine.ascent import Ascent, ascend
from scheduler.roster.engine.block import Reins
from scheduler.roster.engine.columns import generate
from scheduler.roster.engine.dive import Dive, size_of
from scheduler.roster.engine.frame import Frame, frame_of
from scheduler.roster.engine.lines import Carried, LineFinder
from scheduler.roster.engine.master import Master
from scheduler.roster.engine.prices import SCALE, Pricing
from scheduler.roster.engine.renewal import renew
from scheduler.roster.engine.search import Search
from scheduler.roster.engine.start import first_roster
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits, whole
from scheduler.roster.engine.weave import weave
from scheduler.roster.engine.work import affordable, paths_work, wide
from scheduler.roster.formulation import formulate
from scheduler.roster.model import RosterModel
from scheduler.roster.problem import Roster

# Shares of the limit after which renewal, the rough bound, the good bound, the dive, and the first of search and proof end.
RENEWAL, ROUGH, BOUND, DIVE, FIRST = 0.03, 0.05, 0.5, 0.85, 0.85
# The same for long periods: the bound, the weeks.
LONG_BOUND, WEAVE = 0.12, 0.65
# Work units of a million table entries, of a linear programme's thousand lines, and of a model handed to CP-SAT.
ENTRIES, THOUSAND, OVERHEAD = 0.004, 0.05, 0.02
# Columns of the whole roster are for so many rows of the linear programme at most.
MOST_ROWS = 700
# Of more rows than so many the programme is dear: so many rounds of the subgradient method come before it.
WARM_ROWS, WARM_ROUNDS = 400, 50
# Booleans of a whole model that is tried before the search, and after it.
SMALL, LARGE = 5_000, 12_000
# Dives at most, the first by shares alone; again only if one takes no more than such a part of the limit.
DIVES, QUICK = 6, 0.07
# Lines of each person that the renewal hands on.
MET = 12


class Run:
    """One solve: the model, its budget, the best roster and bound so far."""

    def __init__(self, roster: Roster, budget: Budget, reporter: Reporter, pool: Executor | None) -> None:
        self.model: RosterModel = formulate(roster)
        self.frames: list[Frame] = [frame_of(sequence) for sequence in self.model.sequences]
        self.budget, self.reporter, self.pool = budget, reporter, pool
        self.luck = np.random.default_rng(budget.options.seed)
        self.state = State(self.model)
        self.met: list[tuple[int, Ints]] = []

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

    def renew(self, share: float) -> None:
        """Better a first roster, and keep the lines met on the way: together they make good rosters."""
        full = self.finder(Carried(band=wide(self.model)))
        work = paths_work(self.model, self.frames, full.carried) * ENTRIES / max(1, self.model.staff)

        def each(who: Ints, rows: Ints) -> None:
            self.budget.charge(len(who) * work + OVERHEAD / 10)
            self.met.extend(zip(who.tolist(), rows, strict=True))

        limits = Limits(1e9, None, self.budget.options.seed)
        self.state = renew(self.state, full, self.luck, limits, lambda: self.open(share), each)
        self.tell()

    def columns(self, carried: Carried, share: float) -> Master:
        """The same by column generation, with the lines that were found."""
        work = paths_work(self.model, self.frames, carried) * ENTRIES
        pricing = Pricing(self.model, self.finder(carried))
        master = Master(pricing)
        for person, row in self.met[-MET * self.model.staff :]:
            master.add(np.array([person]), row[None])
        rounds = WARM_ROUNDS if rows_of(self.model) > WARM_ROWS else 0
        begin = ascend(
            pricing,
            self.state.objective,
            Counted(rounds, lambda: self.open(share)),
            lambda found: self.budget.charge(work),
        )
        for rows in begin.recent:
            master.add(np.arange(self.model.staff), rows)

        def each(ascent: Ascent) -> None:
            self.budget.charge(2 * work + THOUSAND * len(master.rows) / 1000)
            self.reporter.bound = max(self.reporter.bound or 0, -(-ascent.exact // SCALE))
            self.tell()

        found = generate(master, self.state.rows, self.seconds, lambda: self.open(share), each, begin)
        each(found)
        return master

    def seconds(self) -> float:
        """Seconds that are left, endless where the limit is one of work."""
        return 1e9 if self.budget.by_effort else self.budget.left

    def dive(self, master: Master, share: float) -> None:
        """A roster from the columns."""

        def each() -> None:
            self.budget.charge(THOUSAND * len(master.rows) / 1000)

        def left() -> float:
            return max(0.0, share * self.budget.limit - self.budget.used)

        full = self.finder(Carried(band=wide(self.model)))
        limits = Limits(1e9, None, self.budget.options.seed)
        for attempt in range(DIVES):
            before = left()
            # Each dive drops lines, so it has a programme of its own.
            found = Dive(master.compact(), full, limits, self.luck if attempt else None)
            state = found.run(self.seconds, lambda: self.open(share), each, left)
            if state.objective < self.state.objective:
                self.state = state
            self.tell()
            if not self.open(share) or before - left() > QUICK * self.budget.limit:
                return

    def weave(self, share: float) -> None:
        """Everybody on some weeks anew, window after window."""
        limits = Limits(1e9, None, self.budget.options.seed)
        reins = Reins(self.seconds, lambda: self.open(share), self.budget.charge, limits, self.pool)
        weave(self.state, reins, self.budget.options.workers, MOST_ROWS, self.tell)

    def search(self, share: float) -> None:
        search = Search(self.state, self.budget, self.luck)
        search.run(self.pool, self.budget.options.workers, lambda: self.open(share), self.tell)

    def prove(self, share: float) -> None:
        """The whole model in CP-SAT, for what is left of a share of the limit."""
        part = whole(self.state)
        options = self.budget.options
        by_effort = self.budget.by_effort
        left = min(self.budget.left, max(0.01, share * self.budget.limit - self.budget.used))
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


def rows_of(model: RosterModel) -> int:
    """Rows of the linear programme, but for limits on totals."""
    return model.staff + model.days * model.shifts


class Counted:
    """Goes on so often, and as long as something else does."""

    def __init__(self, most: int, goes_on: Callable[[], bool]) -> None:
        self.left, self.goes_on = most, goes_on

    def __call__(self) -> bool:
        self.left -= 1
        return self.left >= 0 and self.goes_on()


def improve(run: Run) -> None:
    """Bound, a roster by the bound's prices, search, proof."""
    exact = affordable(run.model, run.frames)
    if rows_of(run.model) <= MOST_ROWS:
        run.reporter.phase("start")
        run.renew(RENEWAL)
        run.reporter.phase("bound")
        master = run.columns(exact, BOUND)
        run.reporter.phase("start")
        if run.open(1.0):
            run.dive(master, DIVE)
    else:
        run.reporter.phase("bound")
        rough = run.bound(Carried(minutes=False, weekends=False), ROUGH, None)
        ascent = run.bound(exact, LONG_BOUND, rough)
        run.reporter.phase("start")
        run.start(ascent)
        run.weave(WEAVE)
    size = size_of(run.model, list(range(run.model.staff)))
    if size <= SMALL and run.open(FIRST):
        run.reporter.phase("proof")
        run.prove(FIRST)
    run.reporter.phase("search")
    run.search(FIRST if SMALL < size <= LARGE else 1.0)
    if run.open(1.0):
        run.reporter.phase("proof")
        run.prove(1.0)
