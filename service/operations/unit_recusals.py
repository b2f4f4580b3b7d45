"""Recusals of units (回避): a cadre must not work with, or look into, a unit, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Cadre, RoleName, Unit, UnitRecusal
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre, text_condition
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district, optional, saved


@dataclass(frozen=True, slots=True)
class UnitRecusalValues:
    """What a form says of a recusal: whom (number or name), which unit (id), from when, until when."""

    cadre: str
    unit_id: int | None
    valid_from: date | None
    valid_to: date | None = None
    reason: str | None = None


def list_unit_recusals(actor: Actor, today: date, text: str = "", state: str = "current") -> Select[Any]:
    """The recusals of the actor's district, by person."""
    actor.require(RoleName.ADMIN)
    query = (
        select(UnitRecusal)
        .join(Cadre, Cadre.id == UnitRecusal.cadre_id)
        .join(Unit, Unit.id == UnitRecusal.unit_id)
        .where(UnitRecusal.district_id == actor.district_id)
    )
    condition = text_condition(text)
    if condition is not None:
        query = query.where(
            or_(condition, Unit.name.contains(text.strip(), autoescape=True), Unit.code == text.strip())
        )
    if state == "current":
        query = query.where(or_(UnitRecusal.valid_to.is_(None), UnitRecusal.valid_to >= today))
    elif state == "past":
        query = query.where(UnitRecusal.valid_to < today)
    return query.order_by(Cadre.employee_number, UnitRecusal.valid_from)


def save_unit_recusal(
    session: Session,
    actor: Actor,
    now: datetime,
    values: UnitRecusalValues,
    recusal_id: int | None = None,
    version: int | None = None,
) -> UnitRecusal:
    """Enter a recusal, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong, or the pair is barred on these days already.
        Conflict: it was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_in_district(session, actor, UnitRecusal, recusal_id)
        if recusal_id
        else UnitRecusal(district_id=actor.district_id)
    )
    expect_version(row, version)
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, values.cadre, checks)
    unit = optional(session, actor, Unit, values.unit_id, checks, "unit")
    if values.unit_id is None:
        checks.add("unit", "", Message("不能为空"))
    first, last = checks.day_given("valid_from", values.valid_from), checks.day("valid_to", values.valid_to)
    checks.in_order("valid_to", values.valid_from, last)
    reason = checks.text("reason", values.reason, 200)
    if cadre is not None and unit is not None and values.valid_from:
        _refuse_overlap(session, checks, cadre, unit, first, last, recusal_id)
    checks.done()
    before = described(row) if recusal_id else None
    with session.no_autoflush:
        if cadre is not None and unit is not None:
            row.cadre, row.unit = cadre, unit
        row.valid_from, row.valid_to, row.reason = first, last, reason
    saved(session, actor, now, "unit_recusal", row, before)
    return row


def _refuse_overlap(
    session: Session, checks: Checks, cadre: Cadre, unit: Unit, first: date, last: date | None, recusal_id: int | None
) -> None:
    query = select(UnitRecusal).where(
        UnitRecusal.cadre_id == cadre.id,
        UnitRecusal.unit_id == unit.id,
        UnitRecusal.id != (recusal_id or 0),
        or_(UnitRecusal.valid_to.is_(None), UnitRecusal.valid_to >= first),
    )
    if session.scalar(query if last is None else query.where(UnitRecusal.valid_from <= last)) is not None:
        checks.add("unit", unit.name, Message("这些日期内已登记过该人员与该单位的回避"))


def end_unit_recusal(
    session: Session, actor: Actor, now: datetime, recusal_id: int, last_day: date | None, version: int | None = None
) -> UnitRecusal:
    """Let a recusal end on a day (that day included); null lets it hold on.

    Raises:
        InvalidInput: the day lies before the first one.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, UnitRecusal, recusal_id)
    expect_version(row, version)
    checks = Checks()
    checks.in_order("valid_to", row.valid_from, last_day)
    checks.done()
    before = described(row)
    row.valid_to = last_day
    changed(session, actor, now, "unit_recusal.end", row, before)
    return row
