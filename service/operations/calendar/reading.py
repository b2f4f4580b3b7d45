"""Reading the calendar: the day in force is the row of the highest revision; a day without one is computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.adapters.calendar import StateDay, state_day
from service.messages import Message, NotFound
from service.models import CalendarDay, CalendarRevision, DayKind

# How burdensome a day is unless somebody says otherwise: giving up a day off weighs more.
BURDENS = {DayKind.WORKDAY: 1, DayKind.MAKEUP_WORKDAY: 2, DayKind.WEEKEND: 2, DayKind.HOLIDAY: 3}
OPEN_KINDS = frozenset({DayKind.WORKDAY, DayKind.MAKEUP_WORKDAY})
FIELDS = ("kind", "open", "burden", "min_on_duty", "max_on_duty", "name", "closed_reason", "provisional")


@dataclass(frozen=True, slots=True)
class Day:
    """One day as it is in force. `revision`: the number it comes from; null where it is only computed.

    `burden` ≥ 1; `min_on_duty`, `max_on_duty` are cadres, null means computed from the head count.
    """

    date: date
    kind: DayKind
    open: bool
    burden: int
    min_on_duty: int | None = None
    max_on_duty: int | None = None
    name: str | None = None
    closed_reason: str | None = None
    provisional: bool = False
    revision: int | None = None

    def same_as(self, other: Day) -> bool:
        """Whether two days agree in everything but the revision they come from."""
        return all(getattr(self, name) == getattr(other, name) for name in ("date", *FIELDS))


@dataclass(frozen=True, slots=True)
class DayDifference:
    """A day that differs between two revisions; null where a revision does not know it."""

    date: date
    old: Day | None
    new: Day | None

    @property
    def fields(self) -> list[str]:
        """Which of its columns differ."""
        return [name for name in FIELDS if getattr(self.old, name, None) != getattr(self.new, name, None)]


def default_day(state: StateDay) -> Day:
    """A day as the State has it: open on workdays, with the usual burden."""
    return Day(
        date=state.date,
        kind=state.kind,
        open=state.kind in OPEN_KINDS,
        burden=BURDENS[state.kind],
        name=state.name,
        provisional=state.provisional,
    )


def _stored(
    session: Session, district_id: int, first: date | None, last: date | None, until: int | None
) -> dict[date, Day]:
    query = (
        select(CalendarDay.date, *(getattr(CalendarDay, name) for name in FIELDS), CalendarRevision.number)
        .join(CalendarRevision)
        .where(CalendarRevision.district_id == district_id)
        .order_by(CalendarRevision.number)
    )
    if first is not None and last is not None:
        query = query.where(CalendarDay.date.between(first, last))
    if until is not None:
        query = query.where(CalendarRevision.number <= until)
    return {row[0]: Day(row[0], DayKind(row[1]), *row[2:]) for row in session.execute(query)}


def days_of(session: Session, district_id: int, first: date, last: date, until: int | None = None) -> list[Day]:
    """Every day from `first` to `last` as in force now (as of revision `until`, where given), ascending.

    A day that no revision holds is computed from law and week, and is provisional.
    """
    stored = _stored(session, district_id, first, last, until)
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [stored.get(day) or _computed(day) for day in every]


def stored_days(session: Session, district_id: int) -> list[Day]:
    """Every day that a revision holds, as in force now, ascending."""
    return [day for _, day in sorted(_stored(session, district_id, None, None, None).items())]


def _computed(day: date) -> Day:
    found = default_day(state_day(day))
    return Day(found.date, found.kind, found.open, found.burden, name=found.name, provisional=True)


def newest_number(session: Session, district_id: int) -> int:
    """The number of the revision in force; 0 where there is none yet."""
    query = select(func.max(CalendarRevision.number)).where(CalendarRevision.district_id == district_id)
    return session.scalar(query) or 0


def revisions_of(district_id: int) -> Select[Any]:
    """The revisions of a district, newest first."""
    return (
        select(CalendarRevision)
        .where(CalendarRevision.district_id == district_id)
        .order_by(CalendarRevision.number.desc())
    )


def find_revision(session: Session, district_id: int, number: int) -> CalendarRevision:
    """A revision by its number.

    Raises:
        NotFound: the district has none of that number.
    """
    found: CalendarRevision | None = session.scalar(revisions_of(district_id).where(CalendarRevision.number == number))
    if found is None:
        raise NotFound(Message("没有日历第 %(number)s 版", number=number))
    return found


def years_of(session: Session, district_id: int) -> tuple[int, int] | None:
    """The first and the last year that the calendar holds; null where it is empty."""
    query = (
        select(func.min(CalendarDay.date), func.max(CalendarDay.date))
        .join(CalendarRevision)
        .where(CalendarRevision.district_id == district_id)
    )
    first, last = session.execute(query).one()
    return (first.year, last.year) if first else None


def difference(session: Session, district_id: int, old: int, new: int) -> list[DayDifference]:
    """The days that differ between two revisions (numbers; 0 is the empty calendar), ascending."""
    before = _stored(session, district_id, None, None, old) if old else {}
    after = _stored(session, district_id, None, None, new) if new else {}
    found = []
    for day in sorted(before.keys() | after.keys()):
        left, right = before.get(day), after.get(day)
        if left is None or right is None or not left.same_as(right):
            found.append(DayDifference(day, left, right))
    return found
