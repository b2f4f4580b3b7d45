"""Series: events that come back every so many weeks, made at once and changed from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import DayKind, Event, EventSeries, RoleName
from service.operations.actor import Actor
from service.operations.calendar import days_of
from service.operations.checks import Checks
from service.operations.editing import changed, created, described, expect_version, find_in_district
from service.operations.events.calls import call_words
from service.operations.events.change import (
    Audience,
    EventValues,
    checked_fields,
    described_event,
    has_marks,
    next_code,
    put,
)
from service.operations.events.seats import fill_seats
from service.operations.scope import today_of

MOST_DATES = 160
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SeriesValues:
    """When a series comes back: on `weekday` (0 is Monday) of every `every_weeks`-th week from a day to another.

    `without`: dates left out. `skip_holidays`: so are those that the calendar has as holidays.
    """

    first_day: date | None
    last_day: date | None
    weekday: int | None
    every_weeks: int | None = 1
    skip_holidays: bool = True
    without: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """What became of a series: how many dates were made, changed, cancelled; left as they are; skipped holidays."""

    series: EventSeries
    made: int = 0
    changed: int = 0
    cancelled: int = 0
    apart: int = 0
    skipped: Sequence[date] = field(default_factory=tuple)


def list_series(actor: Actor) -> Select[Any]:
    """The series of the actor's district, those that last longest first."""
    query = select(EventSeries).where(EventSeries.district_id == actor.district_id)
    return query.order_by(EventSeries.last_day.desc(), EventSeries.id)


def events_of(session: Session, series: EventSeries) -> list[Event]:
    """The events of a series by date."""
    query = select(Event).where(Event.series_id == series.id, Event.district_id == series.district_id)
    return list(session.scalars(query.order_by(Event.date, Event.id)))


def _check_series(checks: Checks, values: SeriesValues) -> None:
    checks.day("first_day", values.first_day, required=True)
    checks.day("last_day", values.last_day, required=True)
    checks.in_order("last_day", values.first_day, values.last_day)
    checks.number("weekday", values.weekday, 0, 6)
    weeks = checks.number("every_weeks", values.every_weeks, 1, 8)
    if values.first_day and values.last_day and values.last_day - values.first_day > MOST_DATES * WEEK * weeks:
        checks.add("last_day", values.last_day, Message("一个系列最多 %(most)s 次", most=MOST_DATES))


def _dates(first: date, last: date, weekday: int, weeks: int) -> list[date]:
    start = first + timedelta(days=(weekday - first.weekday()) % 7)
    return (
        [start + number * weeks * WEEK for number in range((last - start).days // (7 * weeks) + 1)]
        if start <= last
        else []
    )


def _holidays(session: Session, district_id: int, dates: Iterable[date]) -> set[date]:
    wanted = sorted(dates)
    if not wanted:
        return set()
    days = days_of(session, district_id, wanted[0], wanted[-1])
    return {day.date for day in days if day.kind == DayKind.HOLIDAY} & set(wanted)


def make_series(session: Session, actor: Actor, now: datetime, values: EventValues, when: SeriesValues) -> SeriesReport:
    """Make a series with an event on each of its dates.

    Raises:
        InvalidInput: a field is wrong, or no date is left; nothing was made.
    """
    actor.require(RoleName.ADMIN)
    checks = Checks()
    _check_series(checks, when)
    fields, audience = checked_fields(session, actor, replace(values, date=when.first_day), checks)
    dates: list[date] = []
    skipped: set[date] = set()
    if not checks.problems and when.first_day and when.last_day and when.weekday is not None:
        dates = _dates(when.first_day, when.last_day, when.weekday, when.every_weeks or 1)
        skipped = _holidays(session, actor.district_id, dates) if when.skip_holidays else set()
        dates = [day for day in dates if day not in skipped and day not in when.without]
        if not dates:
            checks.add("last_day", when.last_day, Message("这段时间里没有一个日期"))
    checks.done()
    series = EventSeries(
        district_id=actor.district_id, title=fields["title"], weekday=when.weekday, every_weeks=when.every_weeks,
        first_day=when.first_day, last_day=when.last_day, skip_holidays=when.skip_holidays,
    )  # fmt: skip
    created(session, actor, now, "event_series.create", series, count=len(dates))
    for day in dates:
        _add(session, actor, now, series, {**fields, "date": day}, audience)
    return SeriesReport(series, made=len(dates), skipped=sorted(skipped))


def _add(
    session: Session, actor: Actor, now: datetime, series: EventSeries, fields: dict[str, Any], audience: Audience
) -> None:
    event = Event(district_id=actor.district_id, series_id=series.id)
    event.code = next_code(session, actor.district_id, fields["date"])
    put(session, event, fields, audience)
    created(session, actor, now, "event.create", event, called=call_words(event))


def change_series(
    session: Session,
    actor: Actor,
    now: datetime,
    series_id: int,
    values: EventValues,
    when: SeriesValues,
    version: int | None = None,
) -> SeriesReport:
    """Change the events of a series from `when.first_day` on (today at the earliest), and where it ends.

    Dates changed or cancelled by themselves stay as they are, and so do those with attendance. Another weekday
    moves each date within its week. A later end adds dates, an earlier one cancels those after it.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed the series since `version`.
    """
    actor.require(RoleName.ADMIN)
    series = find_in_district(session, actor, EventSeries, series_id)
    expect_version(series, version)
    checks = Checks()
    _check_series(checks, when)
    fields, audience = checked_fields(session, actor, replace(values, date=when.first_day), checks)
    checks.done()
    assert when.first_day is not None
    assert when.last_day is not None
    assert when.weekday is not None
    start = max(when.first_day, today_of(session, actor.district_id, now))
    found = [event for event in events_of(session, series) if event.date >= start]
    open_ones = [event for event in found if event.cancelled_at is None]
    mine = [event for event in open_ones if not event.apart and not has_marks(session, event)]
    # Parted before any is moved: the last one may move past the end within its week.
    keeping = [event for event in mine if event.date <= when.last_day]
    ending = [event for event in mine if event.date > when.last_day]
    for event in keeping:
        _change(session, actor, now, event, _on(event.date, when.weekday, start, fields), audience)
    for event in ending:
        _cancel(session, actor, now, event, fields["notice"])
    before = described(series)
    added = _further(found, series, start, when)
    skipped = _holidays(session, actor.district_id, added) if when.skip_holidays else set()
    added = [day for day in added if day not in skipped and day not in when.without]
    for day in added:
        _add(session, actor, now, series, {**fields, "date": day}, audience)
    last = max([when.last_day, *(event.date for event in keeping)])
    series.title, series.weekday, series.last_day = fields["title"], when.weekday, last
    series.first_day, series.skip_holidays = min(series.first_day, when.last_day), when.skip_holidays
    changed(session, actor, now, "event_series.update", series, before)
    left = len(open_ones) - len(mine)
    return SeriesReport(series, len(added), len(keeping), len(ending), left, sorted(skipped))


def _further(found: Sequence[Event], series: EventSeries, start: date, when: SeriesValues) -> list[date]:
    """The dates after the series' last one up to its new end, in its rhythm. What was cancelled within it stays so."""
    assert when.last_day is not None
    assert when.weekday is not None
    known = max((event.date for event in found if event.date <= series.last_day), default=series.last_day)
    monday = known - timedelta(days=known.weekday())
    day, dates = monday + timedelta(days=when.weekday) + series.every_weeks * WEEK, []
    while day <= when.last_day:
        if day >= start and day > known:
            dates.append(day)
        day += series.every_weeks * WEEK
    return dates


def _on(day: date, weekday: int, start: date, fields: dict[str, Any]) -> dict[str, Any]:
    """The columns with the date moved to a weekday of its week; one that would lie before the start stays."""
    moved = day + timedelta(days=weekday - day.weekday())
    return {**fields, "date": moved if moved >= start else day}


def _change(
    session: Session, actor: Actor, now: datetime, event: Event, fields: dict[str, Any], audience: Audience
) -> None:
    before = described_event(event)
    put(session, event, fields, audience)
    changed(session, actor, now, "event.update", event, before, called=call_words(event))
    fill_seats(session, actor, now, event)


def _cancel(session: Session, actor: Actor, now: datetime, event: Event, notice: str | None) -> None:
    before = described_event(event)
    event.cancelled_at, event.notice = now, notice
    changed(session, actor, now, "event.cancel", event, before, called=call_words(event))


def cancel_series(
    session: Session, actor: Actor, now: datetime, series_id: int, since: date, notice: str | None
) -> int:
    """Cancel the events of a series from a day on (today at the earliest); returns how many.

    Raises:
        Conflict: none is left to cancel.
    """
    actor.require(RoleName.ADMIN)
    series = find_in_district(session, actor, EventSeries, series_id)
    start = max(since, today_of(session, actor.district_id, now))
    checks = Checks()
    told = checks.text("notice", notice, 200)
    checks.done()
    found = [
        event
        for event in events_of(session, series)
        if event.date >= start and event.cancelled_at is None and not has_marks(session, event)
    ]
    if not found:
        raise Conflict(Message("这个系列没有可取消的活动"))
    for event in found:
        _cancel(session, actor, now, event, told)
    return len(found)


def last_cancelled(session: Session, series: EventSeries, today: date) -> list[Event]:
    """The events to come that were cancelled together the last time."""
    newest = session.scalar(select(func.max(Event.cancelled_at)).where(Event.series_id == series.id))
    return [
        event for event in events_of(session, series) if newest and event.cancelled_at == newest and event.date >= today
    ]


def restore_series(session: Session, actor: Actor, now: datetime, series_id: int) -> int:
    """Take the last cancelling of a series back; returns how many events it was.

    Raises:
        Conflict: nothing was cancelled.
    """
    actor.require(RoleName.ADMIN)
    series = find_in_district(session, actor, EventSeries, series_id)
    found = last_cancelled(session, series, today_of(session, actor.district_id, now))
    if not found:
        raise Conflict(Message("这个系列没有可恢复的活动"))
    for event in found:
        before = described_event(event)
        event.cancelled_at = None
        changed(session, actor, now, "event.restore", event, before, called=call_words(event))
    return len(found)
