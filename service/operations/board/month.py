"""The frame of a month: its days, units and zones, as they stand in it. One query each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from service.messages import Message
from service.models import (
    CalendarDay,
    CalendarRevision,
    Community,
    DayKind,
    District,
    Subdistrict,
    Unit,
    UnitLink,
    Zone,
)
from service.operations.planning_settings import Mode, planning_of
from service.operations.snapshot.period import fixed_date


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the month; `known` is false where the calendar says nothing about it yet."""

    date: date
    open: bool
    kind: str
    low: int | None = None
    high: int | None = None
    name: str | None = None
    closed_reason: str | None = None
    provisional: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class BoardUnit:
    """An office that is active in the month."""

    id: int
    code: str
    name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class BoardZone:
    """A zone that is active in the month, with where it lies."""

    id: int
    code: str
    name: str
    min_visits: int
    max_visits: int
    community_id: int
    community_name: str
    subdistrict_id: int
    subdistrict_name: str


def month_words(month: date) -> Message:
    """The month by name."""
    return Message("%(year)d年%(month)d月", year=month.year, month=month.month)


def last_day(month: date) -> date:
    """The last day of the month that begins on this date."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def valid_in(
    first: InstrumentedAttribute[date] | InstrumentedAttribute[date | None],
    last: InstrumentedAttribute[date | None],
    month: date,
) -> ColumnElement[bool]:
    """The condition that a range of days (either end may be open) touches the month."""
    return or_(first.is_(None), first <= last_day(month)) & or_(last.is_(None), last >= month)


def month_days(session: Session, district_id: int, month: date, owed: int = 0) -> list[MonthDay]:
    """All days of the month as they are planned: by the calendar, the district's mode and its bounds.

    `owed` duties are spread over the open days to give the bounds that the calendar does not name.
    """
    settings = planning_of(session.get_one(District, district_id))
    days = calendar_days(session, district_id, month)
    opened = [day.date for day in days if day.open]
    if settings.mode is Mode.FIXED_DAY:
        opened = [day for day in opened if day == fixed_date(month, opened, settings.fixed_day)]
        days = [replace(day, open=day.date in opened) for day in days]
        least, most = settings.fixed_day.min_on_duty, settings.fixed_day.max_on_duty
        return [replace(day, low=least, high=most) if day.open else day for day in days]
    if not owed or not opened:
        return days
    low = owed * settings.day_load[0] // (100 * len(opened))
    high = -(-owed * settings.day_load[1] // (100 * len(opened)))
    return [_bounded(day, low, high) if day.open else day for day in days]


def _bounded(day: MonthDay, low: int, high: int) -> MonthDay:
    """The day with the bounds it lacks; what is given stays, what is computed gives way to it."""
    if day.low is None:
        return replace(
            day, low=low if day.high is None else min(low, day.high), high=high if day.high is None else day.high
        )
    return replace(day, high=max(high, day.low) if day.high is None else day.high)


def calendar_days(session: Session, district_id: int, month: date) -> list[MonthDay]:
    """All days of the month, each by the newest revision that names it; by its weekday where none does."""
    rows = session.execute(
        select(CalendarDay)
        .join(CalendarRevision)
        .where(
            CalendarRevision.district_id == district_id,
            CalendarDay.date >= month,
            CalendarDay.date <= last_day(month),
        )
        .order_by(CalendarRevision.number)
    ).scalars()
    newest = {row.date: row for row in rows}
    days = []
    for offset in range((last_day(month) - month).days + 1):
        day = month + timedelta(days=offset)
        row = newest.get(day)
        if row is None:
            weekend = day.weekday() >= 5
            kind = DayKind.WEEKEND if weekend else DayKind.WORKDAY
            days.append(MonthDay(day, not weekend, kind, provisional=True, known=False))
        else:
            days.append(
                MonthDay(
                    day,
                    row.open,
                    row.kind,
                    row.min_on_duty,
                    row.max_on_duty,
                    row.name,
                    row.closed_reason,
                    row.provisional,
                )
            )
    return days


def month_units(session: Session, district_id: int, month: date) -> list[BoardUnit]:
    """The units active in the month, in the office's order."""
    rows = session.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.short_name)
        .where(Unit.district_id == district_id, valid_in(Unit.active_from, Unit.active_to, month))
        .order_by(Unit.position, Unit.code)
    )
    return [BoardUnit(row.id, row.code, row.short_name or row.name, row.name) for row in rows]


def month_zones(session: Session, district_id: int, month: date) -> list[BoardZone]:
    """The zones active in the month, by subdistrict and community."""
    rows = session.execute(
        select(
            Zone.id,
            Zone.code,
            Zone.name,
            Zone.min_visits,
            Zone.max_visits,
            Zone.community_id,
            Community.name.label("community_name"),
            Community.subdistrict_id,
            Subdistrict.name.label("subdistrict_name"),
        )
        .join(Community, Zone.community_id == Community.id)
        .join(Subdistrict, Community.subdistrict_id == Subdistrict.id)
        .where(Zone.district_id == district_id, valid_in(Zone.active_from, Zone.active_to, month))
        .order_by(Subdistrict.code, Community.code, Zone.code)
    )
    return [BoardZone(*row) for row in rows]


def linked_pairs(session: Session, district_id: int, month: date) -> set[tuple[int, int]]:
    """Which unit is linked with which community in the month, as pairs of ids."""
    rows = session.execute(
        select(UnitLink.unit_id, UnitLink.community_id)
        .join(Unit, UnitLink.unit_id == Unit.id)
        .where(Unit.district_id == district_id, valid_in(UnitLink.valid_from, UnitLink.valid_to, month))
    )
    return {(row.unit_id, row.community_id) for row in rows}
