"""Months and days of a district: a month is the date of its first day, `today` is by the district's own clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def add_months(month: date, count: int) -> date:
    """The first day of the month so many months later (or earlier)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def days_of_month(month: date) -> list[date]:
    """Every day of a month."""
    return [month + timedelta(days=number) for number in range(monthrange(month.year, month.month)[1])]


def local_date(time_zone: str, now: datetime) -> date:
    """The date in a time zone at an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()
