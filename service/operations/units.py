"""Units: the offices that send cadres, with their presence floor and the communities they are linked with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Community, RoleName, Unit
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import (
    changed,
    described,
    expect_version,
    find,
    find_in_district,
    optional,
    refuse_duplicate,
    saved,
)
from service.operations.memberships import covers, members_on, set_links
from service.operations.scope import today_of, unit_scope


@dataclass(frozen=True, slots=True)
class UnitValues:
    """What a form says of a unit; the linked communities hold from `since` on."""

    code: str
    name: str
    short_name: str | None = None
    position: int | None = 0
    min_present: int | None = 0
    community_ids: tuple[int, ...] = ()
    since: date | None = None
    note: str | None = None


def list_units(actor: Actor, today: date, state: str = "active") -> Select[Any]:
    """The units an actor may see: active ones, ended ones or all."""
    query = select(Unit).where(unit_scope(actor))
    if state == "active":
        query = query.where(or_(Unit.active_to.is_(None), Unit.active_to >= today))
    elif state == "ended":
        query = query.where(Unit.active_to < today)
    return query.order_by(Unit.position, Unit.code)


def find_unit(session: Session, actor: Actor, unit_id: int) -> Unit:
    """A unit the actor may see.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    return find(session, Unit, unit_id, unit_scope(actor))


def _links(unit: Unit, day: date | None) -> dict[str, Any]:
    names = sorted(row.community.name for row in unit.links if day and covers(row, day))
    return {"communities": "、".join(names)}


def save_unit(
    session: Session,
    actor: Actor,
    now: datetime,
    values: UnitValues,
    unit_id: int | None = None,
    version: int | None = None,
) -> Unit:
    """Make a unit, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the unit since `version`.
    """
    actor.require(RoleName.ADMIN)
    unit = find_in_district(session, actor, Unit, unit_id) if unit_id else Unit(district_id=actor.district_id)
    expect_version(unit, version)
    checks = Checks()
    fields = {
        "code": checks.code("code", values.code),
        "name": checks.name("name", values.name, 120),
        "short_name": checks.text("short_name", values.short_name, 32),
        "position": checks.number("order", values.position, 0, 99_999),
        "min_present": checks.number("min_present", values.min_present, 0, 10_000),
        "note": checks.text("note", values.note, 2000),
    }
    since = checks.day_given("since", values.since)
    refuse_duplicate(session, checks, "code", Unit, unit.id, actor.district_id, str(fields["code"]))
    found = [optional(session, actor, Community, number, checks, "communities") for number in values.community_ids]
    checks.done()
    before = described(unit, **_links(unit, since)) if unit_id else None
    with session.no_autoflush:
        for key, value in fields.items():
            setattr(unit, key, value)
        set_links(unit, [community for community in found if community is not None], since)
    saved(session, actor, now, "unit", unit, before, **_links(unit, since))
    return unit


def end_unit(
    session: Session, actor: Actor, now: datetime, unit_id: int, last_day: date | None, version: int | None = None
) -> Unit:
    """Let a unit end on a day (null takes it back). Nothing is deleted: its history refers to it.

    Raises:
        InvalidInput: cadres still belong to it after that day.
    """
    actor.require(RoleName.ADMIN)
    unit = find_in_district(session, actor, Unit, unit_id)
    expect_version(unit, version)
    if last_day is not None:
        today = today_of(session, actor.district_id, now)
        remaining = len(members_on(session, actor.district_id, max(today, last_day)).get(unit.id, []))
        checks = Checks()
        checks.in_order("active_to", unit.active_from, last_day)
        if remaining:
            checks.add(
                "active_to", last_day, Message("还有 %(count)s 人属于该单位，请先调整他们的单位", count=remaining)
            )
        checks.done()
    before = described(unit)
    unit.active_to = last_day
    changed(session, actor, now, "unit.end" if last_day else "unit.resume", unit, before)
    return unit
