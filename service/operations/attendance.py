"""The community countersigns who came: served, excused or missed; reversible, and every change is logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import FieldProblem, InvalidInput, Message, NotFound
from service.models import Assignment, Attendance, Community, Zone
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.community_days import community_for
from service.operations.editing import name_of
from service.operations.locks import lock_month
from service.operations.publication.versions import publication_in_force
from service.operations.scope import today_of


def mark_attendance(
    session: Session,
    actor: Actor,
    now: datetime,
    day: date,
    cadre_id: int,
    value: str,
    community_id: int | None = None,
) -> Assignment:
    """Say what became of a duty; `planned` takes back what was said.

    Raises:
        NotFound: the community is not the actor's, or the cadre has no duty there on that day.
        InvalidInput: the day has not come yet, or the value is none.
    """
    duties = _marked_day(session, actor, now, day, value, community_id)
    chosen = [duty for duty in duties if duty.cadre_id == cadre_id]
    if not chosen:
        raise NotFound(Message("这一天没有此人的值勤，可能已被新版本调整，请刷新后核对"))
    _mark(session, actor, now, chosen[0], value)
    return chosen[0]


def mark_all_served(session: Session, actor: Actor, now: datetime, day: date, community_id: int | None = None) -> int:
    """Mark as served whoever is not marked yet on a day; returns how many."""
    duties = _marked_day(session, actor, now, day, Attendance.SERVED, community_id)
    left = [duty for duty in duties if duty.attendance == Attendance.PLANNED]
    for duty in left:
        _mark(session, actor, now, duty, Attendance.SERVED)
    return len(left)


def _marked_day(
    session: Session, actor: Actor, now: datetime, day: date, value: str, community_id: int | None
) -> Sequence[Assignment]:
    """The duties of a day in the version in force, held so that a publication neither misses nor undoes a mark."""
    community = community_for(session, actor, community_id)
    today = today_of(session, actor.district_id, now)
    problems = []
    if day > today:
        problems.append(FieldProblem("date", day, Message("不能晚于今天（%(today)s）", today=today), Message("日期")))
    if value not in set(Attendance):
        problems.append(FieldProblem("attendance", value, Message("请从列表中选择"), Message("到岗情况")))
    if problems:
        raise InvalidInput(Message("填写有误，尚未保存任何内容"), problems)
    return _duties(session, actor, community, day)


def _duties(session: Session, actor: Actor, community: Community, day: date) -> Sequence[Assignment]:
    if publication_in_force(session, actor.district_id, day.replace(day=1)) is None:
        return ()
    state = lock_month(session, actor.district_id, day.replace(day=1))
    return session.scalars(
        select(Assignment)
        .join(Zone, Zone.id == Assignment.zone_id)
        .where(
            Assignment.publication_id == state.publication_id,
            Assignment.date == day,
            Zone.community_id == community.id,
        )
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    ).all()


def _mark(session: Session, actor: Actor, now: datetime, duty: Assignment, value: str) -> None:
    if duty.attendance == value:
        return
    before = {"attendance": duty.attendance}
    duty.attendance = value
    about = f"{name_of(duty.cadre)} {duty.date} {duty.zone_name}"
    record(session, actor, now, "attendance.mark", duty, before=before, after={"attendance": value}, note=about)
