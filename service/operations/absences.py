"""Absences: entered, changed, cancelled and taken back, ended early by a return from leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Absence, AbsenceKind, Cadre, RoleName, UnitMembership
from service.operations.actor import Actor
from service.operations.cadres import members_of, resolve_cadre, text_condition
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find, saved
from service.operations.scope import cadre_scope, today_of

EDITORS = (RoleName.ADMIN, RoleName.UNIT_OFFICER)
# Who is in a meeting or a training is in the office by default: the unit's floor counts them as present.
AWAY_BY_DEFAULT = frozenset({AbsenceKind.LEAVE, AbsenceKind.SICK, AbsenceKind.TRIP, AbsenceKind.OTHER})
LONGEST = 731


@dataclass(frozen=True, slots=True)
class AbsenceValues:
    """What a form says of an absence: whom (number or name), days both included."""

    cadre: str
    kind: str
    first_day: date | None
    last_day: date | None
    away: bool = True
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SpanFilter:
    """Which dated records a list shows. `state`: current (now or later), past, cancelled, all."""

    text: str = ""
    unit_id: int | None = None
    kind: str | None = None
    state: str = "current"
    first: date | None = None
    last: date | None = None
    sort: str = "-first_day"


def span_query(table: Any, actor: Actor, today: date, wanted: SpanFilter) -> Select[Any]:
    """The records (of absences or exemptions) of people in the actor's scope that a list asks for."""
    query = select(table).join(Cadre, Cadre.id == table.cadre_id).where(cadre_scope(actor, today))
    condition = text_condition(wanted.text)
    if condition is not None:
        query = query.where(condition)
    if wanted.unit_id:
        query = query.where(members_of(UnitMembership.unit_id, wanted.unit_id, today))
    if wanted.kind:
        query = query.where(table.kind == wanted.kind)
    if wanted.first is not None:
        query = query.where((table.last_day.is_(None)) | (table.last_day >= wanted.first))
    if wanted.last is not None:
        query = query.where(table.first_day <= wanted.last)
    query = query.where(*_in_state(table, wanted.state, today))
    keys = {"first_day": table.first_day, "last_day": table.last_day, "kind": table.kind, "cadre": Cadre.pinyin}
    key = keys.get(wanted.sort.removeprefix("-"), table.first_day)
    return query.order_by(key.desc() if wanted.sort.startswith("-") else key.asc(), table.id.desc())


def _in_state(table: Any, state: str, today: date) -> list[ColumnElement[bool]]:
    open_end = (table.last_day.is_(None)) | (table.last_day >= today)
    if state == "current":
        return [table.cancelled_at.is_(None), open_end]
    if state == "past":
        return [table.cancelled_at.is_(None), table.last_day < today]
    if state == "cancelled":
        return [table.cancelled_at.is_not(None)]
    return []


def list_absences(actor: Actor, today: date, wanted: SpanFilter) -> Select[Any]:
    """The absences of people in the actor's scope."""
    return span_query(Absence, actor, today, wanted)


def find_absence(session: Session, actor: Actor, now: datetime, absence_id: int) -> Absence:
    """An absence of somebody in the actor's scope.

    Raises:
        NotFound: there is none.
    """
    scope = cadre_scope(actor, today_of(session, actor.district_id, now))
    return find(session, Absence, absence_id, Absence.cadre_id.in_(select(Cadre.id).where(scope)))


def save_absence(
    session: Session,
    actor: Actor,
    now: datetime,
    values: AbsenceValues,
    absence_id: int | None = None,
    version: int | None = None,
) -> Absence:
    """Enter an absence, or change the one with this id. Officers: people of their own unit.

    Raises:
        InvalidInput: a field is wrong, or the days overlap another absence of the same person.
        Conflict: it was changed since `version`, or is cancelled.
    """
    actor.require(*EDITORS)
    row = find_absence(session, actor, now, absence_id) if absence_id else Absence(district_id=actor.district_id)
    expect_version(row, version)
    _refuse_cancelled(row.cancelled_at)
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, values.cadre, checks)
    kind = checks.one_of("kind", values.kind, AbsenceKind)
    first, last = checks.day_given("first_day", values.first_day), checks.day_given("last_day", values.last_day)
    checks.in_order("last_day", values.first_day, values.last_day)
    if values.first_day and values.last_day and (values.last_day - values.first_day).days >= LONGEST:
        checks.add("last_day", values.last_day, Message("一条记录最长 %(most)s 天；更长的请登记为免排", most=LONGEST))
    reason = checks.text("reason", values.reason, 200)
    if cadre is not None and values.first_day and values.last_day:
        _refuse_overlap(session, checks, cadre, first, last, absence_id)
    checks.done()
    before = described(row) if absence_id else None
    with session.no_autoflush:
        if cadre is not None:
            row.cadre = cadre
        row.kind, row.first_day, row.last_day, row.away, row.reason = kind, first, last, values.away, reason
    saved(session, actor, now, "absence", row, before)
    return row


def _refuse_cancelled(cancelled_at: datetime | None) -> None:
    if cancelled_at is not None:
        raise Conflict(Message("这条记录已取消；请先恢复再修改"))


def _refuse_overlap(
    session: Session, checks: Checks, cadre: Cadre, first: date, last: date, absence_id: int | None
) -> None:
    other = session.scalar(
        select(Absence).where(
            and_(
                Absence.cadre_id == cadre.id,
                Absence.id != (absence_id or 0),
                Absence.cancelled_at.is_(None),
                Absence.first_day <= last,
                Absence.last_day >= first,
                # Back in the office early: the days from the return on are free again.
                Absence.returned_on.is_(None)
                | and_(Absence.returned_on > first, Absence.returned_on > Absence.first_day),
            )
        )
    )
    if other is not None:
        checks.add(
            "first_day",
            first,
            Message("与 %(first)s 至 %(last)s 的已有记录重叠", first=other.first_day, last=other.last_day),
        )


def cancel_absence(
    session: Session, actor: Actor, now: datetime, absence_id: int, version: int | None = None
) -> Absence:
    """Cancel an absence; it stays readable and can be taken back."""
    actor.require(*EDITORS)
    row = find_absence(session, actor, now, absence_id)
    expect_version(row, version)
    _refuse_cancelled(row.cancelled_at)
    before = described(row)
    row.cancelled_at = now
    changed(session, actor, now, "absence.cancel", row, before)
    return row


def restore_absence(
    session: Session, actor: Actor, now: datetime, absence_id: int, version: int | None = None
) -> Absence:
    """Take a cancellation back.

    Raises:
        InvalidInput: another absence was entered for these days meanwhile.
    """
    actor.require(*EDITORS)
    row = find_absence(session, actor, now, absence_id)
    expect_version(row, version)
    checks = Checks()
    _refuse_overlap(session, checks, row.cadre, row.first_day, row.last_day, row.id)
    checks.done()
    before = described(row)
    row.cancelled_at = None
    changed(session, actor, now, "absence.restore", row, before)
    return row


def return_from_leave(
    session: Session, actor: Actor, now: datetime, absence_id: int, day: date | None, version: int | None = None
) -> Absence:
    """Register the return (销假): back in the office from `day` on, which may end the absence early.

    Raises:
        InvalidInput: the day lies before the first day of the absence.
    """
    actor.require(*EDITORS)
    row = find_absence(session, actor, now, absence_id)
    expect_version(row, version)
    _refuse_cancelled(row.cancelled_at)
    checks = Checks()
    returned = checks.day_given("returned_on", day)
    checks.in_order("returned_on", row.first_day, day)
    checks.done()
    before = described(row)
    row.returned_on = returned
    changed(session, actor, now, "absence.return", row, before)
    return row
