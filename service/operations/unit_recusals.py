"""Recusals of units (回避): a cadre must not work with, or look into, a unit, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import RoleName, Unit, UnitRecusal
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find_in_district, optional, saved
from service.operations.recusal_spans import end, listed, overlaps


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
    return listed(UnitRecusal, Unit, Unit.id == UnitRecusal.unit_id, actor, today, text, state)


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
        same = and_(UnitRecusal.cadre_id == cadre.id, UnitRecusal.unit_id == unit.id)
        if overlaps(session, UnitRecusal, same, first, last, recusal_id):
            checks.add("unit", unit.name, Message("这些日期内已登记过该人员与该单位的回避"))
    checks.done()
    before = described(row) if recusal_id else None
    with session.no_autoflush:
        if cadre is not None and unit is not None:
            row.cadre, row.unit = cadre, unit
        row.valid_from, row.valid_to, row.reason = first, last, reason
    saved(session, actor, now, "unit_recusal", row, before)
    return row


def end_unit_recusal(
    session: Session, actor: Actor, now: datetime, recusal_id: int, last_day: date | None, version: int | None = None
) -> UnitRecusal:
    """Let a recusal end on a day (that day included); null lets it hold on.

    Raises:
        InvalidInput: the day lies before the first one.
    """
    return end(session, actor, now, UnitRecusal, "unit_recusal", recusal_id, last_day, version)
