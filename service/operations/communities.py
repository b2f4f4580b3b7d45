"""Subdistricts and communities (villages among them)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Community, CommunityKind, RoleName, Subdistrict
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.checks import Checks
from service.operations.editing import (
    described,
    expect_version,
    find,
    find_in_district,
    optional,
    refuse_duplicate,
    saved,
)
from service.operations.scope import community_scope


@dataclass(frozen=True, slots=True)
class CommunityValues:
    """What a form says of a community; points are WGS-84 degrees, a masked phone means: as it was."""

    code: str
    name: str
    subdistrict_id: int | None
    kind: str = CommunityKind.COMMUNITY
    latitude: float | None = None
    longitude: float | None = None
    contact_name: str | None = None
    contact_phone: str | None = None


def list_communities(actor: Actor) -> Select[Any]:
    """The communities an actor may see, by subdistrict."""
    return select(Community).join(Subdistrict).where(community_scope(actor)).order_by(Subdistrict.code, Community.code)


def list_subdistricts(actor: Actor) -> Select[Any]:
    """The subdistricts of the actor's district."""
    return select(Subdistrict).where(Subdistrict.district_id == actor.district_id).order_by(Subdistrict.code)


def find_community(session: Session, actor: Actor, community_id: int) -> Community:
    """A community the actor may see.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    return find(session, Community, community_id, community_scope(actor))


def save_community(
    session: Session,
    actor: Actor,
    now: datetime,
    values: CommunityValues,
    community_id: int | None = None,
    version: int | None = None,
) -> Community:
    """Make a community, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the community since `version`.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_in_district(session, actor, Community, community_id)
        if community_id
        else Community(district_id=actor.district_id)
    )
    expect_version(row, version)
    checks = Checks()
    kept_phone = bool(row.contact_phone) and values.contact_phone == mask_phone(row.contact_phone)
    fields = {
        "code": checks.code("code", values.code),
        "name": checks.name("name", values.name, 120),
        "kind": checks.one_of("kind", values.kind, CommunityKind),
        "latitude": checks.degrees("latitude", values.latitude, 90),
        "longitude": checks.degrees("longitude", values.longitude, 180),
        "contact_name": checks.text("contact_name", values.contact_name, 64),
        "contact_phone": row.contact_phone if kept_phone else checks.phone("contact_phone", values.contact_phone),
    }
    both_or_none(checks, values.latitude, values.longitude)
    refuse_duplicate(session, checks, "code", Community, row.id, actor.district_id, str(fields["code"]))
    subdistrict = optional(session, actor, Subdistrict, values.subdistrict_id, checks, "subdistrict")
    if values.subdistrict_id is None:
        checks.add("subdistrict", "", Message("不能为空"))
    checks.done()
    before = described(row) if community_id else None
    with session.no_autoflush:
        for key, value in fields.items():
            setattr(row, key, value)
        if subdistrict is not None:
            row.subdistrict = subdistrict
    saved(session, actor, now, "community", row, before)
    return row


def both_or_none(checks: Checks, latitude: float | None, longitude: float | None) -> None:
    """A point has both coordinates or none."""
    if (latitude is None) != (longitude is None):
        missing = "latitude" if latitude is None else "longitude"
        checks.add(missing, "", Message("经度和纬度应同时填写，或都不填"))


def save_subdistrict(
    session: Session,
    actor: Actor,
    now: datetime,
    code: str,
    name: str,
    subdistrict_id: int | None = None,
    version: int | None = None,
) -> Subdistrict:
    """Make a subdistrict or town, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_in_district(session, actor, Subdistrict, subdistrict_id)
        if subdistrict_id
        else Subdistrict(district_id=actor.district_id)
    )
    expect_version(row, version)
    checks = Checks()
    code, name = checks.code("code", code), checks.name("name", name, 120)
    refuse_duplicate(session, checks, "code", Subdistrict, row.id, actor.district_id, code)
    checks.done()
    before = described(row) if subdistrict_id else None
    row.code, row.name = code, name
    saved(session, actor, now, "subdistrict", row, before)
    return row
