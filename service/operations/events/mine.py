"""What a cadre is called to, and may sign up for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from service.models import Cadre, Event, EventAttendance, EventKind, EventSeat, SeatState, Zone
from service.operations.actor import Actor
from service.operations.events.audience import called
from service.operations.events.blocking import blocks_duty
from service.operations.feeds.appointments import place_of
from service.operations.my_duties import own_cadre
from service.operations.scope import today_of

TOLD_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MyEvent:
    """An event with the cadre's part in it. `place` is where the cadre goes; `state` the attendance marked."""

    event: Event
    place: str
    seat: str | None
    state: str | None
    blocks: bool
    open: bool

    @property
    def coming(self) -> bool:
        """Whether the cadre is to come: called and not excused, or with a seat."""
        called_up = not self.event.sign_up or self.seat == SeatState.PLACED
        return called_up and self.state != "excused" and self.event.cancelled_at is None


@dataclass(frozen=True, slots=True)
class MyEvents:
    """`coming`: from today on, cancelled ones told. `offers`: open to sign up. `past`: newest first."""

    coming: Sequence[MyEvent]
    offers: Sequence[MyEvent]
    past: Sequence[MyEvent]


def my_events(session: Session, actor: Actor, now: datetime, since: date | None = None) -> MyEvents:
    """The actor's own events; past ones back to `since` (the first day of the year where none is given).

    Raises:
        NotAllowed: the account is no cadre's.
    """
    cadre = own_cadre(session, actor)
    today = today_of(session, actor.district_id, now)
    first = since or today.replace(month=1, day=1)
    found = events_for(session, actor.district_id, cadre.id, today, Event.date >= first)
    offers = [one for one in found if one.event.sign_up and one.event.date >= today and one.seat is None and one.open]
    mine = [one for one in found if not one.event.sign_up or one.seat is not None]
    past = [one for one in mine if one.event.date < today and one.event.cancelled_at is None]
    return MyEvents([one for one in mine if one.event.date >= today], offers, past[::-1])


def events_for(
    session: Session, district_id: int, cadre_id: int, today: date, *conditions: ColumnElement[bool]
) -> list[MyEvent]:
    """The events that call, or are open to, a cadre; by day."""
    rows_of = called(Event.district_id == district_id, *conditions, people=Cadre.id == cadre_id)
    blocks = blocks_duty(session, district_id).label("blocks")
    rows = session.execute(
        select(Event, rows_of.c.zone_id, EventSeat.state, EventAttendance.state, blocks)
        .join(rows_of, rows_of.c.event_id == Event.id)
        .join(EventKind, EventKind.id == Event.kind_id)
        .outerjoin(
            EventSeat,
            and_(
                EventSeat.event_id == Event.id,
                EventSeat.cadre_id == cadre_id,
                EventSeat.state != SeatState.WITHDRAWN,
            ),
        )
        .outerjoin(EventAttendance, and_(EventAttendance.event_id == Event.id, EventAttendance.cadre_id == cadre_id))
        .options(joinedload(Event.kind), joinedload(Event.community), joinedload(Event.zone))
        .order_by(Event.date, Event.starts, Event.id)
    ).all()
    ids = {row[1] for row in rows if row[1]}
    zones = {zone.id: zone for zone in session.scalars(select(Zone).where(Zone.id.in_(ids)))} if ids else {}
    return [
        MyEvent(event, place_of(event, zones.get(zone_id)), seat, state, bool(takes), _open(event, today))
        for event, zone_id, seat, state, takes in rows
    ]


def _open(event: Event, today: date) -> bool:
    last = event.sign_up_until or event.date
    return event.sign_up and event.cancelled_at is None and today <= min(last, event.date)
