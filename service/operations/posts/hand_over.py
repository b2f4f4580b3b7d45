"""Hand-overs (交接): what somebody who leaves a post hands to who follows, and how far it is.

The items stand on the placement that ends, so that the list can be written before anybody follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session, joinedload

from service.messages import Message, NotFound
from service.models import District, HandOverItem, Placement, Post, RoleName
from service.operations.actor import Actor
from service.operations.names import matches
from service.operations.planning_settings import planning_of
from service.operations.post_settings import PostSettings
from service.operations.posts.holding import ENDS, last_day_of
from service.operations.posts.vacancies import followers
from service.operations.scope import today_of

# A list is asked for from so many days before a term ends until so many days after.
BEFORE, AFTER = timedelta(days=60), timedelta(days=30)


class HandOverState(StrEnum):
    """How far a hand-over is. `unlisted`: nobody has written down yet what is handed over."""

    UNLISTED = "unlisted"
    UNDER_WAY = "under_way"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over: who leaves, who follows (null: nobody yet), what is handed over, and until when."""

    placement: Placement
    successor: Placement | None
    items: Sequence[HandOverItem]
    due: date
    today: date

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(item.done_at is not None for item in self.items)

    @property
    def state(self) -> HandOverState:
        """How far it is today."""
        if self.items and self.done == len(self.items):
            return HandOverState.DONE
        if self.today > self.due:
            return HandOverState.OVERDUE
        return HandOverState.UNDER_WAY if self.items else HandOverState.UNLISTED

    @property
    def days_late(self) -> int:
        """How many days it is overdue; 0 where it is not."""
        return (self.today - self.due).days if self.state == HandOverState.OVERDUE else 0


def settings_of(session: Session, actor: Actor) -> PostSettings:
    """What the actor's district has set for posts."""
    return planning_of(session.get_one(District, actor.district_id)).posts


def _own(actor: Actor, table: Any) -> list[ColumnElement[bool]]:
    """Placements that concern the actor by who serves: the officer's unit, the cadre's own."""
    rights: list[ColumnElement[bool]] = []
    if actor.has(RoleName.UNIT_OFFICER) and actor.unit_id is not None:
        rights.append(table.unit_id == actor.unit_id)
    if actor.has(RoleName.CADRE) and actor.cadre_id is not None:
        rights.append(table.cadre_id == actor.cadre_id)
    return rights


def hand_over_scope(actor: Actor) -> ColumnElement[bool]:
    """Placements whose hand-over the actor may see: as admin, head of the community, or one whom it concerns."""
    within: ColumnElement[bool] = Placement.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return within
    following = select(Placement.predecessor_id).where(
        Placement.predecessor_id.is_not(None), Placement.cancelled_at.is_(None), or_(false(), *_own(actor, Placement))
    )
    rights = [*_own(actor, Placement), Placement.id.in_(following)]
    if actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None:
        mine = select(Post.id).where(Post.district_id == actor.district_id, Post.community_id == actor.community_id)
        rights.append(Placement.post_id.in_(mine))
    return and_(within, or_(false(), *rights))


def _placements(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[Placement]:
    return session.scalars(
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(hand_over_scope(actor), Placement.cancelled_at.is_(None), *conditions)
        .options(joinedload(Placement.cadre), joinedload(Placement.unit), joinedload(Placement.post))
        .order_by(ENDS.desc(), Post.code, Placement.id)
    ).all()


def _assembled(session: Session, actor: Actor, today: date, rows: Sequence[Placement]) -> list[HandOver]:
    follows = followers(session, actor.district_id, rows)
    days = timedelta(days=settings_of(session, actor).hand_over_days)
    items: dict[int, list[HandOverItem]] = defaultdict(list)
    query = select(HandOverItem).where(HandOverItem.district_id == actor.district_id)
    if len(rows) <= 500:
        query = query.where(HandOverItem.placement_id.in_([row.id for row in rows]))
    for item in session.scalars(query.order_by(HandOverItem.position, HandOverItem.id)):
        items[item.placement_id].append(item)
    return [HandOver(row, follows.get(row.id), items[row.id], last_day_of(row) + days, today) for row in rows]


def find_hand_over(session: Session, actor: Actor, now: datetime, placement_id: int) -> HandOver:
    """The hand-over of a placement that ends.

    Raises:
        NotFound: there is no such placement, or it does not concern the actor.
    """
    found = _placements(session, actor, Placement.id == placement_id)
    if not found:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return _assembled(session, actor, today_of(session, actor.district_id, now), found)[0]


def hand_overs(
    session: Session, actor: Actor, now: datetime, kind: str | None = None, text: str = ""
) -> list[HandOver]:
    """The hand-overs that concern the actor: those with a list, and those that should have one about now.

    A list is asked for where the district has one for the kind of post. Overdue ones come first, then by day.
    """
    today = today_of(session, actor.district_id, now)
    listed = select(HandOverItem.placement_id).where(HandOverItem.district_id == actor.district_id)
    asked = [name for name, lines in settings_of(session, actor).hand_over.items() if lines]
    near = and_(
        Post.kind.in_(asked), today - AFTER <= ENDS, today + BEFORE >= ENDS, Placement.first_day <= today + BEFORE
    )
    conditions: list[ColumnElement[bool]] = [or_(Placement.id.in_(listed), near)]
    if kind:
        conditions.append(Post.kind == kind)
    found = _assembled(session, actor, today, _placements(session, actor, *conditions))
    return sorted(_meant(found, text), key=lambda one: (_urgency(one), one.due, one.placement.id))


def _meant(found: Iterable[HandOver], text: str) -> list[HandOver]:
    kept = []
    for one in found:
        people = [one.placement.cadre, *([one.successor.cadre] if one.successor else [])]
        if matches(text, one.placement.post.name, one.placement.post.code, one.placement.post.park) or any(
            matches(text, cadre.name, cadre.employee_number, person=True) for cadre in people
        ):
            kept.append(one)
    return kept


def _urgency(one: HandOver) -> int:
    order = (HandOverState.OVERDUE, HandOverState.UNLISTED, HandOverState.UNDER_WAY, HandOverState.DONE)
    return order.index(one.state)
