"""Days: real dates, serial numbers, and dates as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.adapters.sheets.cells import Cell, WrongCell, half_width
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import given
from service.messages import Message

FIRST, LAST = date(1940, 1, 1), date(2100, 12, 31)
_TYPED = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:星期.|周.)?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_AROUND = re.compile(r"\s*([年月日])\s*")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
# Excel counts a 29 February 1900 that never was: from March 1900 on, day 0 is 30 December 1899.
_ZERO = {False: date(1899, 12, 30), True: date(1904, 1, 1)}


def _from_serial(serial: float, date_1904: bool, expected: Message) -> date:
    if not 10_000 <= serial < 74_000:
        raise WrongCell(expected)
    return _ZERO[date_1904] + timedelta(days=int(serial))


@dataclass(frozen=True, slots=True)
class Day:
    """A day; a time of day beside it is dropped."""

    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> date:
        """The day."""
        day = self._day(cell, context)
        if not FIRST <= day <= LAST:
            raise WrongCell(self.expects())
        return day

    def _day(self, cell: Cell, context: Context) -> date:
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if isinstance(cell, bool | time):
            raise WrongCell(self.expects())
        if isinstance(cell, int | float):
            # 20261201 typed without a date format is a day too, and no serial number comes near it.
            if cell >= 19_000_000 and float(cell).is_integer():
                return self._typed(str(int(cell)))
            return _from_serial(float(cell), context.date_1904, self.expects())
        text = _AROUND.sub(r"\1", half_width(given(cell)))
        if _SERIAL.fullmatch(text):
            return _from_serial(float(text), context.date_1904, self.expects())
        return self._typed(text)

    def _typed(self, text: str) -> date:
        match = _TYPED.fullmatch(text) or _RUN.fullmatch(text)
        if match is None:
            raise WrongCell(self.expects())
        try:
            return date(*(int(part) for part in match.groups()[:3]))
        except ValueError:
            raise WrongCell(Message("日历上存在的日期，如 2026-12-01")) from None

    def write(self, value: date | None) -> Cell | Message:
        """As a day."""
        return value

    def show(self, value: date | None) -> str | Message:
        """2026-12-01."""
        return "" if value is None else value.isoformat()

    def expects(self) -> Message:
        """How a day is written."""
        return Message("1940 至 2100 年间的日期，如 2026-12-01、2026/12/1 或 2026年12月1日")

    def choices(self, context: Context) -> list[str | Message]:
        """Too many to list."""
        return []
