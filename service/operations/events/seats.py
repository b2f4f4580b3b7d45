"""Signing up for an event with seats: placed or waiting; who withdraws makes room for the first who waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message, NotAllowed
from service.models import Cadre, Event, EventSeat, RoleName, SeatState
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.editing import find, find_in_district, name_of
from service.operations.events.audience import called
from service.operations.events.find import find_event
from service.operations.scope import cadre_scope, today_of


def _held(session: Session, event: Event) -> Event:
    """The event, held so that of two who want the last seat one waits. A write that changes nothing locks it."""
    session.execute(
        update(Event).where(Event.id == event.id).values(title=Event.title, changed_at=Event.changed_at)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return event


def _placed(session: Session, event: Event) -> int:
    query = select(func.count()).where(EventSeat.event_id == event.id, EventSeat.state == SeatState.PLACED)
    return session.scalar(query) or 0


def refuse_closed(session: Session, actor: Actor, now: datetime, event: Event) -> None:
    """Refuse where nobody may sign up or withdraw (any more).

    Raises:
        Conflict: the event is cancelled, over, not one to sign up for, or signing up has ended (not for admins).
    """
    today = today_of(session, actor.district_id, now)
    if event.cancelled_at is not None:
        raise Conflict(Message("活动已取消"))
    if not event.sign_up:
        raise Conflict(Message("这个活动不需要报名"))
    last = event.sign_up_until or event.date
    if today > event.date or (today > last and not actor.has(RoleName.ADMIN)):
        raise Conflict(Message("报名已于 %(day)s 截止", day=last))


def sign_up(session: Session, actor: Actor, now: datetime, event_id: int, cadre_id: int) -> EventSeat:
    """Sign a cadre up: cadres themselves, officers their own, admins anybody whom the event is open to.

    Raises:
        NotFound: the event or the cadre is out of scope.
        InvalidInput: the event is not open to the cadre.
        Conflict: signing up is closed, or the cadre is on the list already.
    """
    event = find_event(session, actor, now, event_id)
    cadre = _cadre(session, actor, now, cadre_id)
    refuse_closed(session, actor, now, event)
    _held(session, event)
    reached = called(Event.id == event.id, people=Cadre.id == cadre.id)
    if not session.scalar(select(exists(select(reached.c.cadre_id)))):
        problem = FieldProblem("cadre", name_of(cadre), Message("不在这个活动的报名范围内"), Message("人员"))
        raise InvalidInput(Message("未报名"), [problem])
    seat = session.scalar(select(EventSeat).where(EventSeat.event_id == event.id, EventSeat.cadre_id == cadre.id))
    if seat is not None and seat.state != SeatState.WITHDRAWN:
        raise Conflict(Message("%(name)s 已经报过名", name=cadre.name))
    full = event.seats is not None and _placed(session, event) >= event.seats
    state = SeatState.WAITING if full else SeatState.PLACED
    if seat is None:
        seat = EventSeat(district_id=event.district_id, event_id=event.id, cadre_id=cadre.id)
        session.add(seat)
    seat.state, seat.signed_at, seat.signed_by, seat.changed_at = state, now, actor.name, now
    _tell(session, actor, now, "event.sign_up", event, cadre, state)
    return seat


def withdraw(session: Session, actor: Actor, now: datetime, event_id: int, cadre_id: int) -> list[EventSeat]:
    """Take a cadre off the list; returns those who moved up from waiting.

    Raises:
        NotFound: the event or the cadre is out of scope.
        Conflict: signing up is closed, or the cadre is not on the list.
    """
    event = find_event(session, actor, now, event_id)
    cadre = _cadre(session, actor, now, cadre_id)
    refuse_closed(session, actor, now, event)
    _held(session, event)
    seat = session.scalar(
        select(EventSeat)
        .where(EventSeat.event_id == event.id, EventSeat.cadre_id == cadre.id)
        .execution_options(populate_existing=True)
    )
    if seat is None or seat.state == SeatState.WITHDRAWN:
        raise Conflict(Message("%(name)s 没有报名", name=cadre.name))
    seat.state, seat.changed_at = SeatState.WITHDRAWN, now
    _tell(session, actor, now, "event.withdraw", event, cadre, SeatState.WITHDRAWN)
    return fill_seats(session, actor, now, event)


def fill_seats(session: Session, actor: Actor, now: datetime, event: Event) -> list[EventSeat]:
    """Give free seats to those who wait, in the order in which they signed up."""
    if not event.sign_up:
        return []
    session.flush()
    waiting = session.scalars(
        select(EventSeat)
        .where(EventSeat.event_id == event.id, EventSeat.state == SeatState.WAITING)
        .order_by(EventSeat.signed_at, EventSeat.id)
    ).all()
    free = len(waiting) if event.seats is None else max(0, event.seats - _placed(session, event))
    for seat in waiting[:free]:
        seat.state, seat.changed_at = SeatState.PLACED, now
        _tell(session, actor, now, "event.move_up", event, seat.cadre, SeatState.PLACED)
    return list(waiting[:free])


def seats_of(session: Session, event: Event) -> list[EventSeat]:
    """Who signed up and did not withdraw: those with a seat, then those who wait, in order."""
    rows = session.scalars(
        select(EventSeat)
        .where(EventSeat.event_id == event.id, EventSeat.state != SeatState.WITHDRAWN)
        .order_by(EventSeat.signed_at, EventSeat.id)
    )
    return sorted(rows, key=lambda seat: seat.state == SeatState.WAITING)


def _cadre(session: Session, actor: Actor, now: datetime, cadre_id: int) -> Cadre:
    if actor.has(RoleName.ADMIN):
        return find_in_district(session, actor, Cadre, cadre_id)
    if not actor.has(RoleName.UNIT_OFFICER, RoleName.CADRE):
        raise NotAllowed(Message("您没有进行此操作的权限"))
    return find(session, Cadre, cadre_id, cadre_scope(actor, today_of(session, actor.district_id, now)))


def _tell(
    session: Session, actor: Actor, now: datetime, action: str, event: Event, cadre: Cadre, state: SeatState
) -> None:
    record(session, actor, now, action, event, after={"seat": str(state)}, note=name_of(cadre))
