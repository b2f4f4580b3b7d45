"""Grid workers: a community's own people, whom a cadre asks for on arrival."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import Community, GridWorker, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.checks import Checks
from service.operations.editing import (
    described,
    expect_version,
    find_in_district,
    optional,
    refuse_duplicate,
    saved,
)
from service.operations.field_names import field_name
from service.operations.zones import resolve_zone


@dataclass(frozen=True, slots=True)
class GridWorkerValues:
    """What a form says of a grid worker; the zone by code or name; a masked phone means: as it was."""

    number: str
    name: str
    community_id: int | None
    zone: str | None = None
    head: bool = False
    phone: str | None = None
    active_from: date | None = None
    active_to: date | None = None


def list_grid_workers(
    actor: Actor, today: date, community_id: int | None = None, zone_id: int | None = None
) -> Select[Any]:
    """The grid workers of the actor's district who are active, heads first."""
    query = select(GridWorker).where(
        GridWorker.district_id == actor.district_id,
        or_(GridWorker.active_to.is_(None), GridWorker.active_to >= today),
    )
    if community_id is not None:
        query = query.where(GridWorker.community_id == community_id)
    if zone_id is not None:
        query = query.where(GridWorker.zone_id == zone_id)
    return query.order_by(GridWorker.head.desc(), GridWorker.number)


def save_grid_worker(
    session: Session,
    actor: Actor,
    now: datetime,
    values: GridWorkerValues,
    worker_id: int | None = None,
    version: int | None = None,
) -> GridWorker:
    """Make a grid worker, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the row since `version`.
    """
    actor.require(RoleName.ADMIN)
    row = (
        find_in_district(session, actor, GridWorker, worker_id)
        if worker_id
        else GridWorker(district_id=actor.district_id)
    )
    expect_version(row, version)
    checks = Checks()
    kept_phone = bool(row.phone) and values.phone == mask_phone(row.phone)
    fields = {
        "number": checks.code("number", values.number),
        "name": checks.name("name", values.name, 64, field_name("person_name")),
        "head": values.head,
        "phone": row.phone if kept_phone else checks.phone("phone", values.phone),
        "active_from": checks.day("active_from", values.active_from),
        "active_to": checks.day("active_to", values.active_to),
    }
    checks.in_order("active_to", values.active_from, values.active_to)
    refuse_duplicate(session, checks, "number", GridWorker, row.id, actor.district_id, str(fields["number"]))
    community = optional(session, actor, Community, values.community_id, checks, "community")
    zone = resolve_zone(session, actor, values.zone, checks, required=False)
    if community is None and values.community_id is None:
        checks.add("community", "", Message("不能为空"))
    if zone is not None and community is not None and zone.community_id != community.id:
        checks.add("zone", zone.name, Message("不属于“%(name)s”", name=community.name))
    checks.done()
    before = described(row) if worker_id else None
    with session.no_autoflush:
        for key, value in fields.items():
            setattr(row, key, value)
        row.zone = zone
        if community is not None:
            row.community = community
    saved(session, actor, now, "grid_worker", row, before)
    return row
