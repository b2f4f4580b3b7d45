"""People wanted by shift: 早班 2；夜班 1；周六 早班 3；2026-12-09 夜班 2."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from service.adapters.sheets.cells import Cell, WrongCell, half_width
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import given
from service.messages import Message

WEEKDAYS = "一二三四五六日"
MOST = 1000
PARTS = re.compile(r"[;；,，、\n]+")
PART = re.compile(
    r"(?:(?:周|星期)(?P<weekday>[一二三四五六日天])|(?P<day>\d{4}-\d{1,2}-\d{1,2}))?\s*"
    r"(?P<shift>.*?\D)\s*[x×*:：]?\s*(?P<count>\d{1,4})\s*人?"
)
# A weekday (0 is Monday) or a date or neither, the name of a shift, people.
Need = tuple[int | None, date | None, str, int]


@dataclass(frozen=True, slots=True)
class ShiftNeeds:
    """A list of needs; the same shift and day stands once."""

    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> tuple[Need, ...]:
        """The needs in order."""
        found: dict[tuple[int | None, date | None, str], Need] = {}
        for part in PARTS.split(half_width(given(cell))):
            if part.strip():
                need = self._need(part.strip())
                if need[:3] in found:
                    raise WrongCell(self.expects())
                found[need[:3]] = need
        return self.sorted(found.values())

    def _need(self, part: str) -> Need:
        match = PART.fullmatch(part)
        if match is None or int(match["count"]) > MOST:
            raise WrongCell(self.expects())
        weekday = None if match["weekday"] is None else WEEKDAYS.index(match["weekday"].replace("天", "日"))
        try:
            day = None if match["day"] is None else date(*(int(number) for number in match["day"].split("-")))
        except ValueError:
            raise WrongCell(self.expects()) from None
        return weekday, day, match["shift"].strip(" x×*:："), int(match["count"])

    @staticmethod
    def sorted(needs: object) -> tuple[Need, ...]:
        """Every day first, then weekdays, then dates; by name of the shift."""
        rows: list[Need] = list(needs)  # type: ignore[call-overload]
        return tuple(sorted(rows, key=lambda one: (one[1] or date.min, -1 if one[0] is None else one[0], one[2])))

    def write(self, value: tuple[Need, ...] | None) -> Cell | Message:
        """As it is read."""
        return "；".join(_words(one) for one in value or ())

    def show(self, value: tuple[Need, ...] | None) -> str | Message:
        """As it is read."""
        return "；".join(_words(one) for one in value or ())

    def expects(self) -> Message:
        """What may stand there."""
        return Message("班次和人数，如“早班 2；夜班 1；周六 早班 3；2026-12-09 夜班 2”")

    def choices(self, context: Context) -> list[str | Message]:
        """Too many to list."""
        return []


def _words(need: Need) -> str:
    weekday, day, shift, count = need
    when = f"周{WEEKDAYS[weekday]} " if weekday is not None else f"{day:%Y-%m-%d} " if day is not None else ""
    return f"{when}{shift} {count}"
