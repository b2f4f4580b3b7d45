"""Rosters asked for: queued here, made by the worker's `service.worker.surges`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message
from service.models import RunKind, SolveRun, SurgeOperation, SurgeState
from service.operations.actor import Actor
from service.operations.runs import ACTIVE, queue_run, request_cancel
from service.operations.scope import today_of
from service.operations.surge.building import Mode
from service.operations.surge.find import first_open_day, open_operation
from service.operations.surge.places import needs_by_day

# Seconds: whoever calls up waits for it.
TIME_LIMIT = 50.0


def request_roster(
    session: Session,
    actor: Actor,
    now: datetime,
    operation_id: int,
    mode: Mode = Mode.CALL,
    first: date | None = None,
    options: Mapping[str, Any] | None = None,
) -> SolveRun:
    """Queue the making of a roster: the first call, the same people anew from a day on, or a new group from a day on.

    What is in force stays so until the roster is confirmed.

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: the operation is over, wants nobody, was (not) called up yet, or a roster of it is in the making.
        InvalidInput: the day or an option is wrong.
    """
    operation = open_operation(session, actor, operation_id)
    today = today_of(session, actor.district_id, now)
    day = first or first_open_day(operation, today)
    if mode is Mode.CALL and operation.state != SurgeState.PREPARING:
        raise Conflict(Message("该行动已经召集；可从某日起重排或换班接替"))
    if mode is not Mode.CALL and operation.state != SurgeState.ACTIVE:
        raise Conflict(Message("该行动还没有召集"))
    if not max(operation.first_day, today) <= day <= operation.last_day:
        words = {"first": first_open_day(operation, today), "last": operation.last_day}
        if words["first"] > operation.last_day:
            raise Conflict(Message("行动的日期（至 %(last)s）已经过去，请先延长", last=operation.last_day))
        raise InvalidInput(Message("日期应在 %(first)s 至 %(last)s 之间", **words))
    if not any(needs_by_day(place, day, operation.last_day) for place in operation.places):
        raise Conflict(Message("还没有点位需要人，请先填写点位和需要人数"))
    if active_roster_run(session, operation) is not None:
        raise Conflict(Message("该行动的排班已在排队或进行中"))
    subject = {"operation": operation.id, "mode": str(mode), "first": day.isoformat()}
    chosen = {"time_limit": TIME_LIMIT, **(options or {})}
    return queue_run(session, actor, now, RunKind.ROSTER, day.replace(day=1), chosen, subject)


def runs_of_operation(session: Session, operation: SurgeOperation, *, most: int = 10) -> Sequence[SolveRun]:
    """The newest runs of an operation, newest first."""
    return session.scalars(
        select(SolveRun)
        .where(
            SolveRun.district_id == operation.district_id,
            SolveRun.kind == RunKind.ROSTER,
            SolveRun.options["operation"].as_integer() == operation.id,
        )
        .order_by(SolveRun.id.desc())
        .limit(most)
    ).all()


def active_roster_run(session: Session, operation: SurgeOperation) -> SolveRun | None:
    """The run of an operation that is queued or at work."""
    return next((run for run in runs_of_operation(session, operation) if run.state in ACTIVE), None)


def stop_run(session: Session, actor: Actor, now: datetime, operation: SurgeOperation) -> None:
    """End whatever is queued or at work for an operation."""
    run = active_roster_run(session, operation)
    if run is not None:
        request_cancel(session, actor, now, run)
