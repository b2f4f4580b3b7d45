"""Which events an actor may see, and those that a list asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from service.models import (
    BranchMembership,
    BranchSecretary,
    Cadre,
    Event,
    EventAttendance,
    EventCall,
    EventKind,
    EventSeat,
    Presence,
    RoleName,
    SeatState,
    Zone,
)
from service.operations.actor import Actor
from service.operations.editing import find
from service.operations.events.audience import called, expected
from service.operations.events.blocking import blocking_events
from service.operations.memberships import in_force
from service.operations.months import last_day
from service.operations.scope import cadre_scope, today_of


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a list shows. `state`: coming, past, cancelled, or all."""

    text: str = ""
    kind_id: int | None = None
    series_id: int | None = None
    state: str = "coming"
    first: date | None = None
    last: date | None = None
    sort: str = "date"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many an event calls (`called`), is to see (`expected`), has waiting, and how many were marked as what."""

    called: int = 0
    expected: int = 0
    placed: int = 0
    waiting: int = 0
    present: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def unmarked(self) -> int:
        """How many of those who were to come are not marked yet."""
        return max(0, self.expected - self.present - self.absent)


def led_branches(actor: Actor, today: date) -> Select[Any]:
    """The ids of the branches whose secretary the actor is."""
    return select(BranchSecretary.branch_id).where(
        BranchSecretary.cadre_id == (actor.cadre_id or 0), in_force(BranchSecretary, today)
    )


def people_scope(actor: Actor, today: date) -> ColumnElement[bool]:
    """Cadres whose part in events the actor may see and mark: as elsewhere, and a secretary the branch's members."""
    scope = cadre_scope(actor, today)
    if actor.has(RoleName.ADMIN) or not actor.has(RoleName.CADRE) or actor.cadre_id is None:
        return scope
    members = select(BranchMembership.cadre_id).where(
        BranchMembership.branch_id.in_(led_branches(actor, today)), in_force(BranchMembership, today)
    )
    return or_(scope, and_(Cadre.district_id == actor.district_id, Cadre.id.in_(members)))


def _in_community(actor: Actor) -> ColumnElement[bool]:
    """Events at, or sending somebody to, the actor's community; those that call its grid workers."""
    if not actor.has(RoleName.COMMUNITY_HEAD) or actor.community_id is None:
        return false()
    zones = select(Zone.id).where(Zone.community_id == actor.community_id)
    sent = select(EventCall.event_id).where(EventCall.zone_id.in_(zones))
    return or_(
        Event.community_id == actor.community_id,
        Event.zone_id.in_(zones),
        Event.id.in_(sent),
        and_(Event.grid_workers, Event.community_id.is_(None)),
    )


def event_scope(actor: Actor, today: date) -> ColumnElement[bool]:
    """Events the actor may see: an admin all; others those that call, or are open to, people of theirs."""
    within = Event.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return within
    rights = [_in_community(actor)]
    if actor.has(RoleName.UNIT_OFFICER, RoleName.CADRE):
        reached = called(Event.district_id == actor.district_id, people=people_scope(actor, today))
        rights.append(Event.id.in_(select(reached.c.event_id)))
    return and_(within, or_(*rights))


def find_event(session: Session, actor: Actor, now: datetime, event_id: int) -> Event:
    """An event the actor may see.

    Raises:
        NotFound: there is none.
    """
    return find(session, Event, event_id, event_scope(actor, today_of(session, actor.district_id, now)))


def list_events(actor: Actor, today: date, wanted: EventFilter) -> Select[Any]:
    """The events that a list asks for, in the actor's scope."""
    query = select(Event).join(EventKind, EventKind.id == Event.kind_id).where(event_scope(actor, today))
    query = query.options(joinedload(Event.kind), joinedload(Event.community), joinedload(Event.zone))
    text = wanted.text.strip()
    if text:
        fields = (Event.title, Event.place, Event.code, EventKind.name)
        query = query.where(or_(*(field.contains(text, autoescape=True) for field in fields)))
    if wanted.kind_id:
        query = query.where(Event.kind_id == wanted.kind_id)
    if wanted.series_id:
        query = query.where(Event.series_id == wanted.series_id)
    if wanted.first is not None:
        query = query.where(Event.date >= wanted.first)
    if wanted.last is not None:
        query = query.where(Event.date <= wanted.last)
    query = query.where(*_in_state(wanted.state, today))
    keys: dict[str, Any] = {"date": Event.date, "title": Event.title, "kind": EventKind.position}
    key = keys.get(wanted.sort.removeprefix("-"), Event.date)
    down = wanted.sort.startswith("-")
    return query.order_by(*((one.desc() if down else one.asc()) for one in (key, Event.starts)), Event.id)


def _in_state(state: str, today: date) -> list[ColumnElement[bool]]:
    if state == "coming":
        return [Event.cancelled_at.is_(None), Event.date >= today]
    if state == "past":
        return [Event.cancelled_at.is_(None), Event.date < today]
    return [Event.cancelled_at.is_not(None)] if state == "cancelled" else []


def figures_of(
    session: Session, events: Sequence[Event], people: ColumnElement[bool] | None = None
) -> dict[int, Figures]:
    """The figures of some events by id; of only those people where a condition on cadres is given."""
    if not events:
        return {}
    chosen = Event.id.in_([event.id for event in events])
    all_called = called(chosen, people=people)
    counts: dict[int, dict[str, int]] = {event.id: {} for event in events}

    def take(name: str, rows: Iterable[Any]) -> None:
        for event_id, count in rows:
            counts[event_id][name] = count

    by_event = select(all_called.c.event_id, func.count()).group_by(all_called.c.event_id)
    take("called", session.execute(by_event))
    coming = expected(chosen, people=people).subquery()
    take("expected", session.execute(select(coming.c.event_id, func.count()).group_by(coming.c.event_id)))
    for table, names in ((EventSeat, tuple(SeatState)[:2]), (EventAttendance, tuple(Presence))):
        _take_states(session, table, names, chosen, people, counts)
    return {event_id: Figures(**found) for event_id, found in counts.items()}


def _take_states(
    session: Session,
    table: Any,
    names: tuple[Any, ...],
    chosen: ColumnElement[bool],
    people: ColumnElement[bool] | None,
    counts: dict[int, dict[str, int]],
) -> None:
    query = (
        select(table.event_id, table.state, func.count())
        .join(Event, Event.id == table.event_id)
        .join(Cadre, Cadre.id == table.cadre_id)
        .where(chosen, *([people] if people is not None else []))
        .group_by(table.event_id, table.state)
    )
    for event_id, state, count in session.execute(query):
        if state in names:
            counts[event_id][str(state)] = count


def events_by_day(
    session: Session, actor: Actor, month: date, today: date
) -> tuple[dict[date, list[Event]], frozenset[int]]:
    """The events of a month in the actor's scope that were not cancelled, by day; and which keep people from duty."""
    wanted = EventFilter(state="all", first=month, last=last_day(month))
    found: dict[date, list[Event]] = defaultdict(list)
    for event in session.scalars(list_events(actor, today, wanted).where(Event.cancelled_at.is_(None))).unique():
        found[event.date].append(event)
    return dict(found), frozenset(blocking_events(session, actor.district_id, month, last_day(month)))
