"""Events: made, copied and changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import (
    Branch,
    Cadre,
    Community,
    Event,
    EventAttendance,
    EventCall,
    EventKind,
    EventSeat,
    RoleName,
    SeatState,
    Unit,
    Zone,
)
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import changed, created, described, expect_version, find_in_district, optional
from service.operations.events.calls import call_words, named_people, set_calls
from service.operations.events.hours import check_hours
from service.operations.events.seats import fill_seats
from service.operations.zones import resolve_zone

MOST_SEATS = 100_000
# `date` is a field's name below.
Day = date


@dataclass(frozen=True, slots=True)
class EventValues:
    """What a form says of an event. `people`: numbers or names with 、 between; `zone`: a code or name."""

    kind_id: int | None
    title: str | None
    date: date | None
    starts: str | None
    ends: str | None
    place: str | None = None
    community_id: int | None = None
    zone: str | None = None
    everyone: bool = False
    grid_workers: bool = False
    unit_ids: tuple[int, ...] = ()
    branch_ids: tuple[int, ...] = ()
    people: str | None = None
    seats: int | None = None
    sign_up: bool = False
    sign_up_until: Day | None = None
    note: str | None = None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """The rows that an event calls."""

    units: Sequence[Unit] = ()
    branches: Sequence[Branch] = ()
    cadres: Sequence[Cadre] = ()


def described_event(event: Event) -> dict[str, Any]:
    """An event for the log, with whom it calls in words."""
    return described(event, called=call_words(event))


def checked_fields(
    session: Session, actor: Actor, values: EventValues, checks: Checks
) -> tuple[dict[str, Any], Audience]:
    """The columns and the audience of an event as a form says them; problems go to `checks`."""
    kind = optional(session, actor, EventKind, values.kind_id, checks, "kind")
    if values.kind_id is None:
        checks.add("kind", "", Message("不能为空"))
    starts, ends = check_hours(checks, values.starts, values.ends)
    zone = resolve_zone(session, actor, values.zone, checks) if (values.zone or "").strip() else None
    community = optional(session, actor, Community, values.community_id, checks, "community")
    if zone is not None and community is not None and zone.community_id != community.id:
        checks.add("zone", zone.name, Message("不在“%(community)s”", community=community.name))
    day = checks.day_given("date", values.date)
    until = checks.day("sign_up_until", values.sign_up_until)
    checks.in_order("date", until, values.date)
    audience = Audience(
        [row for row in (optional(session, actor, Unit, one, checks, "units") for one in values.unit_ids) if row],
        [
            row
            for row in (optional(session, actor, Branch, one, checks, "branches") for one in values.branch_ids)
            if row
        ],
        named_people(session, actor, values.people, checks),
    )
    somebody = values.everyone or values.grid_workers or audience.units or audience.branches or audience.cadres
    if not somebody and not any(problem.field in ("units", "branches", "people") for problem in checks.problems):
        checks.add("everyone", "", Message("至少选择一种对象：全体、单位、党支部、人员或网格员"))
    fields = {
        "kind": kind,
        "title": checks.name("title", values.title, 120),
        "date": day,
        "starts": starts,
        "ends": ends,
        "place": checks.text("place", values.place, 200),
        "community": community,
        "zone": zone,
        "everyone": values.everyone,
        "grid_workers": values.grid_workers,
        "seats": checks.optional_number("seats", values.seats, 1, MOST_SEATS),
        "sign_up": values.sign_up,
        "sign_up_until": until if values.sign_up else None,
        "note": checks.text("note", values.note, 2000),
        "notice": checks.text("notice", values.notice, 200),
    }
    return fields, audience


def next_code(session: Session, district_id: int, day: date, taken: frozenset[str] = frozenset()) -> str:
    """A code for an event on a day that the district does not have yet."""
    stem = f"HD{day:%Y%m%d}"
    known = set(
        session.scalars(select(Event.code).where(Event.district_id == district_id, Event.code.startswith(stem)))
    )
    return next(code for number in range(1, 100_000) if (code := f"{stem}-{number}") not in known | taken)


def save_event(
    session: Session,
    actor: Actor,
    now: datetime,
    values: EventValues,
    event_id: int | None = None,
    version: int | None = None,
) -> Event:
    """Make an event, or change the one with this id; a series then leaves it as it is.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: it was changed since `version`, or is cancelled.
    """
    actor.require(RoleName.ADMIN)
    event = find_in_district(session, actor, Event, event_id) if event_id else Event(district_id=actor.district_id)
    expect_version(event, version)
    refuse_cancelled(event)
    checks = Checks()
    fields, audience = checked_fields(session, actor, values, checks)
    if event_id:
        refuse_broken(session, checks, event, fields)
    checks.done()
    before = described_event(event) if event_id else None
    if before is None:
        event.code = next_code(session, actor.district_id, fields["date"])
    put(session, event, fields, audience)
    if before is None:
        created(session, actor, now, "event.create", event, called=call_words(event))
    else:
        event.apart = event.apart or event.series_id is not None
        changed(session, actor, now, "event.update", event, before, called=call_words(event))
        fill_seats(session, actor, now, event)
    return event


def put(session: Session, event: Event, fields: dict[str, Any], audience: Audience) -> None:
    """Give an event its columns and whom it calls; a new day notes the old one."""
    with session.no_autoflush:
        if event.id is not None and event.date != fields["date"]:
            event.moved_from = event.date
        for key, value in fields.items():
            setattr(event, key, value)
        set_calls(event, audience.units, audience.branches, audience.cadres)


def refuse_cancelled(event: Event) -> None:
    """A cancelled event is taken back before it is changed.

    Raises:
        Conflict: it is cancelled.
    """
    if event.cancelled_at is not None:
        raise Conflict(Message("活动已取消；请先恢复再修改"))


def refuse_broken(session: Session, checks: Checks, event: Event, fields: dict[str, Any]) -> None:
    """A day that has attendance stays; there are as many seats as people who have one."""
    if fields["date"] != event.date and has_marks(session, event):
        checks.add("date", fields["date"], Message("已登记出勤，不能改期；可复制为新活动"))
    if fields["sign_up"] and fields["seats"] is not None:
        placed = count_seats(session, event, SeatState.PLACED)
        if placed > fields["seats"]:
            checks.add("seats", fields["seats"], Message("不能少于已报上的 %(count)s 人", count=placed))


def has_marks(session: Session, event: Event) -> bool:
    """Whether anybody's attendance is marked."""
    query = select(EventAttendance.id).where(EventAttendance.event_id == event.id, EventAttendance.state != "excused")
    return session.scalar(query.limit(1)) is not None


def count_seats(session: Session, event: Event, state: SeatState) -> int:
    """How many who signed up stand so."""
    query = select(func.count()).where(EventSeat.event_id == event.id, EventSeat.state == state)
    return session.scalar(query) or 0


def zone_text(zone: Zone | None) -> str:
    """A zone as the form shows it."""
    return "" if zone is None else f"{zone.code} {zone.name}"


def values_of(event: Event) -> dict[str, Any]:
    """An event as a form begins with it; what a copy takes over."""
    called: list[EventCall] = event.calls
    return {
        "kind": event.kind_id,
        "title": event.title,
        "date": event.date,
        "starts": event.starts,
        "ends": event.ends,
        "place": event.place,
        "community": event.community_id,
        "zone": zone_text(event.zone),
        "everyone": event.everyone,
        "grid_workers": event.grid_workers,
        "units": [call.unit_id for call in called if call.unit_id],
        "branches": [call.branch_id for call in called if call.branch_id],
        "people": "、".join(f"{call.cadre.employee_number} {call.cadre.name}" for call in called if call.cadre),
        "seats": event.seats,
        "sign_up": event.sign_up,
        "sign_up_until": event.sign_up_until,
        "note": event.note,
        "notice": event.notice,
    }
