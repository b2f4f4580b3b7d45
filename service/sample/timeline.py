"""When the months of a sample were planned and published: three past ones, the current one, and the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.sample.availability import MONTHS_BEFORE, month_from

# A month is published on this day of the month before it, in the morning of the office.
PUBLISHED_ON, PUBLISHED_AT = 20, time(9, 30)


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """A month (its first day), the instant it is planned and published at, and whether it is the one to come."""

    month: date
    at: datetime
    coming: bool


def planned_months(made_at: datetime, time_zone: str) -> Iterator[PlannedMonth]:
    """The months in order, around the instant at which the sample was made; the coming one is planned at that instant."""
    today = made_at.astimezone(ZoneInfo(time_zone)).date()
    for offset in range(-MONTHS_BEFORE, 1):
        month = month_from(today, offset)
        day = month_from(month, -1) + timedelta(days=PUBLISHED_ON - 1)
        at = datetime.combine(day, PUBLISHED_AT, ZoneInfo(time_zone)).astimezone(UTC)
        yield PlannedMonth(month, at, coming=False)
    yield PlannedMonth(month_from(today, 1), made_at, coming=True)
