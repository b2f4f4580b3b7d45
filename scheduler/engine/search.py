"""Search on both axes at once: frees some crews, solves them anew beside all others, keeps what is better."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from scheduler.engine.bound import Priced
from scheduler.engine.budget import Budget
from scheduler.engine.candidates import cheapest, join
from scheduler.engine.neighbourhood import Neighbourhoods
from scheduler.engine.requirements import Requirements, narrow
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits, Outcome, Submodel
from scheduler.model import Ints

# Sizes of a neighbourhood in crews, and of a sub-model in triples.
SMALLEST, FIRST, LARGEST = 12, 50, 400
TRIPLES = 9000


@dataclass(frozen=True, slots=True)
class Task:
    """A neighbourhood to be solved, and the chance numbers that go with it."""

    crews: Ints
    candidates: Triples
    seed: int


class Search:
    """Large neighbourhood search with a size that adapts to how fast sub-models are solved."""

    def __init__(self, state: State, priced: Priced, requirements: Requirements, budget: Budget,
                 luck: np.random.Generator) -> None:  # fmt: skip
        self.state = state
        self.priced = priced
        self.requirements = requirements
        self.budget = budget
        self.luck = luck
        self.neighbourhoods = Neighbourhoods(priced, luck)
        self.size = float(FIRST)
        self._lock = threading.Lock()

    def run(self, target: int, report: Callable[[], None], until: float = 1.0) -> None:
        """Improve until the objective is `target` or the share `until` of the budget is used."""
        workers = 1 if self.budget.by_effort else self.budget.options.workers
        with ThreadPoolExecutor(workers) as pool:
            running: set[Future[tuple[Task, Outcome]]] = set()
            while True:
                on = self.budget.left > 0 and self.budget.share < until and self.state.objective > target
                while on and len(running) < workers and (task := self._task()) is not None:
                    running.add(pool.submit(self._solve, task))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    self._accept(*future.result())
                report()

    def _task(self) -> Task | None:
        with self._lock:
            crews = self.neighbourhoods.choose(self.state, min(round(self.size), self.state.model.crews))
            if not len(crews):
                return None
            each = max(20, min(400, TRIPLES // len(crews)))
            parts = [cheapest(self.priced, crew, each, self.luck, 2) for crew in crews.tolist()]
            candidates = narrow(self.state.model, self.requirements, join([*parts, self.state.triples(crews)]))
            return Task(crews, candidates, int(self.luck.integers(1 << 30)))

    def _solve(self, task: Task) -> tuple[Task, Outcome]:
        with self._lock:
            submodel = Submodel(self.state, task.crews, task.candidates, self.requirements)
            submodel.hint(self.state.triples(task.crews))
        units = min(2.0, self.budget.left) if self.budget.by_effort else None
        return task, submodel.solve(Limits(min(4.0, self.budget.left), units, task.seed))

    def _accept(self, task: Task, outcome: Outcome) -> None:
        self.budget.charge(outcome.units + 0.05)
        with self._lock:
            if outcome.triples is not None:
                change = self.state.propose(task.crews, outcome.triples)
                if change.legal and change.points <= 0:
                    self.state.apply(change)
            quick = outcome.status == "optimal"
            self.size = min(LARGEST, self.size * 1.05) if quick else max(SMALLEST, self.size * 0.9)
