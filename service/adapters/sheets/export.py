"""Records become files: .xlsx and .csv, with no cell that a spreadsheet program would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from service.adapters.sheets.cells import Cell, text_of
from service.adapters.sheets.columns import Column, Kind
from service.messages import Message
from service.words import translate

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST, NARROWEST = 48, 9


def neutral(text: str) -> str:
    """A text that no spreadsheet program takes for a formula: an apostrophe before what could begin one."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def cell_of(column: Column, value: Any, language: str) -> Cell:
    """What the cell of a value holds."""
    written = column.reader.write(value)
    if isinstance(written, Message):
        written = translate(written, language)
    return neutral(written) if isinstance(written, str) else written


def table_of(columns: Sequence[Column], records: Iterable[dict[str, Any]], language: str) -> Iterator[list[Cell]]:
    """The rows of cells, the heads first."""
    yield [translate(column.label, language) for column in columns]
    for record in records:
        yield [cell_of(column, record[column.field], language) for column in columns]


def width_of(text: str) -> int:
    """How wide a text is, in columns of a Latin letter."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def new_workbook(buffer: io.BytesIO) -> xlsxwriter.Workbook:
    """A workbook that writes texts as texts, whatever they look like."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    return xlsxwriter.Workbook(buffer, options)


def write_xlsx(title: str, rows: Iterable[list[Cell]]) -> bytes:
    """A workbook of one sheet: bold heads that stay in sight, filters, columns as wide as their texts."""
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    sheet = book.add_worksheet(title[:31])
    head = book.add_format({"bold": True, "bg_color": "#F1F2F4", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    # Codes stay text: a spreadsheet program must not eat their leading zeros when somebody edits the cell.
    text = book.add_format({"num_format": "@"})
    widths: dict[int, int] = {}
    number, last = -1, 0
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, day)
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell, head if number == 0 else text)
            else:
                sheet.write(number, place, cell)
            widths[place] = max(widths.get(place, NARROWEST), width_of(text_of(cell)) + 2)
        last = max(last, len(row) - 1)
    for place, width in widths.items():
        sheet.set_column(place, place, min(width, WIDEST))
    sheet.freeze_panes(1, 1)
    if number > 0:
        sheet.autofilter(0, 0, number, last)
    book.close()
    return buffer.getvalue()


def write_csv(rows: Iterable[list[Cell]]) -> bytes:
    """A text table in UTF-8 with its mark, which is what Excel and WPS need to read Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([text_of(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def file_of(kind: Kind, records: Iterable[dict[str, Any]], form: str, language: str) -> bytes:
    """All columns of records as a file; `form` is `xlsx` or `csv`."""
    rows = table_of(kind.columns, records, language)
    return write_csv(rows) if form == "csv" else write_xlsx(translate(kind.title, language), rows)
