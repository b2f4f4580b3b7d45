"""Placements in a calendar: days in a row at another post, told as an event of whole days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Event, vUri

from service.messages import Message
from service.words import translate


@dataclass(frozen=True, slots=True)
class Stay:
    """A placement. `last_day` is the last one served; `sequence` as calendars know it, raised by every change.

    `kind`, `role` and `place` are words as the district has them; `partner` comes to the cadre's unit in exchange.
    """

    uid: str
    sequence: int
    first_day: date
    last_day: date
    kind: Message
    role: str
    place: str
    address: str | None
    contacts: tuple[str, ...]
    partner: str | None
    exempts: bool
    ended_early: bool
    cancelled: bool
    changed_at: datetime


def stay_event(stay: Stay, language: str, page: str | None) -> Event:
    """The event of a placement; it leaves the time free for meetings, for the cadre works, only elsewhere."""
    made = Event()
    made.add("uid", stay.uid)
    made.add("sequence", stay.sequence)
    instant = stay.changed_at.astimezone(UTC).replace(microsecond=0)
    made.add("dtstamp", instant)
    made.add("last-modified", instant)
    made.add("dtstart", stay.first_day)
    made.add("dtend", max(stay.first_day, stay.last_day) + timedelta(days=1))
    title = Message("%(kind)s · %(place)s", kind=stay.kind, place=stay.place)
    made.add("summary", translate(Message("已取消：%(title)s", title=title) if stay.cancelled else title, language))
    made.add("location", " ".join(part for part in (stay.place, stay.address) if part))
    made.add("description", "\n".join(translate(line, language) for line in _lines(stay)))
    if page is not None:
        made.add("url", vUri(page))
    made.add("status", "CANCELLED" if stay.cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT")
    made.add("x-microsoft-cdo-busystatus", "FREE" if stay.cancelled else "WORKINGELSEWHERE")
    return made


def _lines(stay: Stay) -> list[Message]:
    if stay.cancelled:
        return [Message("这项安排已取消。")]
    lines = [Message("岗位：%(role)s", role=Message(stay.role))]
    if stay.contacts:
        lines.append(Message("到岗后请找：%(names)s", names="、".join(stay.contacts)))
    if stay.partner:
        lines.append(Message("互换网格员：%(name)s", name=stay.partner))
    if stay.exempts:
        lines.append(Message("任期内免排每月一日网格值勤。"))
    if stay.ended_early:
        lines.append(Message("已提前结束。"))
    return lines
