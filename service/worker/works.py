"""Kinds of runs that have a work of their own, beside the month's duties.

To add a kind (say `RunKind.ROSTER`):

1. Queue its runs by an operation that calls `service.operations.runs.queue_run` with what is to be solved (`subject`).
2. Write a class with the methods of `Work`: `read` makes a `Task` in one frozen read (the instance's canonical bytes and
   whatever else the solving process or the end needs); `end` recounts the answer with the audit and stores it, in the
   transaction that ends the run, and sets `run.outcome` (a key of `service.operations.runs.OUTCOMES`), `run.message` and
   `run.dossier`; to fail it calls `service.worker.queue.fail`.
3. Write the solving function, `solve(data, options, stop, out) -> dict` in a module that knows no database, and name it
   in `Work.solver` as "module:function". It runs in the solving process with its memory limit; `teller(out)` of
   `service.worker.child` tells progress, `stop.is_set` says that the best so far is wanted. Its answer must be JSON.
4. Name the class in `WORKS` as a function that imports it (so that this module imports none of them).

Claim, heartbeat, cancelling, three attempts after a kill and the memory limit are then as for every other run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from service.models import RunKind, SolveRun
from service.worker.context import Worker
from service.worker.queue import Claim


@dataclass(frozen=True, slots=True)
class Task:
    """What a run solves: the instance's bytes with their SHA-256, options for the solving process, and what `end` needs."""

    data: bytes
    sha256: str
    options: dict[str, Any] = field(default_factory=dict)
    kept: Any = None


class Work(Protocol):
    """How the runs of a kind are done."""

    @property
    def solver(self) -> str:
        """The function of the solving process, as "module:function"."""
        ...

    def read(self, worker: Worker, claim: Claim) -> Task:
        """What the run solves, read in one consistent transaction that is over when this returns.

        Raises:
            OperationError: there is nothing to solve any more; the run fails with its words.
            ProblemError: the data are not fit for the engine; the run fails with the first of its words.
        """
        ...

    def end(
        self,
        session: Session,
        now: datetime,
        run: SolveRun,
        task: Task,
        answer: dict[str, Any],
        options: dict[str, Any],
        *,
        cancelled: bool,
    ) -> None:
        """Recount and store the answer and say in the run what came of it. State and end are set already."""
        ...


def _placement() -> Work:
    from service.worker.placements.work import PlacementWork

    return PlacementWork()


def _surge() -> Work:
    from service.worker.surges.work import SurgeWorkOfRun

    return SurgeWorkOfRun()


WORKS: dict[str, Callable[[], Work]] = {RunKind.PLACEMENT: _placement, RunKind.ROSTER: _surge}
