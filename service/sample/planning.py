"""One month by the product's own road: a run is queued, solved in a process of its own, audited, drafted, published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event

from sqlalchemy.orm import Session

from service.database import write_transaction
from service.messages import Message, OperationError
from service.models import Draft, Publication, RunKind, SolveRun
from service.operations.actor import Actor
from service.operations.drafts import open_draft
from service.operations.publication import preview_publication, publish
from service.operations.runs import active_run, message_of, request_run
from service.sample.timeline import PlannedMonth
from service.worker.context import Worker
from service.worker.runner import execute, take_next

SECONDS, SECONDS_COMING = 4.0, 15.0
Also = Callable[[Session, Publication], None]


def plan_month(worker: Worker, actor: Actor, planned: PlannedMonth, also: Also) -> Message:
    """Plan and publish a month at its instant; what came of it, in words. `also` writes in the transaction that publishes.

    A run or a draft that an interrupted start left is taken up. The clock's lock must be held.

    Raises:
        OperationError: the solve failed; the words say why.
    """
    then = replace(worker, now=lambda: planned.at)
    with worker.sessions() as session:
        draft = open_draft(session, actor.district_id, planned.month)
    if draft is None:
        _solve(then, actor, planned, RunKind.DRAFT)
    with write_transaction(worker.sessions) as session:
        draft = open_draft(session, actor.district_id, planned.month)
        assert draft is not None
        preview = preview_publication(session, actor, planned.at, draft)
        publication = publish(session, actor, planned.at, draft, preview.token)
        also(session, publication)
        return _words(planned, draft, preview.difference.count("added"))


def replan_month(worker: Worker, actor: Actor, planned: PlannedMonth, also: Also) -> Message:
    """Plan a published month again after what happened in it (a run is queued already), and publish that.

    Raises:
        OperationError: the solve failed; the words say why.
    """
    at = planned.changed_at
    assert at is not None
    with worker.sessions() as session:
        draft = open_draft(session, actor.district_id, planned.month)
    if draft is None:
        _solve(replace(worker, now=lambda: at), actor, replace(planned, at=at), RunKind.REPLAN)
    with write_transaction(worker.sessions) as session:
        draft = open_draft(session, actor.district_id, planned.month)
        assert draft is not None
        preview = preview_publication(session, actor, at, draft)
        publication = publish(session, actor, at, draft, preview.token, "因病假和天气调整")
        also(session, publication)
        moved = sum(preview.difference.count(kind) for kind in ("added", "moved", "removed"))
        return Message("%(month)s：月中重排，%(moved)d次有变动", month=f"{planned.month:%Y-%m}", moved=moved)


def _solve(worker: Worker, actor: Actor, planned: PlannedMonth, kind: RunKind) -> None:
    """Queue a run unless one is waiting, and do what is queued; afterwards there is an open draft."""
    seconds = SECONDS_COMING if planned.coming else SECONDS
    limit = min(seconds, worker.settings.solver.time_limit)
    with write_transaction(worker.sessions) as session:
        run = active_run(session, actor.district_id, planned.month)
        if run is None:
            options = {"time_limit": limit}
            run = request_run(session, actor, planned.at, planned.month, kind, options)
            session.flush()
        run_id = run.id
    while (claim := take_next(worker)) is not None:
        execute(worker, claim, Event())
    with worker.sessions() as session:
        if open_draft(session, actor.district_id, planned.month) is None:
            why = message_of(session.get_one(SolveRun, run_id))
            raise OperationError(
                Message(
                    "%(month)s没有排成：%(why)s",
                    month=f"{planned.month:%Y-%m}",
                    why=f"{why.zh} {why.en}" if why else "—",
                )
            )


def _words(planned: PlannedMonth, draft: Draft, duties: int) -> Message:
    return Message(
        "%(month)s：%(duties)d人次值勤，%(unserved)d人次未排上，目标值%(objective)s，下界%(bound)s",
        month=f"{planned.month:%Y-%m}",
        duties=duties,
        unserved=sum(item["missing"] for item in draft.report.get("unserved", ())),
        objective=draft.objective,
        bound=draft.bound,
    )
