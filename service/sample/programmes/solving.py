"""The demonstration's programmes solved by the worker and, where they begin now, approved as an admin would."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import Event

from sqlalchemy import select

from service.database import write_transaction
from service.messages import Message, OperationError
from service.models import Programme, ProgrammeKind, ProgrammeState, Proposal, SolveRun
from service.operations.actor import Actor
from service.operations.programmes.approving import approve, preview_approval
from service.operations.programmes.runs import active_run_of, request_proposal
from service.operations.runs import message_of
from service.worker.context import Worker
from service.worker.runner import execute, take_next

SECONDS = 3.0
# What begins at once is approved; rotation and inspection wait for the reader.
APPROVED = (ProgrammeKind.POSTING, ProgrammeKind.SQUAD)


def programmes_to_solve(worker: Worker, district_id: int) -> list[int]:
    """The programmes in preparation that have no proposal yet, in the order in which they were made."""
    with worker.sessions() as session:
        solved = select(Proposal.programme_id)
        query = select(Programme.id).where(
            Programme.district_id == district_id,
            Programme.state == ProgrammeState.PREPARING,
            Programme.id.not_in(solved),
        )
        return list(session.scalars(query.order_by(Programme.id)))


def solve_programmes(worker: Worker, actor: Actor, at: datetime) -> list[Message]:
    """Solve what is not solved and approve what begins now; what came of each, in words. The clock's lock must be held.

    Raises:
        OperationError: a solve failed; the words say why.
    """
    then = replace(worker, now=lambda: at)
    told = [_solve(then, actor, at, one) for one in programmes_to_solve(worker, actor.district_id)]
    with worker.sessions() as session:
        waiting = select(Programme.id).where(
            Programme.district_id == actor.district_id,
            Programme.state == ProgrammeState.PREPARING,
            Programme.kind.in_(APPROVED),
        )
        left = list(session.scalars(waiting.order_by(Programme.id)))
    for programme_id in left:
        _approve(then, actor, at, programme_id)
    return told


def _solve(worker: Worker, actor: Actor, at: datetime, programme_id: int) -> Message:
    limit = min(SECONDS, worker.settings.solver.time_limit)
    with write_transaction(worker.sessions) as session:
        run = active_run_of(session, programme_id, actor.district_id)
        if run is None:
            run = request_proposal(session, actor, at, programme_id, {"time_limit": limit})
            session.flush()
        run_id = run.id
    while (claim := take_next(worker)) is not None:
        execute(worker, claim, Event())
    with worker.sessions() as session:
        best = session.scalar(select(Proposal).where(Proposal.run_id == run_id, Proposal.rank == 1))
        name = session.get_one(Programme, programme_id).name
        if best is None:
            why = message_of(session.get_one(SolveRun, run_id))
            words = f"{why.zh} {why.en}" if why else "—"
            raise OperationError(Message("%(name)s没有求出方案：%(why)s", name=name, why=words))
        return Message(
            "%(name)s：总分%(objective)s，下界%(bound)s", name=name, objective=best.objective, bound=best.bound
        )


def _approve(worker: Worker, actor: Actor, at: datetime, programme_id: int) -> None:
    with write_transaction(worker.sessions) as session:
        best = session.scalar(
            select(Proposal)
            .where(Proposal.programme_id == programme_id, Proposal.rank == 1)
            .order_by(Proposal.id.desc())
            .limit(1)
        )
        if best is None:
            return
        preview = preview_approval(session, actor, at, best)
        approve(session, actor, at, best.id, preview.token)
