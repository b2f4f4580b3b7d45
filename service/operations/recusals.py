"""Recusals (回避): a cadre must not serve in a zone, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Recusal, RoleName, Zone
from service.operations.actor import Actor
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find_in_district, saved
from service.operations.recusal_spans import end, listed, overlaps
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
    return listed(Recusal, Zone, Zone.id == Recusal.zone_id, actor, today, text, state)


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
        same = and_(Recusal.cadre_id == cadre.id, Recusal.zone_id == zone.id)
        if overlaps(session, Recusal, same, first, last, recusal_id):
            checks.add("zone", zone.name, Message("这些日期内已登记过该人员与该网格的回避"))
    checks.done()
    before = described(row) if recusal_id else None
    with session.no_autoflush:
        if cadre is not None and zone is not None:
            row.cadre, row.zone = cadre, zone
        row.valid_from, row.valid_to, row.reason = first, last, reason
    saved(session, actor, now, "recusal", row, before)
    return row


def end_recusal(
    session: Session, actor: Actor, now: datetime, recusal_id: int, last_day: date | None, version: int | None = None
) -> Recusal:
    """Let a recusal end on a day (that day included); null lets it hold on.

    Raises:
        InvalidInput: the day lies before the first one.
    """
    return end(session, actor, now, Recusal, "recusal", recusal_id, last_day, version)
