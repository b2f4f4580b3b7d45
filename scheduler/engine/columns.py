"""The main search: programmes over candidate triples give better prices, a better bound and, rounded off, better plans."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from scheduler.engine.bound import SCALE, Priced, as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.candidates import cheapest, join, surplus
from scheduler.engine.dive import TINY, round_off
from scheduler.engine.master import Mixture, mix
from scheduler.engine.neighbourhood import Neighbourhoods, blame
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits
from scheduler.model import Ints

# Up to so many crews are planned all at once; of more, about `PART` at a time.
WHOLE, PART = 900, 400
# Candidates of a crew, and those added by the prices of each programme.
EACH, ADDED = 60, 30
# Crews that choose anew beside those a programme leaves open.
MORE = 60
# What is left of the blame of crews that were chosen, until it is asked for again.
CHOSEN = 0.1
# Work units for each candidate of a programme.
PRICE = 3e-5
# Work units of any step, however small.
OVERHEAD = 0.05
# Progress is told at least so often, in seconds.
TELL = 1.0


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one programme: crews and their new triples, better prices, candidates worth keeping."""

    crews: Ints
    triples: Triples | None
    prices: Priced | None
    pool: Triples | None
    units: float
    quick: bool


class ColumnSearch:
    """Repeats steps in as many threads as there are workers; one worker makes the same steps every time."""

    def __init__(self, state: State, prices: Priced, requirements: Requirements, budget: Budget,
                 luck: np.random.Generator) -> None:  # fmt: skip
        self.state = state
        self.prices = prices
        self.requirements = requirements
        self.budget = budget
        self.luck = luck
        self.pool: Triples | None = None
        self.size = float(PART)
        self.idle_steps = 0
        self._lock = threading.Lock()
        self._guilt = np.zeros(state.model.crews)
        self._choices = 0
        self._usable = np.flatnonzero(state.model.duties > 0)

    @property
    def bound(self) -> int:
        """The best bound so far, in points."""
        return self.prices.bound

    @property
    def whole(self) -> bool:
        """Whether all crews are planned at once."""
        return len(self._usable) <= WHOLE

    def run(self, report: Callable[[], None], patience: int, enough: int = 0) -> None:
        """Until plan and bound are `enough` points apart, the budget is used up, or `patience` steps brought nothing."""
        workers = 1 if self.budget.by_effort else self.budget.options.workers
        self.idle_steps = 0
        with ThreadPoolExecutor(workers) as pool:
            running: set[Future[Step]] = set()
            while True:
                while len(running) < workers and self._goes_on(patience, enough):
                    running.add(pool.submit(self._step, int(self.luck.integers(1 << 30))))
                if not running:
                    return
                done, running = wait(running, timeout=TELL, return_when=FIRST_COMPLETED)
                for future in done:
                    self._accept(future.result())
                report()

    def _goes_on(self, patience: int, enough: int) -> bool:
        return (
            self.budget.left > 0
            and self.state.objective - self.bound > enough
            and self.idle_steps < patience
            and len(self._usable) > 0
        )

    def _step(self, seed: int) -> Step:
        luck = np.random.default_rng(seed)
        with self._lock:
            state, prices, pool = self.state.copy(), self.prices, self.pool
            size = round(self.size)
        crews = self._usable if self.whole else self._chosen(state, prices, size, luck)
        base = self._narrowed(join([*(cheapest(prices, crew, EACH, luck, 1) for crew in crews.tolist()),
                                    state.triples(crews)]))  # fmt: skip
        candidates = base if pool is None or not self.whole else self._narrowed(join([base, pool]))
        units = OVERHEAD + PRICE * len(candidates)
        mixture = mix(state, crews, candidates, self.requirements, self._seconds(), prices.prices / SCALE)
        if mixture is None:
            return Step(crews, None, None, None, units, False)
        better, kept = self._learn(mixture, luck) if self.whole else (None, None)
        more = luck.choice(crews, min(MORE, len(crews)), replace=False)
        most = 8.0 if self.budget.by_effort else None
        limits = Limits(min(20.0, self._seconds()), most, seed, stopped=lambda: self.budget.stopped)
        triples, outcome = round_off(state, crews, mixture, self.requirements, limits, more, base)
        if outcome is not None:
            units += outcome.units
        return Step(crews, triples, better, kept, units, outcome is None or outcome.status == "optimal")

    def _chosen(self, state: State, prices: Priced, size: int, luck: np.random.Generator) -> Ints:
        """A neighbourhood. Who is to blame is asked now and then; whoever was chosen since is hardly chosen again."""
        with self._lock:
            if self._choices <= 0:
                self._guilt = blame(state, prices)
                self._choices = max(1, len(self._usable) // (2 * PART))
            self._choices -= 1
            guilt = self._guilt.copy()
        crews = Neighbourhoods(prices, luck).choose(state, size, guilt)
        with self._lock:
            self._guilt[crews] *= CHOSEN
        return crews

    def _narrowed(self, candidates: Triples) -> Triples:
        return narrow(self.state.model, self.requirements, candidates)

    def _seconds(self) -> float:
        return 1e9 if self.budget.by_effort else max(0.05, self.budget.left)

    def _learn(self, mixture: Mixture, luck: np.random.Generator) -> tuple[Priced, Triples]:
        """New prices, and the candidates that they and the mixture speak for."""
        found = priced(self.state.incidence, self.requirements, as_prices(self.state.incidence, mixture.duals))
        new = join([cheapest(found, crew, ADDED, luck, 0) for crew in self._usable.tolist()])
        old = mixture.candidates
        return found, join([old.take((mixture.share > TINY) | (surplus(found, old) <= SCALE)), new])

    def _accept(self, step: Step) -> None:
        self.budget.charge(step.units)
        with self._lock:
            self.idle_steps += 1
            if step.triples is not None:
                change = self.state.propose(step.crews, step.triples)
                if change.legal and change.points <= 0:
                    self.state.apply(change)
                    self.idle_steps = self.idle_steps if change.points == 0 else 0
            if step.prices is not None and step.prices.exact > self.prices.exact:
                self.prices = step.prices
                self.idle_steps = 0
            self.pool = step.pool if step.pool is not None else self.pool
            self.size = min(WHOLE, self.size * 1.1) if step.quick else max(60.0, self.size * 0.8)
