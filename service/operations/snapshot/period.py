"""The period of a snapshot: its days as the calendar in force has them, and which of them are past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import CalendarDay, CalendarRevision, DayKind
from service.operations.months import days_of_month, last_day
from service.operations.planning_settings import FixedDaySettings, Mode, PlanningSettings

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayInForce:
    """A day as the newest revision has it; `provisional` where no revision names it, or it says so itself."""

    date: date
    kind: str
    open: bool
    burden: int
    min_on_duty: int | None
    max_on_duty: int | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Period:
    """A month as it is planned on a day: all its days, `open` as the mode leaves them.

    `reference` is the day whose dated facts (units, links, parties) count: today within the month,
    else its first day. `decisive` are the days that tell whether somebody can serve at all: the open
    ones still to come, else all open ones, else all.
    """

    month: date
    today: date
    days: tuple[DayInForce, ...]
    open: frozenset[date]

    @property
    def first(self) -> date:
        """The first day."""
        return self.month

    @property
    def last(self) -> date:
        """The last day."""
        return last_day(self.month)

    @property
    def reference(self) -> date:
        """The day whose dated facts count."""
        return min(max(self.first, self.today), self.last)

    @property
    def decisive(self) -> tuple[date, ...]:
        """The days that tell whether somebody can serve at all."""
        coming = tuple(day.date for day in self.days if day.date in self.open and day.date >= self.today)
        return coming or tuple(sorted(self.open)) or tuple(day.date for day in self.days)


def days_in_force(session: Session, district_id: int, month: date) -> list[DayInForce]:
    """The days of a month: each by the highest revision that names it, else by its weekday (provisional)."""
    rows = session.execute(
        select(
            CalendarDay.date,
            CalendarDay.kind,
            CalendarDay.open,
            CalendarDay.burden,
            CalendarDay.min_on_duty,
            CalendarDay.max_on_duty,
            CalendarDay.provisional,
        )
        .join(CalendarRevision)
        .where(CalendarRevision.district_id == district_id, CalendarDay.date.between(month, last_day(month)))
        .order_by(CalendarRevision.number)
    )
    known = {row.date: DayInForce(*row) for row in rows}
    return [known.get(day) or _by_weekday(day) for day in days_of_month(month)]


def _by_weekday(day: date) -> DayInForce:
    weekend = day.weekday() >= SATURDAY
    kind = DayKind.WEEKEND if weekend else DayKind.WORKDAY
    return DayInForce(day, kind, not weekend, 1, None, None, provisional=True)


def period_of(session: Session, district_id: int, month: date, today: date, settings: PlanningSettings) -> Period:
    """A district's month, its open days as the mode leaves them."""
    days = tuple(days_in_force(session, district_id, month))
    opened = [day.date for day in days if day.open]
    if settings.mode is Mode.FIXED_DAY:
        fixed = fixed_date(month, opened, settings.fixed_day)
        opened = [] if fixed is None else [fixed]
    return Period(month, today, days, frozenset(opened))


def fixed_date(month: date, opened: Iterable[date], settings: FixedDaySettings) -> date | None:
    """The one day of the fixed-day mode; None where the calendar closes it and no other may be taken."""
    wanted = month.replace(day=min(settings.day_of_month, last_day(month).day))
    candidates = [day for day in opened if day == wanted or settings.nearest_workday]
    return min(candidates, key=lambda day: (abs((day - wanted).days), -day.toordinal()), default=None)
