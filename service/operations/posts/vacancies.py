"""What posts lack on a day, and whose terms end: the figures an office fills its posts by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from service.models import Placement, Post, PostRole, Programme, ProgrammePost, ProgrammeState
from service.operations.actor import Actor
from service.operations.posts.find import SEERS, active_on, post_scope
from service.operations.posts.holding import ENDS, in_force_on, last_day_of
from service.operations.posts.usual import LASTING

HORIZONS = (0, 30, 60, 90)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A role of a post that has fewer people on a day than it wants; `leaves` is who was the last to leave it."""

    post: Post
    role: PostRole
    held: int
    leaves: Placement | None

    @property
    def lacking(self) -> int:
        """How many people are short."""
        return self.role.least - self.held


@dataclass(frozen=True, slots=True)
class Ending:
    """A term that ends soon, and who follows (null: nobody yet)."""

    placement: Placement
    last_day: date
    successor: Placement | None


def wanting_posts(actor: Actor, day: date) -> Select[Any]:
    """The posts in the actor's scope that want people on a day: lasting ones, others while a round of theirs runs."""
    running = (
        select(ProgrammePost.post_id)
        .join(Programme, Programme.id == ProgrammePost.programme_id)
        .where(
            Programme.district_id == actor.district_id,
            Programme.state == ProgrammeState.APPROVED,
            func.coalesce(ProgrammePost.first_day, Programme.first_day) <= day,
            func.coalesce(ProgrammePost.last_day, Programme.last_day) >= day,
        )
    )
    return select(Post).where(post_scope(actor), active_on(day), or_(Post.kind.in_(LASTING), Post.id.in_(running)))


def vacancies_on(session: Session, actor: Actor, day: date, kind: str | None = None) -> list[Vacancy]:
    """The roles that lack people on a day, by priority and code. Admins; heads in their community."""
    actor.require(*SEERS)
    query = wanting_posts(actor, day)
    if kind:
        query = query.where(Post.kind == kind)
    query = query.options(selectinload(Post.roles), joinedload(Post.community))
    posts = session.scalars(query.order_by(Post.priority.desc(), Post.code)).all()
    held = _held(session, actor, day)
    short = [(post, role) for post in posts for role in post.roles if held[post.id, role.role] < role.least]
    last = _last_holders(session, actor, day) if short else {}
    return [Vacancy(post, role, held[post.id, role.role], last.get((post.id, role.role))) for post, role in short]


def _held(session: Session, actor: Actor, day: date) -> Counter[tuple[int, str]]:
    rows = session.execute(
        select(Placement.post_id, Placement.role, func.count())
        .where(Placement.district_id == actor.district_id, in_force_on(day))
        .group_by(Placement.post_id, Placement.role)
    )
    return Counter({(post_id, role): count for post_id, role, count in rows})


def _last_holders(session: Session, actor: Actor, day: date) -> dict[tuple[int, str], Placement]:
    """Who left each role last before a day."""
    found: dict[tuple[int, str], Placement] = {}
    for row in session.scalars(
        select(Placement)
        .where(Placement.district_id == actor.district_id, Placement.cancelled_at.is_(None), day > ENDS)
        .options(joinedload(Placement.cadre), joinedload(Placement.unit))
        .order_by(ENDS, Placement.id)
    ):
        found[row.post_id, row.role] = row
    return found


def vacancy_figures(session: Session, actor: Actor, today: date) -> dict[int, int]:
    """How many people posts lack today and in 30, 60, 90 days, as terms end."""
    return {
        days: sum(one.lacking for one in vacancies_on(session, actor, today + timedelta(days=days)))
        for days in HORIZONS
    }


def endings(session: Session, actor: Actor, today: date, days: int, kind: str | None = None) -> list[Ending]:
    """The terms that end from today to so many days on, by day, with who follows."""
    actor.require(*SEERS)
    query = (
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(post_scope(actor), Placement.cancelled_at.is_(None), Placement.first_day <= today + timedelta(days=days))
        .where(and_(today <= ENDS, today + timedelta(days=days) >= ENDS))
        .options(joinedload(Placement.cadre), joinedload(Placement.unit), joinedload(Placement.post))
        .order_by(ENDS, Post.code, Placement.id)
    )
    if kind:
        query = query.where(Post.kind == kind)
    rows = session.scalars(query).all()
    follows = followers(session, actor.district_id, rows)
    return [Ending(row, last_day_of(row), follows.get(row.id)) for row in rows]


def followers(session: Session, district_id: int, rows: Sequence[Placement]) -> dict[int, Placement]:
    """Who follows each placement: the one that names it as predecessor, else the next in the role that nobody else claims."""
    if not rows:
        return {}
    query = (
        select(Placement)
        .where(Placement.district_id == district_id, Placement.cancelled_at.is_(None))
        .where(Placement.post_id.in_({row.post_id for row in rows}))
        .options(joinedload(Placement.cadre), joinedload(Placement.unit))
        .order_by(Placement.first_day, Placement.id)
    )
    found: dict[int, Placement] = {}
    unclaimed: dict[tuple[int, str], list[Placement]] = defaultdict(list)
    for other in session.scalars(query):
        if other.predecessor_id is not None:
            found.setdefault(other.predecessor_id, other)
        else:
            unclaimed[other.post_id, other.role].append(other)
    for row in sorted(rows, key=lambda one: (last_day_of(one), one.id)):
        waiting = unclaimed[row.post_id, row.role]
        next_one = next((one for one in waiting if one.first_day > last_day_of(row)), None)
        if row.id not in found and next_one is not None:
            found[row.id] = next_one
            waiting.remove(next_one)
    return found
