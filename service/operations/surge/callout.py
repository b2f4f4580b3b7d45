"""The call-out: who is to be told, where and when they begin, with masked numbers and the words to send."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.messages import Message
from service.models import MemberState, SurgeAnswer, SurgeMember, SurgeOperation, SurgePlace, SurgeWork
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.names import matches
from service.operations.surge.find import EVERYBODY, member_scope, works_of
from service.words import translate


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody called: the shifts still to come, the first first. `phone` is masked."""

    member: SurgeMember
    name: str
    number: str
    unit: str
    phone: str | None
    works: Sequence[SurgeWork]

    @property
    def next(self) -> SurgeWork | None:
        """The next shift."""
        return self.works[0] if self.works else None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which lines are wanted. `answer` also takes `released`."""

    text: str = ""
    place_id: int | None = None
    unit_id: int | None = None
    answer: str = ""


def callout(
    session: Session,
    actor: Actor,
    now: datetime,
    operation: SurgeOperation,
    today: date,
    wanted: CallFilter | None = None,
) -> list[Called]:
    """Those called whom the actor may see, by place, then unit and number."""
    actor.require(*EVERYBODY)
    asked = wanted or CallFilter()
    query = (
        select(SurgeMember)
        .join(SurgePlace, SurgePlace.id == SurgeMember.place_id)
        .where(SurgeMember.operation_id == operation.id, member_scope(session, actor, now))
        .options(joinedload(SurgeMember.cadre), joinedload(SurgeMember.unit), joinedload(SurgeMember.place))
        .order_by(SurgePlace.position, SurgePlace.id, SurgeMember.unit_id, SurgeMember.id)
    )
    if asked.place_id:
        query = query.where(SurgeMember.place_id == asked.place_id)
    if asked.unit_id:
        query = query.where(SurgeMember.unit_id == asked.unit_id)
    if asked.answer == MemberState.RELEASED:
        query = query.where(SurgeMember.state == MemberState.RELEASED)
    else:
        query = query.where(SurgeMember.state == MemberState.CALLED)
        if asked.answer in set(SurgeAnswer):
            query = query.where(SurgeMember.answer == asked.answer)
    members = session.scalars(query).all()
    coming: dict[int, list[SurgeWork]] = defaultdict(list)
    for work in works_of(session, operation, SurgeWork.date >= today):
        coming[work.cadre_id].append(work)
    found = [_called(member, coming.get(member.cadre_id, [])) for member in members]
    return [one for one in found if matches(asked.text, one.name, one.number, one.unit, person=True)]


def _called(member: SurgeMember, works: Sequence[SurgeWork]) -> Called:
    unit = (member.unit.short_name or member.unit.name) if member.unit else "—"
    cadre = member.cadre
    return Called(member, cadre.name, cadre.employee_number, unit, mask_phone(cadre.phone), works)


def message_to(operation: SurgeOperation, called: Called, language: str = "zh") -> str:
    """The words to send to somebody: what for, where, the first shift, whom to ask for, and the notice."""
    place, first = called.member.place, called.next
    lines = [Message("%(name)s同志：现召集您参加“%(operation)s”。", name=called.name, operation=operation.name)]
    where = place.name + (f"（{place.address}）" if place.address else "")
    lines.append(Message("点位：%(place)s。", place=where))
    if first is not None:
        when = {"day": first.date, "shift": first.shift.name, "starts": first.shift.starts, "ends": first.shift.ends}
        lines.append(Message("首班：%(day)s %(shift)s %(starts)s–%(ends)s。", **when))
        lines.append(Message("共 %(count)s 班，至 %(last)s。", count=len(called.works), last=called.works[-1].date))
    if place.contact_name:
        lines.append(
            Message("到岗联系：%(name)s %(phone)s。", name=place.contact_name, phone=place.contact_phone or "")
        )
    if operation.notice:
        lines.append(Message("%(text)s", text=operation.notice))
    lines.append(Message("请尽快答复能否到岗。"))
    joiner = "" if language == "zh" else " "
    return joiner.join(translate(line, language) for line in lines)


def answer_counts(lines: Sequence[Called]) -> dict[str, int]:
    """How many have answered what."""
    counts = dict.fromkeys(SurgeAnswer, 0)
    for one in lines:
        counts[SurgeAnswer(one.member.answer)] += 1
    return {str(answer): count for answer, count in counts.items()}
