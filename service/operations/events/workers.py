"""The grid workers that an event calls."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from service.models import Event, GridWorker


def grid_workers_of(session: Session, event: Event) -> Sequence[GridWorker]:
    """The grid workers in service on the day; those of the event's community where it has one."""
    if not event.grid_workers:
        return ()
    query = (
        select(GridWorker)
        .where(
            GridWorker.district_id == event.district_id,
            or_(GridWorker.active_from.is_(None), GridWorker.active_from <= event.date),
            or_(GridWorker.active_to.is_(None), GridWorker.active_to >= event.date),
        )
        .options(joinedload(GridWorker.community))
        .order_by(GridWorker.community_id, GridWorker.number)
    )
    community_id = event.community_id or (event.zone.community_id if event.zone else None)
    if community_id is not None:
        query = query.where(GridWorker.community_id == community_id)
    return session.scalars(query).all()
