"""Events moved, cancelled and taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Event, RoleName
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import changed, expect_version, find_in_district
from service.operations.events.calls import call_words
from service.operations.events.change import described_event, has_marks, refuse_broken, refuse_cancelled
from service.operations.events.hours import check_hours


def move_event(
    session: Session,
    actor: Actor,
    now: datetime,
    event_id: int,
    day: date | None,
    hours: tuple[str | None, str | None],
    place: str | None,
    notice: str | None,
    version: int | None = None,
) -> Event:
    """Put an event on another day, at other hours or in another place; those called are told `notice`.

    Raises:
        InvalidInput: a field is wrong, or attendance is marked already.
        Conflict: it was changed since `version`, or is cancelled.
    """
    actor.require(RoleName.ADMIN)
    event = find_in_district(session, actor, Event, event_id)
    expect_version(event, version)
    refuse_cancelled(event)
    checks = Checks()
    wanted = checks.day_given("date", day)
    starts, ends = check_hours(checks, *hours)
    fields: dict[str, Any] = {"date": wanted, "sign_up": event.sign_up, "seats": event.seats}
    refuse_broken(session, checks, event, fields)
    if event.sign_up_until is not None:
        checks.in_order("date", event.sign_up_until, day)
    where, told = checks.text("place", place, 200), checks.text("notice", notice, 200)
    checks.done()
    before = described_event(event)
    if wanted != event.date:
        event.moved_from = event.date
    event.date, event.place, event.notice = wanted, where, told
    event.starts, event.ends = starts or event.starts, ends or event.ends
    event.apart = event.apart or event.series_id is not None
    changed(session, actor, now, "event.move", event, before, called=call_words(event))
    return event


def cancel_event(
    session: Session, actor: Actor, now: datetime, event_id: int, notice: str | None, version: int | None = None
) -> Event:
    """Cancel an event; it stays readable, calendars are told, and it can be taken back.

    Raises:
        InvalidInput: attendance is marked already. Conflict: it was changed since, or is cancelled.
    """
    actor.require(RoleName.ADMIN)
    event = find_in_district(session, actor, Event, event_id)
    expect_version(event, version)
    refuse_cancelled(event)
    checks = Checks()
    told = checks.text("notice", notice, 200)
    if has_marks(session, event):
        checks.add("notice", notice, Message("已登记出勤的活动不能取消；可先撤销登记"))
    checks.done()
    before = described_event(event)
    event.cancelled_at, event.notice = now, told
    changed(session, actor, now, "event.cancel", event, before, called=call_words(event))
    return event


def restore_event(session: Session, actor: Actor, now: datetime, event_id: int, version: int | None = None) -> Event:
    """Take a cancellation back.

    Raises:
        Conflict: it is not cancelled, or was changed since `version`.
    """
    actor.require(RoleName.ADMIN)
    event = find_in_district(session, actor, Event, event_id)
    expect_version(event, version)
    if event.cancelled_at is None:
        raise Conflict(Message("活动没有取消"))
    before = described_event(event)
    event.cancelled_at = None
    changed(session, actor, now, "event.restore", event, before, called=call_words(event))
    return event
