"""Placements found: whose they are to see, which stand on a day, where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from service.messages import N_
from service.models import Cadre, Community, GridWorker, Placement, Post, PostKind, Programme, RoleName, Zone
from service.operations.actor import Actor
from service.operations.editing import find
from service.operations.engagements import last_day_of, placements_in_force

# Where a placement stands on a day, as pages tell it.
STATES: dict[str, str] = {
    "in_force": N_("在任"),
    "coming": N_("即将开始"),
    "ended": N_("已结束"),
    "cancelled": N_("已取消"),
}
SORTS = {
    "person": (Cadre.pinyin, Cadre.id),
    "post": (Post.kind, Post.name),
    "first": (Placement.first_day,),
    "last": (func.coalesce(Placement.ended_on, Placement.last_day),),
}
LAST_SERVED = func.coalesce(Placement.ended_on, Placement.last_day)


@dataclass(frozen=True, slots=True)
class PlacementFilter:
    """Which placements a list shows; what is blank does not filter. `state` (of STATES) is as of `day`."""

    text: str = ""
    kind: str | None = None
    unit_id: int | None = None
    community_id: int | None = None
    programme_id: int | None = None
    state: str | None = None
    sort: str = "first"


def state_on(placement: Placement, day: date) -> str:
    """Where a placement stands on a day (a key of STATES)."""
    if placement.cancelled_at is not None or last_day_of(placement) < placement.first_day:
        return "cancelled"
    if day < placement.first_day:
        return "coming"
    return "in_force" if day <= last_day_of(placement) else "ended"


def in_force_on(day: date) -> ColumnElement[bool]:
    """The SQL condition that a placement stands on a day."""
    return placements_in_force(day, day)


def _at(state: str, day: date) -> ColumnElement[bool]:
    never = Placement.first_day > LAST_SERVED
    standing = and_(Placement.cancelled_at.is_(None), Placement.first_day <= LAST_SERVED)
    return {
        "in_force": in_force_on(day),
        "coming": and_(standing, Placement.first_day > day),
        "ended": and_(standing, day > LAST_SERVED),
        "cancelled": or_(Placement.cancelled_at.is_not(None), never),
    }[state]


def community_of(placement: Placement) -> Community | None:
    """The community that a placement leads to; None for a unit or an enterprise outside all of them."""
    post = placement.post
    if post.community is not None:
        return post.community
    if post.zone is not None:
        return post.zone.community
    worker = post.grid_worker or placement.grid_worker
    return worker.community if worker is not None else None


def post_in_community(community_id: int) -> ColumnElement[bool]:
    """The SQL condition that a post is in a community: by itself, its zone or its grid worker."""
    zones = select(Zone.id).where(Zone.community_id == community_id)
    workers = select(GridWorker.id).where(GridWorker.community_id == community_id)
    return or_(Post.community_id == community_id, Post.zone_id.in_(zones), Post.grid_worker_id.in_(workers))


def placements_in_community(community_id: int) -> ColumnElement[bool]:
    """The SQL condition that a placement leads to a community, or takes one of its grid workers away."""
    workers = select(GridWorker.id).where(GridWorker.community_id == community_id)
    posts = select(Post.id).where(post_in_community(community_id))
    return or_(Placement.post_id.in_(posts), Placement.grid_worker_id.in_(workers))


def placements_to_unit(unit_id: int) -> ColumnElement[bool]:
    """The SQL condition that a placement looks into a unit (inspections)."""
    posts = select(Post.id).where(Post.kind == PostKind.UNIT, Post.unit_id == unit_id)
    return Placement.post_id.in_(posts)


def placement_scope(actor: Actor) -> ColumnElement[bool]:
    """Placements the actor may see: an officer those of the unit's people and of who comes to inspect it, a head those
    in the community, a cadre the own ones.
    """
    within = Placement.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return within
    rights: list[ColumnElement[bool]] = [false()]
    if actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None:
        rights += [Placement.unit_id == actor.unit_id, placements_to_unit(actor.unit_id)]
    if actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None:
        rights.append(placements_in_community(actor.community_id))
    if actor.has(RoleName.CADRE) and actor.cadre_id is not None:
        rights.append(Placement.cadre_id == actor.cadre_id)
    return and_(within, or_(*rights))


def loaded() -> tuple[ORMOption, ...]:
    """What pages tell of a placement, read with it."""
    post = joinedload(Placement.post)
    return (
        joinedload(Placement.cadre),
        joinedload(Placement.unit),
        joinedload(Placement.programme),
        joinedload(Placement.grid_worker).joinedload(GridWorker.community),
        post.joinedload(Post.community),
        post.joinedload(Post.unit),
        post.joinedload(Post.zone).joinedload(Zone.community),
        post.joinedload(Post.grid_worker).joinedload(GridWorker.community),
    )


def list_placements(actor: Actor, day: date, wanted: PlacementFilter) -> Select[Any]:
    """The placements in the actor's scope that a list asks for."""
    query = (
        select(Placement)
        .join(Cadre, Cadre.id == Placement.cadre_id)
        .join(Post, Post.id == Placement.post_id)
        .where(placement_scope(actor))
        .options(*loaded())
    )
    if wanted.state in STATES:
        query = query.where(_at(wanted.state, day))
    if text := wanted.text.strip():
        query = query.where(_matches(text))
    if wanted.kind:
        query = query.where(Post.kind == wanted.kind)
    if wanted.unit_id:
        query = query.where(Placement.unit_id == wanted.unit_id)
    if wanted.community_id:
        query = query.where(placements_in_community(wanted.community_id))
    if wanted.programme_id:
        query = query.where(Placement.programme_id == wanted.programme_id)
    down = wanted.sort.startswith("-")
    columns = SORTS.get(wanted.sort.removeprefix("-"), SORTS["first"])
    return query.order_by(*(column.desc() if down else column.asc() for column in columns), Placement.id)


def _matches(text: str) -> ColumnElement[bool]:
    letters = text.lower().replace(" ", "").replace("'", "")
    found: list[ColumnElement[bool]] = [
        column.contains(text, autoescape=True)
        for column in (Cadre.name, Cadre.employee_number, Post.name, Post.code, Placement.role)
    ]
    found += [column.contains(letters, autoescape=True) for column in (Cadre.pinyin, Cadre.initials)]
    workers = select(GridWorker.id).where(GridWorker.name.contains(text, autoescape=True))
    programmes = select(Programme.id).where(Programme.name.contains(text, autoescape=True))
    return or_(*found, Placement.grid_worker_id.in_(workers), Placement.programme_id.in_(programmes))


def find_placement(session: Session, actor: Actor, placement_id: int) -> Placement:
    """A placement in the actor's scope.

    Raises:
        NotFound: there is none.
    """
    return find(session, Placement, placement_id, placement_scope(actor))
