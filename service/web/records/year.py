"""A person's year as twelve cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from service.models import Assignment, Attendance
from service.web.formats import MONTHS
from service.web.language import language

# How an attendance is drawn.
LOADS = {Attendance.SERVED: "good", Attendance.EXCUSED: "off", Attendance.MISSED: "bad"}


@dataclass(frozen=True, slots=True)
class YearCell:
    """One month of a person's year: its duties, and whether an exemption or an absence falls into it."""

    month: date
    duties: list[Assignment]
    exempt: bool
    absent: bool

    @property
    def name(self) -> str:
        """1月; Jan."""
        return f"{self.month.month}月" if language() == "zh" else MONTHS[self.month.month - 1]


def year_cells(duties: Any, absences: Any, exemptions: Any, year: int) -> list[YearCell]:
    """The twelve cells."""
    cells = []
    for number in range(1, 13):
        first = date(year, number, 1)
        following = date(year + number // 12, number % 12 + 1, 1)

        def falls(row: Any, start: date = first, end: date = following) -> bool:
            return row.cancelled_at is None and row.first_day < end and (row.last_day is None or row.last_day >= start)

        cells.append(
            YearCell(
                first,
                [duty for duty in duties if first <= duty.date < following],
                any(falls(row) for row in exemptions),
                any(falls(row) for row in absences),
            )
        )
    return cells
