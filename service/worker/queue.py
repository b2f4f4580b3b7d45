"""The queue of runs: claimed by one process, kept alive by its heartbeat, taken back when that stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.models import RunState, SolveRun
from service.operations.actor import system_actor
from service.operations.audit_log import record
from service.operations.runs import keep_message

MOST_ATTEMPTS = 3
STALE_SECONDS = 60
NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Claim:
    """A run that this process has taken: nobody else ends it as long as process and attempt are these."""

    run_id: int
    district_id: int
    process: str
    attempt: int
    kind: str = ""


def claim_next(session: Session, now: datetime, process: str) -> Claim | None:
    """Take the oldest queued run, if there is one."""
    queued = session.execute(
        select(SolveRun.id, SolveRun.district_id, SolveRun.attempt, SolveRun.kind)
        .where(SolveRun.state == RunState.QUEUED)
        .order_by(SolveRun.id)
        .limit(1)
    ).one_or_none()
    if queued is None:
        return None
    taken = session.execute(
        update(SolveRun)
        .where(SolveRun.id == queued.id, SolveRun.state == RunState.QUEUED, SolveRun.attempt == queued.attempt)
        .values(
            state=RunState.RUNNING,
            process=process,
            attempt=queued.attempt + 1,
            started_at=now,
            heartbeat_at=now,
            progress={},
        )
    )
    if not _one(taken):
        return None
    return Claim(queued.id, queued.district_id, process, queued.attempt + 1, queued.kind)


def mine(claim: Claim) -> Any:
    """The condition that a claim still stands."""
    return (
        (SolveRun.id == claim.run_id)
        & (SolveRun.state == RunState.RUNNING)
        & (SolveRun.process == claim.process)
        & (SolveRun.attempt == claim.attempt)
    )


def beat(session: Session, now: datetime, claim: Claim, progress: dict[str, Any] | None) -> bool | None:
    """Say that the run goes on; whether its end is asked for. None: the run is no longer this process's."""
    values: dict[str, Any] = {"heartbeat_at": now} | ({} if progress is None else {"progress": progress})
    if not _one(session.execute(update(SolveRun).where(mine(claim)).values(values))):
        return None
    return session.scalar(select(SolveRun.cancel_requested).where(SolveRun.id == claim.run_id))


def hold(session: Session, claim: Claim) -> SolveRun | None:
    """The run, locked for this transaction, to be ended. None: it is no longer this process's."""
    if not _one(session.execute(update(SolveRun).where(mine(claim)).values(process=claim.process))):
        return None
    return session.get(SolveRun, claim.run_id, populate_existing=True)


def give_back(session: Session, claim: Claim, *, counts: bool) -> None:
    """Queue a run again. `counts`: the attempt was used up (the solve died), else it was never begun."""
    session.execute(
        update(SolveRun)
        .where(mine(claim))
        .values(
            state=RunState.QUEUED,
            process=None,
            started_at=None,
            heartbeat_at=None,
            progress={},
            attempt=claim.attempt if counts else claim.attempt - 1,
        )
    )


def take_back(session: Session, now: datetime, silent_since: datetime) -> list[int]:
    """Queue again what no process has kept alive since an instant; after three attempts it has failed.

    Whoever holds the clock's lock may pass `now`: no other process can be at work.
    """
    orphans = session.scalars(
        select(SolveRun).where(SolveRun.state == RunState.RUNNING, SolveRun.heartbeat_at <= silent_since)
    ).all()
    for run in orphans:
        actor = system_actor(run.district_id, NIGHT)
        if run.cancel_requested:
            run.state, run.outcome, run.ended_at = RunState.CANCELLED, "cancelled", now
        elif run.attempt >= MOST_ATTEMPTS:
            fail(run, now, interrupted(run.attempt))
        else:
            run.state, run.process, run.heartbeat_at = RunState.QUEUED, None, None
        record(session, actor, now, "run.take_back", run, note=run.state)
    return [run.id for run in orphans]


def fail(run: SolveRun, now: datetime, why: Text, outcome: str = "error") -> None:
    """End a run that could not be done, with the reason."""
    run.state, run.outcome, run.ended_at = RunState.FAILED, outcome, now
    run.message = keep_message(why)


def interrupted(attempts: int) -> Text:
    """The reason of a run that died every time."""
    return Text(
        f"求解进程被中断{attempts}次，不再重试。已发布的内容没有改动。请查看服务器日志，并检查内存是否足够。",
        f"The solving process was interrupted {attempts} times and is not tried again. What is published is unchanged. "
        "Look into the server's log, and whether there is enough memory.",
    )


def _one(result: Any) -> bool:
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
