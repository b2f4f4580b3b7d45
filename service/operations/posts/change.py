"""Posts made, changed and ended. Nothing is deleted: placements refer to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    Community,
    GridWorker,
    Placement,
    Post,
    PostKind,
    RoleName,
    Unit,
)
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.checks import Checks
from service.operations.communities import both_or_none
from service.operations.editing import (
    changed,
    described,
    expect_version,
    find_in_district,
    optional,
    refuse_duplicate,
    saved,
)
from service.operations.posts.holding import ENDS
from service.operations.posts.roles import role_words
from service.operations.posts.usual import usual_roles
from service.operations.zones import resolve_zone


@dataclass(frozen=True, slots=True)
class PostValues:
    """What a form says of a post; zone by code or name, grid worker by id; a masked phone means: as it was."""

    code: str
    kind: str
    name: str
    community_id: int | None = None
    zone: str | None = None
    unit_id: int | None = None
    grid_worker_id: int | None = None
    park: str | None = None
    address: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    priority: int | None = 1
    load: int | None = 1
    active_from: date | None = None
    active_to: date | None = None
    note: str | None = None


def save_post(
    session: Session,
    actor: Actor,
    now: datetime,
    values: PostValues,
    post_id: int | None = None,
    version: int | None = None,
) -> Post:
    """Make a post (with the usual roles of its kind), or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the post since `version`.
    """
    actor.require(RoleName.ADMIN)
    post = find_in_district(session, actor, Post, post_id) if post_id else Post(district_id=actor.district_id)
    expect_version(post, version)
    checks = Checks()
    fields = _checked(session, actor, values, post, checks)
    links = _links(session, actor, values, checks)
    _check_links(session, post, str(fields["kind"]), links, checks)
    if post_id and post.kind != fields["kind"] and _is_used(session, post):
        checks.add("kind", fields["kind"], Message("已有人任职过，类别不能再改；可停用后另建"))
    checks.done()
    before = described(post, **role_words(post)) if post_id else None
    with session.no_autoflush:
        for key, value in {**fields, **links}.items():
            setattr(post, key, value)
        if not post_id:
            post.roles = usual_roles(post.kind)
    saved(session, actor, now, "post", post, before, **role_words(post))
    return post


def _checked(session: Session, actor: Actor, values: PostValues, post: Post, checks: Checks) -> dict[str, Any]:
    kept_phone = bool(post.contact_phone) and values.contact_phone == mask_phone(post.contact_phone)
    fields = {
        "code": checks.code("code", values.code),
        "kind": checks.one_of("kind", values.kind, PostKind),
        "name": checks.name("name", values.name, 120),
        "park": checks.text("park", values.park, 64),
        "address": checks.text("address", values.address, 200),
        "contact_name": checks.text("contact_name", values.contact_name, 64),
        "contact_phone": post.contact_phone if kept_phone else checks.phone("contact_phone", values.contact_phone),
        "latitude": checks.degrees("latitude", values.latitude, 90),
        "longitude": checks.degrees("longitude", values.longitude, 180),
        "priority": checks.number("priority", values.priority, 1, 9),
        "load": checks.number("load", values.load, 1, 1000),
        "active_from": checks.day("active_from", values.active_from),
        "active_to": checks.day("active_to", values.active_to),
        "note": checks.text("note", values.note, 2000),
    }
    checks.in_order("active_to", values.active_from, values.active_to)
    both_or_none(checks, values.latitude, values.longitude)
    refuse_duplicate(session, checks, "code", Post, post.id, actor.district_id, str(fields["code"]))
    return fields


def _links(session: Session, actor: Actor, values: PostValues, checks: Checks) -> dict[str, Any]:
    """What a post refers to; a community that is not named follows from the zone or the grid worker."""
    links: dict[str, Any] = {
        "community": optional(session, actor, Community, values.community_id, checks, "community"),
        "zone": resolve_zone(session, actor, values.zone, checks, required=False),
        "unit": optional(session, actor, Unit, values.unit_id, checks, "unit"),
        "grid_worker": optional(session, actor, GridWorker, values.grid_worker_id, checks, "grid_worker"),
    }
    worker = links["grid_worker"]
    if worker is not None and links["zone"] is None:
        links["zone"] = worker.zone
    source = links["zone"] or worker
    if links["community"] is None and source is not None:
        links["community"] = source.community
    return links


def _check_links(session: Session, post: Post, kind: str, links: dict[str, Any], checks: Checks) -> None:
    needed = {
        PostKind.GRID_WORKER: "grid_worker",
        PostKind.UNIT: "unit",
        PostKind.VILLAGE: "community",
        PostKind.COMPOUND: "community",
        PostKind.LIFT: "community",
    }
    field = needed.get(PostKind(kind)) if kind in set(PostKind) else None
    if field is not None and links[field] is None and not any(one.field == field for one in checks.problems):
        checks.add(field, "", Message("不能为空"))
    zone, community, worker = links["zone"], links["community"], links["grid_worker"]
    if zone is not None and community is not None and zone.community_id != community.id:
        checks.add("zone", zone.name, Message("不属于“%(name)s”", name=community.name))
    if worker is not None and kind == PostKind.GRID_WORKER:
        _refuse_second(session, post, worker, checks)


def _refuse_second(session: Session, post: Post, worker: GridWorker, checks: Checks) -> None:
    query = select(Post).where(
        Post.district_id == worker.district_id,
        Post.kind == PostKind.GRID_WORKER,
        Post.grid_worker_id == worker.id,
        Post.id != (post.id or 0),
        Post.active_to.is_(None),
    )
    other = session.scalars(query.limit(1)).first()
    if other is not None:
        checks.add("grid_worker", worker.name, Message("已有岗位“%(name)s”", name=other.name))


def _is_used(session: Session, post: Post) -> bool:
    return session.scalar(select(Placement.id).where(Placement.post_id == post.id).limit(1)) is not None


def end_post(
    session: Session, actor: Actor, now: datetime, post_id: int, last_day: date | None, version: int | None = None
) -> Post:
    """Let a post end after a day (null: it goes on). Whoever serves there longer has to be ended or moved first.

    Raises:
        InvalidInput: the day lies before the first one, or somebody serves there after it.
    """
    actor.require(RoleName.ADMIN)
    post = find_in_district(session, actor, Post, post_id)
    expect_version(post, version)
    checks = Checks()
    checks.day("active_to", last_day)
    checks.in_order("active_to", post.active_from, last_day)
    if last_day is not None:
        _refuse_holders(session, post, last_day, checks)
    checks.done()
    before = described(post)
    post.active_to = last_day
    changed(session, actor, now, "post.end" if last_day else "post.resume", post, before)
    return post


def _refuse_holders(session: Session, post: Post, last_day: date, checks: Checks) -> None:
    query = select(Placement).where(Placement.post_id == post.id, Placement.cancelled_at.is_(None), last_day < ENDS)
    names = [row.cadre.name for row in session.scalars(query)]
    if names:
        told = Message(
            "%(names)s 等 %(count)s 人在此后仍任职，请先结束或调整其任期", names="、".join(names[:3]), count=len(names)
        )
        checks.add("active_to", last_day, told)
