"""Raw cells: what a file holds before anybody says what a column means."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time

from service.messages import Message

# Zero-width and direction marks, the byte-order mark in mid-text: seen in copies from web pages and chat.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_NEUTRALISED = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: a formula's error (`#N/A`), or a formula that was never calculated."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | int | float | bool | date | datetime | time | Broken | None


@dataclass(slots=True)
class RawSheet:
    """One sheet of a file: rows of cells from the sheet's first row on (row 1 is index 0)."""

    name: str
    rows: list[list[Cell]]
    date_1904: bool = False
    hidden: bool = False


class WrongCell(Exception):
    """A cell that cannot be read as its column's type; `expected` says what was expected."""

    def __init__(self, expected: Message) -> None:
        super().__init__(str(expected))
        self.expected = expected


def clean(text: str) -> str:
    """A text as it is kept: no invisible marks, no spaces (full-width ones too) around it, one between words.

    The apostrophe that an export puts before `=`, `+`, `-` and `@` is taken off again.
    """
    if text.isalnum():
        return text
    tidy = _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()
    return _NEUTRALISED.sub("", tidy)


def half_width(text: str) -> str:
    """A text with full-width digits, letters and signs as ordinary ones, and cleaned."""
    if text.isascii() and text.isalnum():
        return text
    return clean(unicodedata.normalize("NFKC", text))


def comparable(text: str) -> str:
    """How names are compared: half width, no spaces, case ignored, brackets of either width alike."""
    return half_width(text).replace(" ", "").casefold()


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without `.0`, days as 2026-12-01, truth as 是/否."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    if cell is None:
        return True
    return isinstance(cell, str) and not cell[:1].isalnum() and not clean(cell)
