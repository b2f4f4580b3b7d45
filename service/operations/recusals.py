"""Recusals (回避): a cadre must not serve in a zone, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Cadre, Recusal, RoleName, Zone
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre, text_condition
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district, saved
from service.operations.zones import resolve_zone


@dataclass(frozen=True, slots=True)
class RecusalValues:
    """What a form says of a recusal: whom, where (number, code or name), from when, until when."""

    cadre: str
    zone: str
    valid_from: date | None
    valid_to: date | None = None
    reason: str | None = None


def list_recusals(actor: Actor, today: date, text: str = "", state: str = "current") -> Select[Any]:
    """The recusals of the actor's district, by person."""
    actor.require(RoleName.ADMIN)
    query = (
        select(Recusal)
        .join(Cadre, Cadre.id == Recusal.cadre_id)
        .join(Zone, Zone.id == Recusal.zone_id)
        .where(Recusal.district_id == actor.district_id)
    )
    condition = text_condition(text)
    if condition is not None:
        query = query.where(
            or_(condition, Zone.name.contains(text.strip(), autoescape=True), Zone.code == text.strip())
        )
    if state == "current":
        query = query.where(or_(Recusal.valid_to.is_(None), Recusal.valid_to >= today))
    elif state == "past":
        query = query.where(Recusal.valid_to < today)
    return query.order_by(Cadre.employee_number, Recusal.valid_from)


def save_recusal(
    session: Session,
    actor: Actor,
    now: datetime,
    values: RecusalValues,
    recusal_id: int | None = None,
    version: int | None = None,
) -> Recusal:
    """Enter a recusal, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong, or the pair is barred on these days already.
        Conflict: it was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_in_district(session, actor, Recusal, recusal_id) if recusal_id else Recusal(district_id=actor.district_id)
    )
    expect_version(row, version)
    checks = Checks()
    cadre = resolve_cadre(session, actor, now, values.cadre, checks)
    zone = resolve_zone(session, actor, values.zone, checks)
    first, last = checks.day_given("valid_from", values.valid_from), checks.day("valid_to", values.valid_to)
    checks.in_order("valid_to", values.valid_from, last)
    reason = checks.text("reason", values.reason, 200)
    if cadre is not None and zone is not None and values.valid_from:
        _refuse_overlap(session, checks, cadre, zone, first, last, recusal_id)
    checks.done()
    before = described(row) if recusal_id else None
    with session.no_autoflush:
        if cadre is not None and zone is not None:
            row.cadre, row.zone = cadre, zone
        row.valid_from, row.valid_to, row.reason = first, last, reason
    saved(session, actor, now, "recusal", row, before)
    return row


def _refuse_overlap(
    session: Session, checks: Checks, cadre: Cadre, zone: Zone, first: date, last: date | None, recusal_id: int | None
) -> None:
    query = select(Recusal).where(
        Recusal.cadre_id == cadre.id,
        Recusal.zone_id == zone.id,
        Recusal.id != (recusal_id or 0),
        or_(Recusal.valid_to.is_(None), Recusal.valid_to >= first),
    )
    if session.scalar(query if last is None else query.where(Recusal.valid_from <= last)) is not None:
        checks.add("zone", zone.name, Message("这些日期内已登记过该人员与该网格的回避"))


def end_recusal(
    session: Session, actor: Actor, now: datetime, recusal_id: int, last_day: date | None, version: int | None = None
) -> Recusal:
    """Let a recusal end on a day (that day included); null lets it hold on.

    Raises:
        InvalidInput: the day lies before the first one.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, Recusal, recusal_id)
    expect_version(row, version)
    checks = Checks()
    checks.in_order("valid_to", row.valid_from, last_day)
    checks.done()
    before = described(row)
    row.valid_to = last_day
    changed(session, actor, now, "recusal.end", row, before)
    return row
