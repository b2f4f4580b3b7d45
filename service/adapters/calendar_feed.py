"""Duties as an iCalendar file (RFC 5545), in the form that Apple, Google and Outlook read alike.

The body depends on the duties and their publication alone, never on the moment of asking: the same
duties give the same bytes, so that a calendar program is told "not modified".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vUri

from service.adapters.calendar_stays import Stay, stay_event
from service.messages import Message
from service.words import translate

MAKER = "-//grid-duty//grid-duty//ZH"
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One duty. `sequence` as calendars know it (a cancellation's is higher than the duty's own).

    `published_at` is when the version that says so was published, `changed_at` when it first was so.
    """

    uid: str
    sequence: int
    day: date
    zone: str
    community: str
    address: str | None
    contact: str | None
    companions: tuple[str, ...]
    cancelled: bool
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something else that a cadre is called to, at hours of its own. `sequence` as calendars know it.

    `takes_the_day`: no duty on that day. `changed_at` is when anything of it last changed. `minutes`: how long it lasts
    where that is past midnight (null: until `ends` of the same day).
    """

    uid: str
    sequence: int
    day: date
    starts: time
    ends: time
    time_zone: str
    title: str
    kind: str
    place: str
    note: str | None
    notice: str | None
    moved_from: date | None
    cancelled: bool
    takes_the_day: bool
    changed_at: datetime
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class DutyHours:
    """From when to when a duty lasts, in the district's time zone."""

    starts: time
    ends: time
    time_zone: str


def calendar_file(
    events: Sequence[FeedEvent],
    name: str,
    language: str,
    hours: DutyHours | None = None,
    page: str | None = None,
    appointments: Sequence[Appointment] = (),
    stays: Sequence[Stay] = (),
) -> bytes:
    """The calendar of these duties, appointments and placements. Without `hours` each duty lasts its whole day.

    `page` is where to read more.
    """
    zone = hours.time_zone if hours else next((one.time_zone for one in appointments), None)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if zone is not None:
        calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in sorted(events, key=lambda item: (item.day, item.uid)):
        calendar.add_component(_event(event, language, hours, page))
    for appointment in sorted(appointments, key=lambda item: (item.day, item.starts, item.uid)):
        calendar.add_component(_appointment(appointment, language, page))
    for stay in sorted(stays, key=lambda item: (item.first_day, item.uid)):
        calendar.add_component(stay_event(stay, language, page))
    days = [one.day for one in appointments] + [event.day for event in events if hours is not None]
    if days:
        # Bounded by whole years, so that the zone's rules change as seldom as the years do.
        calendar.add_missing_timezones(
            first_date=date(min(days).year, 1, 1), last_date=date(max(days).year + 1, 12, 31)
        )
    return bytes(calendar.to_ical())


def _event(event: FeedEvent, language: str, hours: DutyHours | None, page: str | None) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", _instant(event.published_at))
    made.add("last-modified", _instant(event.changed_at))
    if hours is None:
        made.add("dtstart", event.day)
        made.add("dtend", event.day + timedelta(days=1))
    else:
        zone = ZoneInfo(hours.time_zone)
        made.add("dtstart", datetime.combine(event.day, hours.starts, zone))
        made.add("dtend", datetime.combine(event.day, hours.ends, zone))
    made.add("summary", _summary(event, language))
    made.add("location", " ".join(part for part in (event.community, event.zone, event.address) if part))
    made.add("description", _description(event, language))
    if page is not None:
        made.add("url", vUri(page))
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if event.cancelled else "OPAQUE")
    made.add("x-microsoft-cdo-busystatus", "FREE" if event.cancelled else "OOF")
    return made


def _appointment(one: Appointment, language: str, page: str | None) -> Event:
    made = Event()
    zone = ZoneInfo(one.time_zone)
    made.add("uid", one.uid)
    made.add("sequence", one.sequence)
    made.add("dtstamp", _instant(one.changed_at))
    made.add("last-modified", _instant(one.changed_at))
    made.add("dtstart", datetime.combine(one.day, one.starts, zone))
    made.add("dtend", _end(one, zone))
    title = Message("已取消：%(title)s", title=one.title) if one.cancelled else Message("%(title)s", title=one.title)
    made.add("summary", translate(title, language))
    if one.place:
        made.add("location", one.place)
    made.add("description", "\n".join(translate(line, language) for line in _appointment_lines(one)))
    if page is not None:
        made.add("url", vUri(page))
    made.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    made.add("x-microsoft-cdo-busystatus", "FREE" if one.cancelled else "BUSY")
    return made


def _end(one: Appointment, zone: ZoneInfo) -> datetime:
    if one.minutes is None:
        return datetime.combine(one.day, one.ends, zone)
    return datetime.combine(one.day, one.starts, zone) + timedelta(minutes=one.minutes)


def _appointment_lines(one: Appointment) -> list[Message]:
    lines = [Message("活动类别：%(kind)s", kind=one.kind)]
    if one.cancelled:
        lines.append(Message("这次活动已取消。"))
    elif one.moved_from is not None:
        lines.append(Message("已改期，原定 %(day)s。", day=one.moved_from.isoformat()))
    if one.notice:
        lines.append(Message("通知：%(text)s", text=one.notice))
    if not one.cancelled and one.takes_the_day:
        lines.append(Message("当天不安排网格值勤。"))
    if one.note and not one.cancelled:
        lines.append(Message("%(text)s", text=one.note))
    return lines


def _instant(value: datetime) -> datetime:
    """An instant as iCalendar has it: UTC, whole seconds."""
    return value.astimezone(UTC).replace(microsecond=0)


def _summary(event: FeedEvent, language: str) -> str:
    if event.cancelled:
        return translate(Message("已取消：网格值勤 · %(community)s", community=event.community), language)
    return translate(Message("网格值勤 · %(community)s", community=event.community), language)


def _description(event: FeedEvent, language: str) -> str:
    lines = [Message("网格：%(zone)s", zone=event.zone)]
    if event.cancelled:
        lines = [Message("这次值勤已取消，以最新发布的排班为准。")]
    else:
        if event.contact:
            lines.append(Message("到社区找：%(name)s", name=event.contact))
        if event.companions:
            lines.append(Message("同行：%(names)s", names="、".join(event.companions)))
    return "\n".join(translate(line, language) for line in lines)
