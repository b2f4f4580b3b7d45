"""The events behind a calendar feed: those that call the cadre, cancelled ones told as cancelled."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from service.adapters.calendar_feed import Appointment
from service.models import Cadre, District, Event, EventAttendance, EventKind, EventSeat, Zone
from service.operations.events.audience import expected
from service.operations.events.blocking import blocks_duty


def appointments_of(
    session: Session, district: District, cadre_id: int, first: date
) -> tuple[list[Appointment], list[datetime]]:
    """What a cadre is called to from a day on, and the instants at which any event of the district changed.

    The second is of all events: one that calls the cadre no more is gone from the first, and that is a change too.
    """
    coming = expected(Event.district_id == district.id, Event.date >= first, people=Cadre.id == cadre_id).subquery()
    rows = session.execute(
        select(Event, coming.c.zone_id)
        .join(coming, coming.c.event_id == Event.id)
        .options(joinedload(Event.kind), joinedload(Event.zone), joinedload(Event.community))
        .order_by(Event.date, Event.starts, Event.id)
    ).all()
    blocking = set(
        session.scalars(
            select(Event.id)
            .join(EventKind, EventKind.id == Event.kind_id)
            .where(Event.district_id == district.id, Event.date >= first, blocks_duty(session, district.id))
        )
    )
    zones = _zones(session, {zone_id for _, zone_id in rows if zone_id})
    found = [_appointment(event, district, zones.get(zone_id), event.id in blocking) for event, zone_id in rows]
    return found, _stamps(session, district.id, cadre_id)


def _zones(session: Session, ids: set[int]) -> dict[int, Zone]:
    rows = session.scalars(select(Zone).where(Zone.id.in_(ids)).options(joinedload(Zone.community))) if ids else ()
    return {row.id: row for row in rows}


def _appointment(event: Event, district: District, sent_to: Zone | None, blocks: bool) -> Appointment:
    return Appointment(
        uid=f"event-{event.id}@{district.code}.grid-duty",
        # Every change raises the row's version, which is what calendars want of a sequence.
        sequence=event.version - 1,
        day=event.date,
        starts=time.fromisoformat(event.starts),
        ends=time.fromisoformat(event.ends),
        time_zone=district.time_zone,
        title=event.title,
        kind=event.kind.name,
        place=place_of(event, sent_to),
        note=event.note,
        notice=event.notice,
        moved_from=event.moved_from,
        cancelled=event.cancelled_at is not None,
        takes_the_day=blocks,
        changed_at=event.changed_at,
    )


def place_of(event: Event, sent_to: Zone | None = None) -> str:
    """Where somebody goes: the zone that the branch is sent to, else the event's own place."""
    zone = sent_to or event.zone
    community = zone.community if zone else event.community
    # Where branches go to zones of their own, the event's place is no place to go to.
    place = None if sent_to else event.place
    parts = [community.name if community else None, zone.name if zone else None, place]
    return " ".join(part for part in parts if part)


def _stamps(session: Session, district_id: int, cadre_id: int) -> list[datetime]:
    newest: list[Any] = [
        session.scalar(select(func.max(Event.changed_at)).where(Event.district_id == district_id)),
        session.scalar(select(func.max(EventSeat.changed_at)).where(EventSeat.cadre_id == cadre_id)),
        session.scalar(select(func.max(EventAttendance.changed_at)).where(EventAttendance.cadre_id == cadre_id)),
    ]
    return [stamp for stamp in newest if stamp is not None]
