"""How pages write days, times, figures and enumerations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_decimal, gettext
from flask_login import current_user

from scheduler.problem import Text
from service.messages import Message
from service.operations.audit_log import mask_phone
from service.web.language import language
from service.words import translate

WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weekday(day: date) -> str:
    """周三, Wed."""
    name = WEEKDAYS[language()][day.weekday()]
    return f"周{name}" if language() == "zh" else name


def day(value: date | None, year: bool = False) -> str:
    """12月9日（周三）; Wed 9 Dec. With the year where asked."""
    if value is None:
        return "—"
    if language() == "zh":
        return (f"{value.year}年" if year else "") + f"{value.month}月{value.day}日（{weekday(value)}）"
    return f"{weekday(value)} {value.day} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")


def date_only(value: date) -> str:
    """12月9日; 9 Dec. Where the weekday stands elsewhere."""
    return f"{value.month}月{value.day}日" if language() == "zh" else f"{value.day} {MONTHS[value.month - 1]}"


def short_day(value: date | None) -> str:
    """2026-12-09, for tables."""
    return "—" if value is None else value.isoformat()


def month_name(value: date) -> str:
    """2026年12月; December 2026."""
    if language() == "zh":
        return f"{value.year}年{value.month}月"
    return f"{value:%B %Y}"


def district_zone() -> ZoneInfo:
    """The time zone of the reader's district."""
    if current_user and current_user.is_authenticated:
        return ZoneInfo(current_user.district.time_zone)
    return ZoneInfo("Asia/Shanghai")


def moment(value: datetime | None) -> str:
    """An instant in the district's own time: 2026-12-09 14:05."""
    return "—" if value is None else f"{value.astimezone(district_zone()):%Y-%m-%d %H:%M}"


def number(value: float | None) -> str:
    """1,234."""
    return "—" if value is None else str(format_decimal(value))


def words(value: Any) -> str:
    """A message, a bilingual text of the scheduler, or plain text in the page's language."""
    if isinstance(value, Message):
        return translate(value, language())
    if isinstance(value, Text):
        return value.zh if language() == "zh" else value.en
    if isinstance(value, dict) and value.keys() >= {"zh", "en"}:
        return str(value[language()])
    return "" if value is None else str(value)


def label(value: str | None) -> str:
    """An enumeration's value as words (see `service.web.labels`)."""
    from service.web.labels import LABELS

    return "—" if value is None else gettext(LABELS.get(str(value), str(value)))


def init_formats(app: Flask) -> None:
    """Give the templates these filters."""
    for function in (weekday, day, date_only, short_day, month_name, moment, number, words, label, mask_phone):
        app.jinja_env.filters[function.__name__] = function
