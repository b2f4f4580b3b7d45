"""Numbers: stored as numbers or as text, in full-width digits or with separators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.adapters.sheets.cells import Cell, WrongCell, half_width
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.readers.texts import given
from service.messages import Message

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")


def number_of(cell: Cell, expected: Message) -> float:
    """A cell's number.

    Raises:
        WrongCell: the cell holds no number.
    """
    if isinstance(cell, bool):
        raise WrongCell(expected)
    if isinstance(cell, int | float):
        return float(cell)
    text = half_width(given(cell)).replace(" ", "")
    if not _NUMBER.fullmatch(text) or not any(letter.isdigit() for letter in text):
        raise WrongCell(expected)
    return float(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds (both included)."""

    low: int
    high: int
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> int:
        """The number."""
        number = number_of(cell, self.expects())
        if not number.is_integer() or not self.low <= number <= self.high:
            raise WrongCell(self.expects())
        return int(number)

    def write(self, value: int | None) -> Cell | Message:
        """As a number."""
        return value

    def show(self, value: int | None) -> str | Message:
        """As digits."""
        return "" if value is None else str(value)

    def expects(self) -> Message:
        """The bounds."""
        return Message("%(low)d 至 %(high)d 的整数", low=self.low, high=self.high)

    def choices(self, context: Context) -> list[str | Message]:
        """Too many to list."""
        return []


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number within bounds (both included), kept to seven places (a centimetre, of a coordinate)."""

    low: float
    high: float
    cacheable: bool = True

    def read(self, cell: Cell, context: Context) -> float:
        """The number."""
        number = number_of(cell, self.expects())
        if not self.low <= number <= self.high:
            raise WrongCell(self.expects())
        return round(number, 7)

    def write(self, value: float | None) -> Cell | Message:
        """As a number."""
        return value

    def show(self, value: float | None) -> str | Message:
        """As digits."""
        return "" if value is None else f"{value:g}" if value == int(value) else repr(value)

    def expects(self) -> Message:
        """The bounds."""
        return Message("%(low)g 至 %(high)g 的数", low=self.low, high=self.high)

    def choices(self, context: Context) -> list[str | Message]:
        """Too many to list."""
        return []
