"""Answers to a call, entered by whoever is responsible; whoever cannot come is replaced at once."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message
from service.models import MemberState, SurgeAnswer, SurgeMember, SurgeState
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import find
from service.operations.scope import today_of
from service.operations.surge.find import EVERYBODY, hold_operation, member_scope
from service.operations.surge.replacing import Replaced, replace_member


def find_member(session: Session, actor: Actor, now: datetime, member_id: int) -> SurgeMember:
    """Somebody called whom the actor may answer for.

    Raises:
        NotFound: they are none of the actor's.
    """
    actor.require(*EVERYBODY)
    return find(session, SurgeMember, member_id, member_scope(session, actor, now))


def answer_call(
    session: Session,
    actor: Actor,
    now: datetime,
    member_id: int,
    answer: str,
    reason: str | None = None,
    first: date | None = None,
) -> Replaced | None:
    """Write down what somebody answers. Who cannot come (from `first` on, today unless told) is replaced at once.

    Raises:
        NotFound: they are none of the actor's.
        InvalidInput: the answer is unknown, the reason missing, or the day out of bounds.
        Conflict: the operation is over, or they were released already.
    """
    member = find_member(session, actor, now, member_id)
    operation = member.operation
    hold_operation(session, operation)
    session.refresh(member)
    if operation.state != SurgeState.ACTIVE or member.state != MemberState.CALLED:
        raise Conflict(Message("%(name)s已不在召集名单中", name=member.cadre.name))
    checks = Checks()
    chosen = checks.one_of("answer", answer, SurgeAnswer)
    text = checks.text("reason", reason, 200, required=answer == SurgeAnswer.CANNOT)
    checks.done()
    before = {"answer": member.answer}
    member.answer, member.answer_reason = chosen, text
    member.answered_at, member.answered_by = now, actor.name
    if chosen == SurgeAnswer.NONE:
        member.answer_reason, member.answered_at, member.answered_by = None, None, None
    record(session, actor, now, "surge.answer", member, before=before, after={"answer": chosen}, note=text)
    if chosen != SurgeAnswer.CANNOT:
        return None
    today = today_of(session, actor.district_id, now)
    day = max(first or today, today, operation.first_day)
    if day > operation.last_day:
        problem = Message("日期应在 %(first)s 至 %(last)s 之间", first=today, last=operation.last_day)
        raise InvalidInput(problem)
    return replace_member(session, actor, now, member, day, text)
