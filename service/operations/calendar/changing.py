"""Changing the calendar: always a new revision with the days that differ; older revisions stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.adapters.calendar import notices, papers, state_year
from service.messages import Conflict, InvalidInput, Message
from service.models import CalendarDay, CalendarRevision, DayKind, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.calendar.reading import (
    FIELDS,
    Day,
    days_of,
    default_day,
    difference,
    find_revision,
    newest_number,
)
from service.operations.checks import Checks
from service.operations.scope import today_of

FIRST_YEAR = 2020
MOST_BURDEN, MOST_ON_DUTY, MOST_DAYS = 9, 1_000_000, 366


@dataclass(frozen=True, slots=True)
class DayChange:
    """What is to hold on the days from `first` to `last` (on these weekdays, Monday 0; all where empty).

    Null leaves a field as it is. `own_limits`: whether min and max are set by this change (null: computed).
    """

    first: date | None
    last: date | None
    weekdays: frozenset[int] = frozenset()
    kind: str | None = None
    open: bool | None = None
    burden: int | None = None
    own_limits: bool = False
    min_on_duty: int | None = None
    max_on_duty: int | None = None
    reason: str | None = None
    confirmed: bool = False


def revise(
    session: Session,
    actor: Actor,
    now: datetime,
    days: Sequence[Day],
    *,
    expected: int | None = None,
    source: str | None = None,
    note: str | None = None,
) -> CalendarRevision:
    """Make a revision of days, which from now on are as given. `expected`: the number the user saw in force.

    Raises:
        Conflict: another revision was made since.
    """
    actor.require(RoleName.ADMIN)
    number = newest_number(session, actor.district_id)
    if expected is not None and expected != number:
        raise Conflict(Message("日历已被他人修改（现为第 %(number)s 版），请核对后再保存", number=number))
    revision = CalendarRevision(
        district_id=actor.district_id, number=number + 1, source=source, note=note, made_at=now, made_by=actor.name
    )
    session.add(revision)
    session.flush()
    rows = [
        {"revision_id": revision.id, "date": day.date, **{name: getattr(day, name) for name in FIELDS}} for day in days
    ]
    if rows:
        session.execute(insert(CalendarDay), rows)
    after = {"number": revision.number, "days": len(rows), "source": source, "note": note}
    record(session, actor, now, "calendar.revise", revision, after=after)
    return revision


def seed_calendar(
    session: Session, actor: Actor, now: datetime, first_year: int = FIRST_YEAR, last_year: int | None = None
) -> CalendarRevision:
    """The first revision: the notices of the State, and the years after them (to next year) provisionally.

    Called again it changes nothing and returns the revision in force.
    """
    number = newest_number(session, actor.district_id)
    if number:
        return find_revision(session, actor.district_id, number)
    until = last_year if last_year is not None else max(now.year + 1, *notices())
    days = [default_day(state) for year in range(first_year, until + 1) for state in state_year(year)]
    known = [str(year) for year in range(first_year, until + 1) if year in notices()]
    # Stored words are data, kept as they were written.
    source = f"国务院办公厅放假通知 {known[0]}–{known[-1]}" if known else None
    return revise(session, actor, now, days, source=source, note=f"{first_year}–{until}")


def change_days(
    session: Session, actor: Actor, now: datetime, change: DayChange, expected: int | None
) -> CalendarRevision:
    """Change days from today on, as a new revision.

    Raises:
        InvalidInput: a field is wrong, or nothing would differ.
        Conflict: another revision was made since `expected`.
    """
    actor.require(RoleName.ADMIN)
    first, last = _checked(change, today_of(session, actor.district_id, now))
    current = days_of(session, actor.district_id, first, last)
    wanted = [_changed(day, change) for day in current if not change.weekdays or day.date.weekday() in change.weekdays]
    present = {day.date: day for day in current}
    differing = [day for day in wanted if not day.same_as(present[day.date])]
    _limits_in_order(differing)
    if not differing:
        raise InvalidInput(Message("这些日期已经是这样，没有需要修改的内容"))
    return revise(session, actor, now, differing, expected=expected, note=change.reason)


def _checked(change: DayChange, today: date) -> tuple[date, date]:
    checks = Checks()
    first, last = checks.day_given("first_day", change.first), checks.day_given("last_day", change.last)
    checks.in_order("last_day", change.first, change.last)
    if change.first is not None and change.first < today:
        checks.add("first_day", change.first, Message("不能早于今天（%(today)s）：过去的日期不再改动", today=today))
    if change.first and change.last and (change.last - change.first).days >= MOST_DAYS:
        checks.add("last_day", change.last, Message("一次最多修改 %(most)s 天", most=MOST_DAYS))
    if change.kind is not None:
        checks.one_of("kind", change.kind, DayKind)
    checks.optional_number("burden", change.burden, 1, MOST_BURDEN)
    checks.optional_number("min_on_duty", change.min_on_duty, 0, MOST_ON_DUTY)
    checks.optional_number("max_on_duty", change.max_on_duty, 0, MOST_ON_DUTY)
    checks.text("reason", change.reason, 120, required=True)
    if change.min_on_duty is not None and change.max_on_duty is not None and change.max_on_duty < change.min_on_duty:
        checks.add("max_on_duty", change.max_on_duty, Message("不能小于在岗下限 %(low)s", low=change.min_on_duty))
    checks.done()
    return first, last


def _changed(day: Day, change: DayChange) -> Day:
    kind = DayKind(change.kind) if change.kind else day.kind
    open_now = day.open if change.open is None else change.open
    return replace(
        day,
        kind=kind,
        open=open_now,
        burden=change.burden if change.burden is not None else day.burden,
        min_on_duty=change.min_on_duty if change.own_limits else day.min_on_duty,
        max_on_duty=change.max_on_duty if change.own_limits else day.max_on_duty,
        closed_reason=change.reason,
        provisional=day.provisional and not change.confirmed,
    )


def _limits_in_order(days: Iterable[Day]) -> None:
    for day in days:
        if day.max_on_duty is not None and day.max_on_duty < (day.min_on_duty or 0):
            raise InvalidInput(
                Message(
                    "%(date)s 的在岗上限 %(high)s 小于下限 %(low)s",
                    date=day.date,
                    high=day.max_on_duty,
                    low=day.min_on_duty,
                )
            )


def restore_revision(
    session: Session, actor: Actor, now: datetime, number: int, expected: int | None
) -> CalendarRevision:
    """Let the days from today on be again as a revision had them, as a new revision.

    Days that the revision did not know stay as they are.

    Raises:
        InvalidInput: nothing would differ.
        NotFound: there is no such revision.
    """
    actor.require(RoleName.ADMIN)
    find_revision(session, actor.district_id, number)
    today = today_of(session, actor.district_id, now)
    found = difference(session, actor.district_id, number, newest_number(session, actor.district_id))
    days = [item.old for item in found if item.old is not None and item.date >= today]
    if not days:
        raise InvalidInput(Message("今天及以后的日期与第 %(number)s 版相同，无需恢复", number=number))
    return revise(session, actor, now, days, expected=expected, note=f"↺ {number}")


def adopt_year(
    session: Session, actor: Actor, now: datetime, year: int | None, expected: int | None
) -> CalendarRevision:
    """Enter a year: by its notice where the program knows it, else provisionally. Edited days are kept.

    Raises:
        InvalidInput: the year is out of bounds, or is entered already.
    """
    actor.require(RoleName.ADMIN)
    today = today_of(session, actor.district_id, now)
    checks = Checks()
    wanted = checks.number("year", year, today.year, today.year + 2)
    checks.done()
    first = date(wanted, 1, 1)
    current = {day.date: day for day in days_of(session, actor.district_id, first, date(wanted, 12, 31))}
    fresh = [default_day(state) for state in state_year(wanted)]
    days = [day for day in fresh if _replaces(day, current[day.date])]
    if not days:
        raise InvalidInput(Message("%(year)s年的日历已是最新，没有需要更新的日期", year=wanted))
    source = " ".join(papers(wanted)) or None
    return revise(session, actor, now, days, expected=expected, source=source, note=str(wanted))


def _replaces(fresh: Day, present: Day) -> bool:
    if present.revision is None:
        return True
    return present.provisional and not present.same_as(fresh)
