"""Branching and neighbourhood search beside each other, until plan and bound meet or the effort is used up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scheduler.engine.programme import ENDLESS
from scheduler.model import Ints
from scheduler.placement.engine.branching import Branched, Stop, by_highs
from scheduler.placement.engine.chains import Chains
from scheduler.placement.engine.choice import Choice, better_of
from scheduler.placement.engine.circles import Circles
from scheduler.placement.engine.effort import STEP, Effort
from scheduler.placement.engine.neighbourhood import Neighbourhoods
from scheduler.placement.engine.part import part_of
from scheduler.placement.engine.prices import Priced
from scheduler.placement.model import PlacementModel

# Columns that branching looks at, at the most. Seconds or work units of its first turn, each is longer than the last.
MOST, FIRST, LONGER = 60_000, 8.0, 2.0
# Columns of its first turn, the cheapest at the prices; each turn has so many times more: a good plan makes most useless.
CORE, WIDER = 4_000, 4
# Turns where no limit is set at all.
TURNS = 6
# Branching gets so many seconds before neighbourhoods are searched beside it: mostly it needs no more.
ALONE = 2.0
# What is searched beside branching, in this order.
SEARCHES = (Chains, Circles, Neighbourhoods)
NOTHING: Ints = np.zeros(0, dtype=np.int64)


@dataclass
class _Turn(threading.Thread):
    """One turn of branching in a thread of its own: the solver cannot be stopped, but it can be left behind."""

    work: Callable[[], Branched]
    found: list[Branched] = field(default_factory=list)
    failed: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        """Branch; what goes wrong is raised where the result is asked for."""
        try:
            self.found.append(self.work())
        except BaseException as error:
            self.failed.append(error)

    def result(self) -> Branched:
        """What was found, once the thread has ended."""
        if self.failed:
            raise self.failed[0]
        return self.found[0]

    __hash__ = threading.Thread.__hash__


class Search:
    """Betters a choice and its bound."""

    def __init__(
        self,
        model: PlacementModel,
        priced: Priced,
        choice: Choice,
        allowed: Ints,
        effort: Effort,
        tell: Callable[[int, int], None],
    ) -> None:
        self.model = model
        self.priced = priced
        self.choice = choice
        self.bound = min(priced.bound, choice.objective)
        self.effort = effort
        self._allowed = allowed.astype(bool)
        self._tell = tell
        self._core = CORE
        # Their tables take as long as many a whole solve: each is made when it is first needed.
        self._near: dict[int, Chains | Circles | Neighbourhoods] = {}
        self._turn = 0

    @property
    def done(self) -> bool:
        """Whether plan and bound meet, or nothing is left to use up."""
        return self.choice.objective <= self.bound or self.effort.left <= 0

    def run(self) -> None:
        """Turns of branching, each longer than the last, with neighbourhoods beside them or in between."""
        beside = self.effort.budget.options.workers > 1 and not self.effort.by_units
        length, turns = FIRST, 0
        while not self.done and not (self.effort.endless and turns >= TURNS):
            before = self.effort.budget.used
            if beside:
                self._together(length)
            else:
                self._take(*self._branch(length))
                self._search(self.effort.budget.used - before)
            length, turns = length * LONGER, turns + 1

    def _branch(self, length: float) -> tuple[Branched, bool]:
        """A turn of branching, and whether it looked at every column that could matter."""
        work, every = self._job(length)
        return work(), every

    def _job(self, length: float) -> tuple[Callable[[], Branched], bool]:
        useful = np.flatnonzero(self._allowed & ~self.priced.useless(self.choice.objective)).astype(np.int64)
        most = min(MOST, self._core)
        self._core *= WIDER
        # A little more than all is no longer than a core, and its bound holds.
        every = len(useful) <= 2 * most
        if not every:
            useful = np.sort(useful[np.argsort(self.priced.reduced[useful], kind="stable")[:most]])
        known = self.choice.columns
        part = part_of(self.model, np.union1d(useful, known), NOTHING)
        seconds = ENDLESS if self.effort.by_units else min(length, self.effort.left)
        units = min(length, self.effort.left) if self.effort.by_units else None
        stop = Stop(seconds, units, self.effort.budget.options.seed)
        return (lambda: by_highs(part, known, stop, STEP)), every

    def _take(self, found: Branched, every: bool) -> None:
        """Use what branching found: the bound holds for columns that were left out where they cannot matter."""
        self.effort.charge(found.units)
        before = self.choice.objective
        self.choice = better_of(self.choice, found.chosen, self.model) or self.choice
        if every and found.bound is not None:
            # Columns were left out because no plan below the points known before has one.
            self.bound = max(self.bound, min(found.bound, before, self.choice.objective))
        self._tell(self.choice.objective, self.bound)

    def _together(self, length: float) -> None:
        """A turn of branching in its own thread, with neighbourhoods searched beside it."""
        work, every = self._job(length)
        turn = _Turn(work)
        turn.start()
        turn.join(min(ALONE, length))
        while turn.is_alive() and not self.done:
            self._near_turn()
        if self.effort.left <= 0 and not self.effort.budget.stopped:
            turn.join(1.0)
        if not turn.is_alive():
            self._take(turn.result(), every)

    def _search(self, length: float) -> None:
        """Neighbourhoods for as long as branching took."""
        until = self.effort.budget.used + length
        while self.effort.budget.used < until and not self.done:
            self._near_turn()

    def _near_turn(self) -> None:
        """A turn of one of the searches: whichever betters the choice goes on, else it is the next one's turn."""
        before = self.choice.objective
        if self._turn not in self._near:
            self._near[self._turn] = SEARCHES[self._turn](self.model, self.priced, self._allowed, self.effort)
        self.choice = self._near[self._turn].turn(self.choice)
        if self.choice.objective < before:
            self._tell(self.choice.objective, self.bound)
        else:
            self._turn = (self._turn + 1) % len(SEARCHES)
