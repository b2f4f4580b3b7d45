"""Spreadsheets for tests, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

Rows = Sequence[Sequence[Any]]


def workbook(*sheets: tuple[str, Rows], options: dict[str, Any] | None = None) -> bytes:
    """An .xlsx of named sheets; dates are stored as dates, texts as texts whatever they look like."""
    buffer = io.BytesIO()
    given = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, **(options or {})}
    book = xlsxwriter.Workbook(buffer, given)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                elif cell is not None:
                    sheet.write(number, place, cell)
    book.close()
    return buffer.getvalue()


def xlsx(*rows: Sequence[Any]) -> bytes:
    """An .xlsx of one sheet, 表1."""
    return workbook(("表1", rows))


def drawn(draw: Callable[[Any, Any], None]) -> bytes:
    """An .xlsx of one sheet, 表1, drawn by a function of the sheet and the book."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    draw(book.add_worksheet("表1"), book)
    book.close()
    return buffer.getvalue()


def csv(*rows: Sequence[Any], encoding: str = "utf-8", separator: str = ",") -> bytes:
    """A text table."""
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A container with one of its parts changed (made where it is missing)."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for part in source.namelist():
            if part != name:
                made.writestr(part, source.read(part))
        made.writestr(name, change(source.read(name) if name in source.namelist() else b""))
    return target.getvalue()


def container(**parts: bytes) -> bytes:
    """A ZIP container of these parts; `__` in a name stands for `/`."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "/"), part)
    return target.getvalue()
