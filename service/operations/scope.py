"""Whose data an actor may see: an admin the district, an officer the unit, a head the community, a cadre the self."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from service.models import Cadre, Community, District, RoleName, Unit, UnitMembership, Zone
from service.operations.actor import Actor
from service.operations.memberships import in_force


def today_of(session: Session, district_id: int, now: datetime) -> date:
    """The date in a district's own time zone at an instant."""
    zone = session.get_one(District, district_id).time_zone
    return now.astimezone(ZoneInfo(zone)).date()


def _scope(table: Any, actor: Actor, rights: list[ColumnElement[bool]]) -> ColumnElement[bool]:
    within: ColumnElement[bool] = table.district_id == actor.district_id
    return within if actor.has(RoleName.ADMIN) else and_(within, or_(false(), *rights))


def cadre_scope(actor: Actor, today: date) -> ColumnElement[bool]:
    """Cadres the actor may see: an officer those who are in the unit today."""
    rights: list[ColumnElement[bool]] = []
    if actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None:
        members = select(UnitMembership.cadre_id).where(
            UnitMembership.unit_id == actor.unit_id, in_force(UnitMembership, today)
        )
        rights.append(Cadre.id.in_(members))
    if actor.has(RoleName.CADRE) and actor.cadre_id is not None:
        rights.append(Cadre.id == actor.cadre_id)
    return _scope(Cadre, actor, rights)


def unit_scope(actor: Actor) -> ColumnElement[bool]:
    """Units the actor may see: an officer the own one."""
    own = actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None
    return _scope(Unit, actor, [Unit.id == actor.unit_id] if own else [])


def community_scope(actor: Actor) -> ColumnElement[bool]:
    """Communities the actor may see: a head the own one."""
    own = actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None
    return _scope(Community, actor, [Community.id == actor.community_id] if own else [])


def zone_scope(actor: Actor) -> ColumnElement[bool]:
    """Zones the actor may see: a head those of the own community."""
    own = actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None
    return _scope(Zone, actor, [Zone.community_id == actor.community_id] if own else [])
