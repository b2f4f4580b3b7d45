"""Grid zones: how often they want to be visited, by whom, and when they close."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Community, RoleName, Skill, Zone, ZoneNeed
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.communities import both_or_none
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
from service.operations.scope import zone_scope


@dataclass(frozen=True, slots=True)
class ZoneValues:
    """What a form says of a zone. Visits and needs are per month; `needs` maps a skill's id to a count."""

    code: str
    name: str
    community_id: int | None
    households: int | None = 0
    min_visits: int | None = 1
    max_visits: int | None = 4
    max_parties_per_day: int | None = 1
    priority: int | None = 1
    latitude: float | None = None
    longitude: float | None = None
    address: str | None = None
    needs: dict[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ZoneFilter:
    """Which zones a list shows; what is null does not filter. `state`: active, ended, or all."""

    community_id: int | None = None
    subdistrict_id: int | None = None
    skill_id: int | None = None
    state: str = "active"
    sort: str = "code"


def list_zones(actor: Actor, today: date, wanted: ZoneFilter) -> Select[Any]:
    """The query of the zones an actor may see and a list asks for, in order."""
    query = select(Zone).join(Community).where(zone_scope(actor))
    if wanted.community_id:
        query = query.where(Zone.community_id == wanted.community_id)
    if wanted.subdistrict_id:
        query = query.where(Community.subdistrict_id == wanted.subdistrict_id)
    if wanted.skill_id:
        query = query.where(Zone.needs.any(ZoneNeed.skill_id == wanted.skill_id))
    if wanted.state == "active":
        query = query.where(or_(Zone.active_to.is_(None), Zone.active_to >= today))
    elif wanted.state == "ended":
        query = query.where(Zone.active_to < today)
    keys: dict[str, Any] = {
        "code": Zone.code,
        "community": Community.code,
        "households": Zone.households,
        "min_visits": Zone.min_visits,
        "max_visits": Zone.max_visits,
        "priority": Zone.priority,
    }
    key = keys.get(wanted.sort.removeprefix("-"), Zone.code)
    return query.order_by(key.desc() if wanted.sort.startswith("-") else key.asc(), Zone.code)


def find_zone(session: Session, actor: Actor, zone_id: int) -> Zone:
    """A zone the actor may see.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    return find(session, Zone, zone_id, zone_scope(actor))


def resolve_zone(
    session: Session, actor: Actor, text: str | None, checks: Checks, fieldname: str = "zone", required: bool = True
) -> Zone | None:
    """The zone of the district meant by `Z0012 建设路网格`, a code, or a name that only one has."""
    words = (text or "").split()
    if not words:
        if required:
            checks.add(fieldname, "", Message("不能为空"))
        return None
    found = session.scalar(select(Zone).where(Zone.district_id == actor.district_id, Zone.code == words[0]))
    if found is not None:
        return found
    named = session.scalars(
        select(Zone).where(Zone.district_id == actor.district_id, Zone.name == (text or "").strip()).limit(2)
    ).all()
    if len(named) == 1:
        return named[0]
    if named:
        checks.add(fieldname, text, Message("有多个网格同名，请填写网格编码"))
    else:
        checks.add(fieldname, text, Message("应为网格编码或名称"))
    return None


def _needs(zone: Zone) -> dict[str, Any]:
    return {"needs": "、".join(sorted(f"{row.skill.name} × {row.count}" for row in zone.needs))}


def save_zone(
    session: Session,
    actor: Actor,
    now: datetime,
    values: ZoneValues,
    zone_id: int | None = None,
    version: int | None = None,
) -> Zone:
    """Make a zone, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the zone since `version`.
    """
    actor.require(RoleName.ADMIN)
    zone = find_in_district(session, actor, Zone, zone_id) if zone_id else Zone(district_id=actor.district_id)
    expect_version(zone, version)
    checks = Checks()
    fields = _checked(session, actor, values, zone, checks)
    needs = _checked_needs(session, actor, values.needs, checks)
    community = optional(session, actor, Community, values.community_id, checks, "community")
    if values.community_id is None:
        checks.add("community", "", Message("不能为空"))
    checks.done()
    before = described(zone, **_needs(zone)) if zone_id else None
    with session.no_autoflush:
        for key, value in fields.items():
            setattr(zone, key, value)
        if community is not None:
            zone.community = community
        present = {row.skill_id: row for row in zone.needs}
        zone.needs = [present.get(skill.id) or ZoneNeed(skill=skill) for skill, _ in needs]
        for row, (_, count) in zip(zone.needs, needs, strict=True):
            row.count = count
    saved(session, actor, now, "zone", zone, before, **_needs(zone))
    return zone


def _checked(session: Session, actor: Actor, values: ZoneValues, zone: Zone, checks: Checks) -> dict[str, Any]:
    fields = {
        "code": checks.code("code", values.code),
        "name": checks.name("name", values.name, 120),
        "households": checks.number("households", values.households, 0, 100_000),
        "min_visits": checks.number("min_visits", values.min_visits, 0, 1_000),
        "max_visits": checks.number("max_visits", values.max_visits, 0, 1_000),
        "max_parties_per_day": checks.number("max_parties_per_day", values.max_parties_per_day, 1, 100),
        "priority": checks.number("priority", values.priority, 0, 9),
        "latitude": checks.degrees("latitude", values.latitude, 90),
        "longitude": checks.degrees("longitude", values.longitude, 180),
        "address": checks.text("address", values.address, 200),
    }
    both_or_none(checks, values.latitude, values.longitude)
    if values.min_visits is not None and values.max_visits is not None and values.max_visits < values.min_visits:
        checks.add("max_visits", values.max_visits, Message("不能小于每月最少走访 %(low)s", low=values.min_visits))
    refuse_duplicate(session, checks, "code", Zone, zone.id, actor.district_id, str(fields["code"]))
    return fields


def _checked_needs(
    session: Session, actor: Actor, needs: dict[int, int | None], checks: Checks
) -> list[tuple[Skill, int]]:
    found = []
    for skill_id, count in needs.items():
        skill = optional(session, actor, Skill, skill_id, checks, "needs")
        if skill is not None and count:
            found.append((skill, checks.number("needs", count, 0, 1_000)))
    return found


def end_zone(
    session: Session, actor: Actor, now: datetime, zone_id: int, last_day: date | None, version: int | None = None
) -> Zone:
    """Close a zone after a day (null opens it again). Nothing is deleted: its history refers to it."""
    actor.require(RoleName.ADMIN)
    zone = find_in_district(session, actor, Zone, zone_id)
    expect_version(zone, version)
    checks = Checks()
    checks.day("active_to", last_day)
    checks.in_order("active_to", zone.active_from, last_day)
    checks.done()
    before = described(zone)
    zone.active_to = last_day
    changed(session, actor, now, "zone.end" if last_day else "zone.resume", zone, before)
    return zone
