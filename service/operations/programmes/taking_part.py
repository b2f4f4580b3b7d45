"""Posts that take part in a programme: many at once, changed, taken out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, joinedload

from service.messages import Conflict, Message, NotFound
from service.models import Placement, Post, Programme, ProgrammePin, ProgrammePost, ProgrammeState, RoleName, Skill
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import changed, described, find_in_district
from service.operations.programmes.find import find_programme, has_placements, lock_programme
from service.operations.programmes.settings import POST_KINDS


@dataclass(frozen=True, slots=True)
class PostFilter:
    """Which lasting posts are meant; what is blank does not filter."""

    text: str = ""
    kind: str | None = None
    community_id: int | None = None
    park: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammePostValues:
    """What a form says of a post in a programme; no days means the programme's own."""

    first_day: date | None = None
    last_day: date | None = None
    min_experienced: int | None = 0
    consent: bool | None = None
    offers: tuple[str, ...] = ()
    second_look_of_id: int | None = None


def posts_left(actor: Actor, programme: Programme, wanted: PostFilter) -> Select[Post]:
    """The posts of a programme's kind that do not take part yet and are in use during its term, by code."""
    taking_part = select(ProgrammePost.post_id).where(ProgrammePost.programme_id == programme.id)
    query = select(Post).where(
        Post.district_id == actor.district_id,
        Post.kind.in_(POST_KINDS[programme.kind]),
        Post.id.not_in(taking_part),
        or_(Post.active_from.is_(None), Post.active_from <= programme.last_day),
        or_(Post.active_to.is_(None), Post.active_to >= programme.first_day),
    )
    if text := wanted.text.strip():
        query = query.where(or_(Post.name.contains(text, autoescape=True), Post.code.contains(text, autoescape=True)))
    for column, value in (
        (Post.kind, wanted.kind), (Post.community_id, wanted.community_id), (Post.park, wanted.park),
    ):  # fmt: skip
        if value:
            query = query.where(column == value)
    return query.order_by(Post.code)


def open_programme(session: Session, actor: Actor, programme_id: int) -> Programme:
    """A programme to be changed, held.

    Raises:
        NotAllowed: the actor is no admin.
        Conflict: it is cancelled.
    """
    programme = lock_programme(session, actor, programme_id)
    if programme.state == ProgrammeState.CANCELLED:
        raise Conflict(Message("该项目已取消，不能再修改"))
    return programme


def add_posts(
    session: Session, actor: Actor, now: datetime, programme_id: int, wanted: PostFilter | Sequence[int]
) -> int:
    """Let posts take part: those with these ids, or all that a filter finds; how many came in.

    Raises:
        Conflict: the programme is cancelled.
        NotFound: an id is none of a post of the programme's kind that could take part.
    """
    programme = open_programme(session, actor, programme_id)
    ids = None if isinstance(wanted, PostFilter) else set(wanted)
    choice = wanted if isinstance(wanted, PostFilter) else PostFilter()
    query = posts_left(actor, programme, choice)
    found = list(session.scalars(query))
    if ids is not None:
        found = [post for post in found if post.id in ids]
        if len(found) < len(ids):
            raise NotFound(Message("有岗位已在本项目中，或不属于这类项目，请刷新后再选"))
    for post in found:
        session.add(ProgrammePost(district_id=actor.district_id, programme=programme, post=post, wishes=[], offers=[]))
    if found:
        names = "、".join(post.code for post in found[:20])
        record(session, actor, now, "programme.add_posts", programme, after={"count": len(found), "codes": names})
    return len(found)


def find_programme_post(session: Session, actor: Actor, programme_id: int, row_id: int) -> ProgrammePost:
    """A post that takes part in a programme.

    Raises:
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, ProgrammePost, row_id)
    if row.programme_id != programme_id:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return row


def change_post(
    session: Session, actor: Actor, now: datetime, programme_id: int, row_id: int, values: ProgrammePostValues
) -> ProgrammePost:
    """Change how a post takes part.

    Raises:
        InvalidInput: a field is wrong.
        Conflict: the programme is cancelled.
    """
    programme = open_programme(session, actor, programme_id)
    row = find_programme_post(session, actor, programme_id, row_id)
    checks = Checks()
    first, last = checks.day("first_day", values.first_day), checks.day("last_day", values.last_day)
    if (first is None) != (last is None):
        checks.add("last_day" if last is None else "first_day", "", Message("开始和结束日期须一并填写，或都不填"))
    checks.in_order("last_day", first, last)
    if first is not None and last is not None and not programme.first_day <= first <= last <= programme.last_day:
        words = Message("应在项目任期 %(first)s 至 %(last)s 之内", first=programme.first_day, last=programme.last_day)
        checks.add("first_day", first, words)
    experienced = checks.number("min_experienced", values.min_experienced, 0, 1000)
    offers = _skills(session, actor, values.offers, checks)
    second = _second_look(session, actor, row, values.second_look_of_id, checks)
    checks.done()
    before = described(row)
    if values.consent is not row.consent:
        row.consent_by = actor.name if values.consent is not None else None
    row.first_day, row.last_day, row.min_experienced, row.consent = first, last, experienced, values.consent
    row.offers, row.second_look_of_id = offers, second
    changed(session, actor, now, "programme_post.update", row, before)
    return row


def _skills(session: Session, actor: Actor, codes: Iterable[str], checks: Checks) -> list[str]:
    known = set(session.scalars(select(Skill.code).where(Skill.district_id == actor.district_id)))
    for code in codes:
        if code not in known:
            checks.add("offers", code, Message("应为专长目录中的编码"))
    return sorted(set(codes))


def _second_look(
    session: Session, actor: Actor, row: ProgrammePost, other_id: int | None, checks: Checks
) -> int | None:
    if other_id is None:
        return None
    other = session.get(ProgrammePost, other_id)
    if other is None or other.district_id != actor.district_id or other.id == row.id:
        checks.add("second_look_of", other_id, Message("应为另一个参加巡察的岗位"))
    return other_id


def remove_posts(session: Session, actor: Actor, now: datetime, programme_id: int, row_ids: Sequence[int]) -> int:
    """Take posts out of a programme, with the pins on them; how many went. Those with placements stay in.

    Raises:
        Conflict: somebody is placed at one of them.
    """
    programme = open_programme(session, actor, programme_id)
    rows = [find_programme_post(session, actor, programme_id, row_id) for row_id in row_ids]
    posts = [row.post_id for row in rows]
    if posts and has_placements(session, programme_id, Placement.post_id.in_(posts)):
        raise Conflict(Message("所选岗位已有人任职，不能移出；请先结束其安排"))
    codes = "、".join(row.post.code for row in rows[:20])
    for pin in session.scalars(
        select(ProgrammePin).where(ProgrammePin.programme_id == programme_id, ProgrammePin.post_id.in_(posts))
    ):
        session.delete(pin)
    for row in rows:
        session.delete(row)
    if rows:
        record(session, actor, now, "programme.remove_posts", programme, before={"count": len(rows), "codes": codes})
    return len(rows)


def list_programme_posts(session: Session, actor: Actor, programme_id: int, text: str = "") -> Select[ProgrammePost]:
    """The posts that take part in a programme, by code."""
    find_programme(session, actor, programme_id)
    query = (
        select(ProgrammePost)
        .join(Post, Post.id == ProgrammePost.post_id)
        .where(ProgrammePost.programme_id == programme_id)
        .options(joinedload(ProgrammePost.post).joinedload(Post.community))
    )
    conditions: list[ColumnElement[bool]] = []
    if text := text.strip():
        conditions.append(or_(Post.name.contains(text, autoescape=True), Post.code.contains(text, autoescape=True)))
    return query.where(*conditions).order_by(Post.code)
