"""Solves of a programme: queued here, done by the worker's `service.worker.placements`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Candidate, ProgrammePost, RunKind, SolveRun
from service.operations.actor import Actor
from service.operations.programmes.find import has_placements
from service.operations.programmes.taking_part import open_programme
from service.operations.runs import ACTIVE, queue_run, request_cancel
from service.operations.scope import today_of

# How many next best plans are sought beside the best.
ALTERNATIVES = 2


def request_proposal(
    session: Session,
    actor: Actor,
    now: datetime,
    programme_id: int,
    options: Mapping[str, Any] | None = None,
    *,
    alternatives: int = ALTERNATIVES,
    refill_from: date | None = None,
) -> SolveRun:
    """Queue a solve of a programme. `options`: as `request_run`'s.

    `refill_from`: fill what lacks from that day on with as few moves as can be; else plan afresh (placements in
    force count as the plan so far, and each one moved costs points).

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: a solve of it is queued or running, it is cancelled or over, or nobody or no post takes part.
        InvalidInput: an option is wrong.
    """
    programme = open_programme(session, actor, programme_id)
    today = today_of(session, actor.district_id, now)
    if programme.last_day < max(today, refill_from or today):
        raise Conflict(Message("该项目的任期已经结束"))
    for table, words in (
        (ProgrammePost, Message("还没有岗位参加，请先添加")),
        (Candidate, Message("还没有候选人，请先添加")),
    ):
        if session.scalar(select(table.id).where(table.programme_id == programme_id).limit(1)) is None:
            raise Conflict(words)
    if refill_from is not None and not has_placements(session, programme_id):
        raise Conflict(Message("还没有批准的安排，无从补缺"))
    if active_run_of(session, programme_id, programme.district_id) is not None:
        raise Conflict(Message("该项目的求解已在排队或进行中"))
    subject: dict[str, Any] = {"programme": programme_id, "alternatives": alternatives}
    if refill_from is not None:
        subject["refill_from"] = max(refill_from, programme.first_day).isoformat()
    month = max(programme.first_day, today).replace(day=1)
    return queue_run(session, actor, now, RunKind.PLACEMENT, month, options or {}, subject)


def runs_of_programme(session: Session, district_id: int, programme_id: int, *, most: int = 10) -> list[SolveRun]:
    """The newest solves of a programme, newest first."""
    rows = session.scalars(
        select(SolveRun)
        .where(
            SolveRun.district_id == district_id,
            SolveRun.kind == RunKind.PLACEMENT,
            SolveRun.options["programme"].as_integer() == programme_id,
        )
        .order_by(SolveRun.id.desc())
        .limit(most)
    )
    return list(rows)


def active_run_of(session: Session, programme_id: int, district_id: int) -> SolveRun | None:
    """The solve of a programme that is queued or running."""
    return next((run for run in runs_of_programme(session, district_id, programme_id) if run.state in ACTIVE), None)


def cancel_runs(session: Session, actor: Actor, now: datetime, programme_id: int) -> None:
    """End whatever solve of a programme is queued or running."""
    run = active_run_of(session, programme_id, actor.district_id)
    if run is not None:
        request_cancel(session, actor, now, run)
