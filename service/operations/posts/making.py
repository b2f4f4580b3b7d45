"""Posts made in bulk: for grid workers, villages and units that have none yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.messages import InvalidInput, Message
from service.models import Community, CommunityKind, GridWorker, Post, PostKind, RoleName, Unit
from service.operations.actor import Actor
from service.operations.editing import created
from service.operations.locks import lock_district
from service.operations.posts.find import active_on
from service.operations.posts.roles import role_words
from service.operations.posts.usual import PREFIXES, usual_roles
from service.operations.scope import today_of

LONGEST_CODE, LONGEST_NAME = 32, 120
MADE = (PostKind.GRID_WORKER, PostKind.VILLAGE, PostKind.UNIT)


@dataclass(frozen=True, slots=True)
class Missing:
    """A kind of post: how many posts there are today, and how many workers, villages or units have none."""

    kind: PostKind
    present: int
    lacking: int


def _without_post(session: Session, actor: Actor, now: datetime, kind: PostKind) -> Sequence[Any]:
    """The active grid workers, villages or units that no active post of the kind is for."""
    today = today_of(session, actor.district_id, now)
    table, column, conditions = _sources(kind)
    posts = select(column).where(Post.district_id == actor.district_id, Post.kind == kind, active_on(today))
    query: Select[Any] = select(table).where(
        table.district_id == actor.district_id, table.id.not_in(posts.where(column.is_not(None))), *conditions
    )
    if hasattr(table, "active_to"):
        query = query.where(or_(table.active_to.is_(None), table.active_to >= today))
    return session.scalars(query.order_by(table.id)).all()


def _sources(kind: PostKind) -> tuple[Any, Any, list[Any]]:
    if kind == PostKind.GRID_WORKER:
        return GridWorker, Post.grid_worker_id, []
    if kind == PostKind.VILLAGE:
        return Community, Post.community_id, [Community.kind == CommunityKind.VILLAGE]
    return Unit, Post.unit_id, []


def missing_posts(session: Session, actor: Actor, now: datetime) -> list[Missing]:
    """What one press would make, by kind. Admins only."""
    actor.require(RoleName.ADMIN)
    today = today_of(session, actor.district_id, now)
    found = []
    for kind in MADE:
        query = select(Post.id).where(Post.district_id == actor.district_id, Post.kind == kind, active_on(today))
        present = len(session.scalars(query).all())
        found.append(Missing(kind, present, len(_without_post(session, actor, now, kind))))
    return found


def make_missing(session: Session, actor: Actor, now: datetime, kind: str) -> list[Post]:
    """Make a post for every grid worker, village or unit that has none; the posts made.

    Raises:
        InvalidInput: posts of the kind are not made in bulk.
    """
    actor.require(RoleName.ADMIN)
    if kind not in MADE:
        raise InvalidInput(Message("这类岗位须逐个新增或从 Excel 导入"))
    lock_district(session, actor.district_id)
    taken = set(session.scalars(select(Post.code).where(Post.district_id == actor.district_id)))
    made = []
    for source in _without_post(session, actor, now, PostKind(kind)):
        post = _post_for(actor, PostKind(kind), source, taken)
        created(session, actor, now, "post.create", post, **role_words(post))
        made.append(post)
    return made


def _post_for(actor: Actor, kind: PostKind, source: Any, taken: set[str]) -> Post:
    code = _free_code(f"{PREFIXES[kind]}-{getattr(source, 'number', None) or source.code}", taken)
    post = Post(district_id=actor.district_id, kind=kind, code=code, priority=1, load=1)
    post.roles = usual_roles(kind)
    if isinstance(source, GridWorker):
        place = source.zone or source.community
        post.name = f"{place.name} {source.name}"[:LONGEST_NAME]
        post.grid_worker, post.zone, post.community = source, source.zone, source.community
        post.latitude, post.longitude = place.latitude, place.longitude
    elif isinstance(source, Community):
        post.name, post.community = source.name, source
        post.latitude, post.longitude = source.latitude, source.longitude
        post.contact_name, post.contact_phone = source.contact_name, source.contact_phone
    else:
        post.name, post.unit = source.name, source
    return post


def _free_code(wanted: str, taken: set[str]) -> str:
    """A code that no post has; a number is put behind one that is taken."""
    code, number = wanted[:LONGEST_CODE], 1
    while code in taken:
        number += 1
        ending = f"-{number}"
        code = wanted[: LONGEST_CODE - len(ending)] + ending
    taken.add(code)
    return code
