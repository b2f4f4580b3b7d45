"""Posts looked up: whose they are to see, lists, what is meant by a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from service.models import Community, GridWorker, Post, RoleName, Unit
from service.operations.actor import Actor
from service.operations.editing import find
from service.operations.names import matches

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which posts a list shows; what is null does not filter. `state`: active, ended, all."""

    text: str = ""
    kind: str | None = None
    community_id: int | None = None
    park: str | None = None
    state: str = "active"
    sort: str = "code"


def post_scope(actor: Actor) -> ColumnElement[bool]:
    """Posts the actor may see: an admin the district's, a head those of the own community."""
    within: ColumnElement[bool] = Post.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return within
    if actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None:
        return and_(within, Post.community_id == actor.community_id)
    return and_(within, false())


def active_on(day: date) -> ColumnElement[bool]:
    """Posts that there are on a day."""
    return and_(
        or_(Post.active_from.is_(None), Post.active_from <= day), or_(Post.active_to.is_(None), Post.active_to >= day)
    )


def find_post(session: Session, actor: Actor, post_id: int) -> Post:
    """A post the actor may see.

    Raises:
        NotFound: there is none within the actor's scope.
    """
    actor.require(*SEERS)
    return find(session, Post, post_id, post_scope(actor))


def list_posts(session: Session, actor: Actor, today: date, wanted: PostFilter) -> Select[Any]:
    """The query of the posts that a list asks for, in order."""
    actor.require(*SEERS)
    query = select(Post).outerjoin(Community, Community.id == Post.community_id).where(post_scope(actor))
    if wanted.kind:
        query = query.where(Post.kind == wanted.kind)
    if wanted.community_id:
        query = query.where(Post.community_id == wanted.community_id)
    if wanted.park:
        query = query.where(Post.park == wanted.park)
    if wanted.state == "active":
        query = query.where(or_(Post.active_to.is_(None), Post.active_to >= today))
    elif wanted.state == "ended":
        query = query.where(Post.active_to < today)
    if wanted.text.strip():
        query = query.where(Post.id.in_(_meant(session, actor, wanted.text)))
    keys: dict[str, Any] = {
        "code": Post.code, "name": Post.name, "kind": Post.kind, "community": Community.code, "park": Post.park,
        "priority": Post.priority,
    }  # fmt: skip
    key = keys.get(wanted.sort.removeprefix("-"), Post.code)
    return query.order_by(key.desc() if wanted.sort.startswith("-") else key.asc(), Post.code)


def _meant(session: Session, actor: Actor, text: str) -> list[int]:
    """Posts whose name, code, park, unit or grid worker a text means (pinyin and initials too)."""
    rows = session.execute(
        select(Post.id, Post.name, Post.code, Post.park, Unit.name, GridWorker.name)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(GridWorker, GridWorker.id == Post.grid_worker_id)
        .where(post_scope(actor))
    )
    return [
        post_id
        for post_id, name, code, park, unit, worker in rows
        if matches(text, name, code, park, unit, worker) or (worker and matches(text, worker, person=True))
    ]


def parks_of(session: Session, actor: Actor) -> list[str]:
    """The parks (groups of posts) that there are, by name."""
    query = select(Post.park).where(post_scope(actor), Post.park.is_not(None)).distinct().order_by(Post.park)
    return [park for park in session.scalars(query) if park]
