"""The placements behind a calendar feed: those that stand or stood, cancelled ones told as cancelled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.adapters.calendar_stays import Stay
from service.messages import N_, Message
from service.models import Placement, Post, PostKind
from service.operations.engagements import last_day_of
from service.operations.papers.words import place_name
from service.operations.placements.find import LAST_SERVED, loaded, state_on
from service.operations.placements.mine import contacts_of

KINDS: dict[str, str] = {
    PostKind.GRID_WORKER: N_("双向轮岗"),
    PostKind.VILLAGE: N_("驻村"),
    PostKind.ENTERPRISE: N_("驻企"),
    PostKind.COMPOUND: N_("攻坚小队"),
    PostKind.LIFT: N_("攻坚小队"),
    PostKind.UNIT: N_("巡察"),
}


def stays_of(session: Session, district_id: int, cadre_id: int, first: date) -> tuple[list[Stay], list[datetime]]:
    """The placements of a cadre that reach beyond a day, and the instants at which anything they say changed."""
    rows = session.scalars(
        select(Placement)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.district_id == district_id, Placement.cadre_id == cadre_id)
        .where((first <= LAST_SERVED) | (Placement.last_day >= first))
        .options(*loaded())
        .order_by(Placement.first_day, Placement.id)
    ).unique()
    found, stamps = [], []
    for row in rows:
        found.append(_stay(session, row))
        stamps += [row.changed_at, row.post.changed_at]
        if row.grid_worker is not None:
            stamps.append(row.grid_worker.changed_at)
    return found, stamps


def _stay(session: Session, row: Placement) -> Stay:
    cancelled = state_on(row, row.first_day) == "cancelled"
    return Stay(
        uid=row.uid,
        # Every change raises the row's version, whatever else remembers to raise its sequence.
        sequence=max(row.sequence, row.version - 1),
        first_day=row.first_day,
        last_day=row.last_day if cancelled else last_day_of(row),
        kind=Message(KINDS[row.post.kind]),
        role=row.role,
        place=place_name(row),
        address=row.post.address,
        # Names, no telephone numbers: calendars are often kept on other people's machines.
        contacts=tuple(one.name for one in contacts_of(session, row, row.first_day)),
        partner=row.grid_worker.name if row.grid_worker is not None else None,
        exempts=row.exempts,
        ended_early=row.ended_on is not None and row.ended_on < row.last_day,
        cancelled=cancelled,
        changed_at=row.changed_at,
    )
