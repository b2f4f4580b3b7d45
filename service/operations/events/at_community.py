"""What is on at a community on a day: events held there, and branches that a theme day sends to its zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from service.models import Community, Event, EventCall, Zone
from service.operations.events.audience import expected


@dataclass(frozen=True, slots=True)
class EventHere:
    """An event, and who is sent to zones of the community: the call, and how many people come by it."""

    event: Event
    sent: Sequence[tuple[EventCall, int]]


def events_at(session: Session, community: Community, day: date) -> list[EventHere]:
    """The events of a day that concern a community, by hour; cancelled ones left out."""
    zones = select(Zone.id).where(Zone.community_id == community.id)
    sent = select(EventCall.event_id).where(EventCall.zone_id.in_(zones))
    events = session.scalars(
        select(Event)
        .where(
            Event.district_id == community.district_id,
            Event.date == day,
            Event.cancelled_at.is_(None),
            or_(Event.community_id == community.id, Event.zone_id.in_(zones), Event.id.in_(sent)),
        )
        .order_by(Event.starts, Event.id)
    ).all()
    if not events:
        return []
    coming = expected(Event.id.in_([event.id for event in events])).subquery()
    rows = session.execute(
        select(coming.c.event_id, coming.c.zone_id, func.count())
        .where(coming.c.zone_id.in_(zones))
        .group_by(coming.c.event_id, coming.c.zone_id)
    )
    counts = {(event_id, zone_id): count for event_id, zone_id, count in rows}
    ids = set(session.scalars(zones))
    return [
        EventHere(
            event,
            [(call, counts.get((event.id, call.zone_id), 0)) for call in event.calls if call.zone_id in ids],
        )
        for event in events
    ]
