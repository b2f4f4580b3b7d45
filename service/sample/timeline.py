"""When the months of a sample were planned and published: three past ones, the current one, and the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.sample.availability import MONTHS_BEFORE, month_from

# A month is published on this day of the month before it, in the morning of the office.
PUBLISHED_ON, PUBLISHED_AT = 20, time(9, 30)
# A past month was planned again on this day, after illness; of the middle one a day was lost to a storm.
CHANGED_ON, STORM = 8, -2


@dataclass(frozen=True, slots=True)
class PlannedMonth:
    """A month (its first day), the instant it is planned and published at, and whether it is the one to come.

    `changed_at`: when it was planned again (None: it was not); `storm`: with a day lost.
    """

    month: date
    at: datetime
    coming: bool
    changed_at: datetime | None = None
    storm: bool = False


def planned_months(made_at: datetime, time_zone: str) -> Iterator[PlannedMonth]:
    """The months in order, around the instant at which the sample was made; the coming one is planned at that instant."""
    today = made_at.astimezone(ZoneInfo(time_zone)).date()
    for offset in range(-MONTHS_BEFORE, 1):
        month = month_from(today, offset)
        day = month_from(month, -1) + timedelta(days=PUBLISHED_ON - 1)
        at = datetime.combine(day, PUBLISHED_AT, ZoneInfo(time_zone)).astimezone(UTC)
        changed = datetime.combine(month.replace(day=CHANGED_ON), PUBLISHED_AT, ZoneInfo(time_zone)).astimezone(UTC)
        yield PlannedMonth(month, at, False, changed if offset < 0 else None, offset == STORM)
    yield PlannedMonth(month_from(today, 1), made_at, coming=True)
