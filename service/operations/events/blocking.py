"""Days on which an event keeps people from duty, and published duties that an event clashes with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, or_, select
from sqlalchemy.orm import Session

from service.models import (
    Assignment,
    Attendance,
    Blocks,
    Cadre,
    District,
    Event,
    EventKind,
    MonthState,
)
from service.operations.events.audience import expected
from service.operations.planning_settings import planning_of

# When the office is open, where the district's settings say nothing of a duty's hours.
OFFICE_STARTS, OFFICE_ENDS = "08:00", "18:00"


@dataclass(frozen=True, slots=True)
class DutyClash:
    """A published duty of somebody whom an event calls away."""

    event_id: int
    title: str
    date: date
    cadre_id: int
    number: str
    name: str
    unit: str
    community: str
    zone: str


def blocks_duty(session: Session, district_id: int) -> ColumnElement[bool]:
    """The condition (on Event joined with EventKind) that an event in force keeps people from duty."""
    settings = planning_of(session.get_one(District, district_id))
    starts, ends = settings.duty_starts or OFFICE_STARTS, settings.duty_ends or OFFICE_ENDS
    return and_(
        Event.cancelled_at.is_(None),
        or_(
            EventKind.blocks == Blocks.ALWAYS,
            and_(EventKind.blocks == Blocks.OVERLAP, Event.starts < ends, Event.ends > starts),
        ),
    )


def blocking_events(session: Session, district_id: int, first: date, last: date) -> dict[int, tuple[date, str]]:
    """The events of a span of days that keep people from duty: day and title by id."""
    rows = session.execute(
        select(Event.id, Event.date, Event.title)
        .join(EventKind, EventKind.id == Event.kind_id)
        .where(Event.district_id == district_id, Event.date.between(first, last), blocks_duty(session, district_id))
    )
    return {row.id: (row.date, row.title) for row in rows}


def blocked_days(
    session: Session, district_id: int, first: date, last: date, people: ColumnElement[bool] | None = None
) -> dict[int, dict[date, str]]:
    """By cadre: the days of a span on which an event keeps them from duty, each with the event's title."""
    events = blocking_events(session, district_id, first, last)
    found: dict[int, dict[date, str]] = defaultdict(dict)
    if not events:
        return {}
    ids = list(events)
    # A database bounds the number of values in one statement.
    for start in range(0, len(ids), 500):
        wanted = Event.id.in_(ids[start : start + 500])
        for row in session.execute(expected(wanted, people=people)):
            day, title = events[row.event_id]
            known = found[row.cadre_id].get(day)
            found[row.cadre_id][day] = min(known, title) if known else title
    return {cadre: dict(sorted(days.items())) for cadre, days in sorted(found.items())}


def blocked(session: Session, district_id: int, first: date, last: date) -> Subquery:
    """Rows of (cadre_id, date): the days of a span on which an event keeps somebody from duty."""
    within = (Event.district_id == district_id) & Event.date.between(first, last)
    called = expected(within).subquery()
    return (
        select(called.c.cadre_id, Event.date)
        .join(Event, Event.id == called.c.event_id)
        .join(EventKind, EventKind.id == Event.kind_id)
        .where(blocks_duty(session, district_id))
        .subquery()
    )


def clashes_of(session: Session, district_id: int, today: date, *conditions: ColumnElement[bool]) -> list[DutyClash]:
    """Published duties from today on of people whom events (those of the conditions) call away, by day and unit."""
    called = expected(
        Event.district_id == district_id, Event.date >= today, Event.cancelled_at.is_(None), *conditions
    ).subquery()
    rows = session.execute(
        select(
            Event.id, Event.title, Event.date, Cadre.id, Cadre.employee_number, Cadre.name,
            Assignment.unit_name, Assignment.community_name, Assignment.zone_name,
        )
        .select_from(called)
        .join(Event, Event.id == called.c.event_id)
        .join(EventKind, EventKind.id == Event.kind_id)
        .join(Assignment, and_(Assignment.cadre_id == called.c.cadre_id, Assignment.date == Event.date))
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .join(Cadre, Cadre.id == called.c.cadre_id)
        .where(
            MonthState.district_id == district_id,
            Assignment.attendance == Attendance.PLANNED,
            blocks_duty(session, district_id),
        )
        .order_by(Event.date, Assignment.unit_name, Cadre.employee_number, Event.id)
    )  # fmt: skip
    return [DutyClash(*row) for row in rows]
