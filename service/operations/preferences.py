"""Day preferences: how much a cadre would like to avoid a date, 0 (gladly) to 10 (if at all possible, not)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Cadre, DayPreference, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.cadres import resolve_cadre, text_condition
from service.operations.checks import Checks
from service.operations.editing import described, find, saved
from service.operations.scope import cadre_scope, today_of

MOST_POINTS = 10
EDITORS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)


def list_preferences(
    actor: Actor, today: date, text: str = "", first: date | None = None, last: date | None = None
) -> Select[Any]:
    """The day preferences of people in the actor's scope, by date."""
    query = select(DayPreference).join(Cadre, Cadre.id == DayPreference.cadre_id).where(cadre_scope(actor, today))
    condition = text_condition(text)
    if condition is not None:
        query = query.where(condition)
    if first is not None:
        query = query.where(DayPreference.date >= first)
    if last is not None:
        query = query.where(DayPreference.date <= last)
    return query.order_by(DayPreference.date, Cadre.employee_number)


def set_preference(
    session: Session,
    actor: Actor,
    now: datetime,
    cadre: str,
    day: date | None,
    points: int | None,
    reason: str | None = None,
) -> DayPreference:
    """Say how much somebody (number or name) would like to avoid a date; said again it is replaced.

    Cadres say it for themselves, officers for their unit, admins for all.

    Raises:
        InvalidInput: a field is wrong, or the date is past.
    """
    actor.require(*EDITORS)
    checks = Checks()
    person = resolve_cadre(session, actor, now, cadre, checks)
    wanted = checks.day_given("date", day)
    today = today_of(session, actor.district_id, now)
    if day is not None and day < today:
        checks.add("date", day, Message("不能早于今天（%(today)s）", today=today))
    count = checks.number("points", points, 0, MOST_POINTS)
    text = checks.text("reason", reason, 200)
    checks.done()
    if person is None:
        raise AssertionError("checks.done() let a missing person pass")
    row = session.scalar(select(DayPreference).where(DayPreference.cadre_id == person.id, DayPreference.date == wanted))
    before = described(row) if row is not None else None
    if row is None:
        row = DayPreference(district_id=actor.district_id, cadre_id=person.id, date=wanted)
    row.points, row.reason = count, text
    saved(session, actor, now, "preference", row, before)
    return row


def delete_preference(session: Session, actor: Actor, now: datetime, preference_id: int) -> None:
    """Take a day preference back.

    Raises:
        NotFound: there is none of somebody in the actor's scope.
    """
    actor.require(*EDITORS)
    scope = cadre_scope(actor, today_of(session, actor.district_id, now))
    row = find(session, DayPreference, preference_id, DayPreference.cadre_id.in_(select(Cadre.id).where(scope)))
    record(session, actor, now, "preference.delete", row, before=described(row))
    session.delete(row)
