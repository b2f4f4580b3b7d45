"""Who fills each post meanwhile: of a unit's people who are out, and of a community's grid workers who are away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import Cadre, Community, Placement, Post, PostKind, RoleName, Unit
from service.operations.actor import Actor
from service.operations.communities import find_community
from service.operations.engagements import last_day_of, placements_in_force
from service.operations.placements.find import (
    loaded,
    placements_in_community,
    placements_to_unit,
)
from service.operations.units import find_unit

# How far ahead changes are announced.
AHEAD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """How posts are filled on a day. `out`: away from here; `here`: come from elsewhere; `coming`: begins soon.

    An exchange is in `out` and `here` of the unit as one placement: its cadre is out, its grid worker is here.
    """

    unit: Unit | None
    community: Community | None
    day: date
    out: Sequence[Placement]
    here: Sequence[Placement]
    coming: Sequence[Placement]

    @property
    def unfilled(self) -> int:
        """How many who are out have nobody in exchange."""
        return sum(one.grid_worker_id is None for one in self.out)


def _standing(session: Session, actor: Actor, day: date, *conditions: ColumnElement[bool]) -> list[Placement]:
    """Placements that stand on the day or begin soon after, by their last day."""
    query = (
        select(Placement)
        .join(Cadre, Cadre.id == Placement.cadre_id)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.district_id == actor.district_id, placements_in_force(day, day + AHEAD), *conditions)
        .options(*loaded())
        .order_by(Post.name, Placement.role, Placement.first_day, Placement.id)
    )
    return list(session.scalars(query).unique())


def meanwhile_of_unit(session: Session, actor: Actor, day: date, unit_id: int | None = None) -> Meanwhile:
    """Who of a unit is out on a day, who came in exchange, who looks into it. An officer's unit is the own one.

    Raises:
        NotAllowed: the actor is neither an admin nor an officer.
        NotFound: the actor has no such unit.
    """
    actor.require(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    wanted = unit_id if actor.has(RoleName.ADMIN) and unit_id else actor.unit_id
    if wanted is None:
        raise NotFound(Message("请先选择单位"))
    unit = find_unit(session, actor, wanted)
    ours = _standing(session, actor, day, Placement.unit_id == unit.id)
    to_us = _standing(session, actor, day, placements_to_unit(unit.id))
    out = [one for one in ours if one.first_day <= day]
    here = [one for one in out if one.grid_worker_id is not None]
    here += [one for one in to_us if one.first_day <= day]
    coming = [one for one in [*ours, *to_us] if one.first_day > day]
    return Meanwhile(unit, None, day, out, here, sorted(coming, key=lambda one: one.first_day))


def meanwhile_of_community(session: Session, actor: Actor, day: date, community_id: int | None = None) -> Meanwhile:
    """Which grid workers of a community are away on a day, which cadres hold posts there. A head's is the own one.

    Raises:
        NotAllowed: the actor is neither an admin nor a head.
        NotFound: the actor has no such community.
    """
    actor.require(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
    wanted = community_id if actor.has(RoleName.ADMIN) and community_id else actor.community_id
    if wanted is None:
        raise NotFound(Message("请先选择社区"))
    community = find_community(session, actor, wanted)
    found = _standing(session, actor, day, placements_in_community(community.id))
    standing = [one for one in found if one.first_day <= day]
    out = [one for one in standing if one.grid_worker is not None and one.grid_worker.community_id == community.id]
    coming = sorted((one for one in found if one.first_day > day), key=lambda one: one.first_day)
    return Meanwhile(None, community, day, out, standing, coming)


def is_replaced(placement: Placement) -> bool:
    """Whether somebody came in exchange for who is out."""
    return placement.post.kind == PostKind.GRID_WORKER and placement.grid_worker_id is not None


def days_left(placement: Placement, day: date) -> int:
    """How many days a placement still lasts, the day itself included."""
    return max(0, (last_day_of(placement) - day).days + 1)
