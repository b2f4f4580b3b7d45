"""Times of day: cells of times, fractions of a day, and times as people type them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from service.adapters.sheets.cells import Cell, WrongCell
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import given
from service.messages import Message

TYPED = re.compile(r"([01]?[0-9]|2[0-3])[:.时]([0-5][0-9])?分?")
SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")
MINUTES = 24 * 60


def normal_time(text: str) -> str | None:
    """`9:05`, `9：05`, `9时5分`, `9时`, `09:05:00` as 09:05; None where it is no time."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    plain = plain.rpartition(":")[0] if SECONDS.fullmatch(plain) else plain
    found = TYPED.fullmatch(plain)
    return f"{int(found.group(1)):02d}:{found.group(2) or '00'}" if found else None


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day as HH:MM."""

    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> str:
        """The time."""
        if isinstance(cell, datetime | time):
            return f"{cell:%H:%M}"
        if isinstance(cell, date | bool):
            raise WrongCell(self.expects())
        if isinstance(cell, int | float) and 0 <= cell < 1:
            minutes = round(cell * MINUTES) % MINUTES
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        found = normal_time(given(cell))
        if found is None:
            raise WrongCell(self.expects())
        return found

    def write(self, value: str | None) -> Cell | Message:
        """As text."""
        return value

    def show(self, value: str | None) -> str | Message:
        """As text."""
        return value or ""

    def expects(self) -> Message:
        """How a time is written."""
        return Message("24 小时制的时间，如 19:00")

    def choices(self, context: Context) -> list[str | Message]:
        """Too many to list."""
        return []
