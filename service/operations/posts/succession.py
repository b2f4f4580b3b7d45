"""Who follows whom at a post: told by hand, or found where only one can be meant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.messages import Message
from service.models import Placement, Post, RoleName
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find_in_district, name_of
from service.operations.posts.holding import ENDS, last_day_of
from service.operations.scope import today_of

# A post that stood empty for longer has no hand-over from person to person.
LONGEST_GAP = timedelta(days=90)


def told(row: Placement) -> dict[str, Any]:
    """A placement's predecessor as the log tells of it."""
    return {"predecessor": name_of(row.predecessor.cadre) if row.predecessor else None}


def _described(row: Placement) -> dict[str, Any]:
    return {**described(row), **told(row)}


def may_precede(session: Session, row: Placement) -> Sequence[Placement]:
    """The placements at the same post that began before this one, those in the same role and latest first."""
    found = session.scalars(
        select(Placement)
        .where(
            Placement.district_id == row.district_id,
            Placement.post_id == row.post_id,
            Placement.id != row.id,
            Placement.cancelled_at.is_(None),
            Placement.first_day < row.first_day,
        )
        .options(joinedload(Placement.cadre), joinedload(Placement.unit))
        .order_by(ENDS.desc(), Placement.id)
    ).all()
    return sorted(found, key=lambda one: one.role != row.role)


def set_predecessor(
    session: Session,
    actor: Actor,
    now: datetime,
    placement_id: int,
    predecessor_id: int | None,
    version: int | None = None,
) -> Placement:
    """Say whom a placement follows (null: nobody).

    Raises:
        InvalidInput: the other is no earlier placement at the same post.
        Conflict: the placement was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    row = find_in_district(session, actor, Placement, placement_id)
    expect_version(row, version)
    checks = Checks()
    chosen = next((one for one in may_precede(session, row) if one.id == predecessor_id), None)
    if predecessor_id is not None and chosen is None:
        checks.add("predecessor", predecessor_id, Message("应为同一岗位上更早任职的人"))
    checks.done()
    before = _described(row)
    row.predecessor = chosen
    session.flush()
    changed(session, actor, now, "placement.predecessor", row, before, **told(row))
    return row


def evident_predecessors(session: Session, actor: Actor, now: datetime) -> list[tuple[Placement, Placement]]:
    """Placements of today or later without a predecessor, each with the one it must follow.

    That is the last one to leave the same role of the same post before, not long ago and not followed by another;
    of several who leave and come, the first to come follows the first to leave.
    """
    actor.require(RoleName.ADMIN)
    today = today_of(session, actor.district_id, now)
    rows = session.scalars(
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.district_id == actor.district_id, Placement.cancelled_at.is_(None))
        .options(joinedload(Placement.cadre))
        .order_by(Placement.first_day, Placement.id)
    ).all()
    followed = {row.predecessor_id for row in rows}
    pairs = []
    for row in rows:
        if row.predecessor_id is not None or last_day_of(row) < today:
            continue
        earlier = [one for one in rows if _precedes(one, row) and one.id not in followed]
        if earlier:
            chosen = min(earlier, key=lambda one: (last_day_of(one), one.id))
            followed.add(chosen.id)
            pairs.append((row, chosen))
    return pairs


def _precedes(one: Placement, row: Placement) -> bool:
    gap = row.first_day - last_day_of(one)
    same = (one.post_id, one.role) == (row.post_id, row.role) and one.cadre_id != row.cadre_id
    return same and timedelta(0) < gap <= LONGEST_GAP


def link_evident(session: Session, actor: Actor, now: datetime) -> int:
    """Let every placement follow whom it evidently follows; how many were linked."""
    pairs = evident_predecessors(session, actor, now)
    for row, chosen in pairs:
        before = _described(row)
        row.predecessor = chosen
        session.flush()
        changed(session, actor, now, "placement.predecessor", row, before, **told(row))
    return len(pairs)
