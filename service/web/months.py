"""Months in addresses: `/plan/2026-12`. A month is the date of its first day."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError

from service.web.addresses import this_address
from service.web.formats import district_zone

# Beyond these a month has no neighbours that a date can hold, and no office plans.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def dated(text: str) -> date:
    """The date in an address.

    Raises:
        ValidationError: it is none, or far out of any plan's reach; the address is not found.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ValidationError from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError
    return found


class MonthConverter(BaseConverter):
    """`<month:month>`: 2026-12 ↔ date(2026, 12, 1)."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return dated(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class DayConverter(BaseConverter):
    """`<day:day>`: 2026-12-09 ↔ date."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return dated(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


def add_months(month: date, count: int) -> date:
    """The first day of the month so many months later (or earlier)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def today() -> date:
    """Today in the reader's district."""
    return datetime.now(district_zone()).date()


def this_month() -> date:
    """The current month in the reader's district."""
    return today().replace(day=1)


def same_page_in(month: date) -> str:
    """This page's address for another month, filters kept."""
    return this_address({}, {"month": month})


def init_months(app: Flask) -> None:
    """Register the converters and what the month switch needs."""
    app.url_map.converters["month"] = MonthConverter
    app.url_map.converters["day"] = DayConverter
    app.jinja_env.globals.update(add_months=add_months, same_page_in=same_page_in, this_month=this_month, today=today)
