"""Who holds a post: placements in force on a day, and all that there were."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, joinedload

from service.models import Placement, Post

ENDS: ColumnElement[Any] = func.coalesce(Placement.ended_on, Placement.last_day)
"""The last day of a placement as it really is."""


def last_day_of(placement: Placement) -> date:
    """The last day of a placement as it really is: the agreed one, or that of an early end."""
    return placement.ended_on or placement.last_day


def in_force_on(day: date) -> ColumnElement[bool]:
    """Placements that are in force on a day."""
    return and_(Placement.cancelled_at.is_(None), Placement.first_day <= day, day <= ENDS)


def holders_on(session: Session, district_id: int, day: date, *conditions: ColumnElement[bool]) -> Sequence[Placement]:
    """The placements of a district in force on a day, by post and role."""
    return session.scalars(
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.district_id == district_id, in_force_on(day), *conditions)
        .options(
            joinedload(Placement.cadre),
            joinedload(Placement.unit),
            joinedload(Placement.grid_worker),
            joinedload(Placement.post).selectinload(Post.roles),
        )
        .order_by(Post.code, Placement.role, Placement.first_day, Placement.id)
    ).all()


def history_of_post(session: Session, post: Post) -> Sequence[Placement]:
    """All placements at a post that were not cancelled, the newest first."""
    return session.scalars(
        select(Placement)
        .where(Placement.district_id == post.district_id, Placement.post_id == post.id)
        .where(Placement.cancelled_at.is_(None))
        .options(
            joinedload(Placement.cadre), joinedload(Placement.unit), joinedload(Placement.grid_worker),
            joinedload(Placement.programme), joinedload(Placement.predecessor).joinedload(Placement.cadre),
        )
        .order_by(Placement.first_day.desc(), Placement.role, Placement.id)
    ).all()  # fmt: skip
