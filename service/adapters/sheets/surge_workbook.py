"""Tables of a surge as workbooks: titled, framed, ready for printing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.adapters.sheets.export import NARROWEST, neutral, new_workbook, width_of
from service.messages import Message
from service.words import translate

WIDEST, A4, HEAD_ROW = 60, 9, 2


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, the heads, and rows of texts, numbers, dates or messages."""

    name: Message
    heads: Sequence[Message | str]
    rows: Sequence[Sequence[Any]]


def surge_workbook(title: Message, about: Message, tables: Sequence[Table], language: str) -> bytes:
    """The workbook: a sheet for each table, A4 landscape, the title above, the head on every page."""
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    cell = {"border": 1, "border_color": "#B7BCC3", "valign": "vcenter"}
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "about": book.add_format({"align": "center", "font_color": "#59616B"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#F1F2F4", "align": "center"}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "number": book.add_format({**cell, "align": "center"}),
        "day": book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
    }
    for table in tables:
        _sheet(book, styles, translate(title, language), translate(about, language), table, language)
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, styles: dict[str, Any], title: str, about: str, table: Table, language: str) -> None:
    sheet = book.add_worksheet(translate(table.name, language)[:31])
    last = max(1, len(table.heads) - 1)
    for row, text, style in ((0, title, "title"), (1, about, "about")):
        sheet.merge_range(row, 0, row, last, "", styles[style])
        sheet.write_string(row, 0, neutral(text), styles[style])
    sheet.set_row(0, 30)
    heads = [translate(head, language) if isinstance(head, Message) else head for head in table.heads]
    widths = [width_of(head) for head in heads]
    for place, head in enumerate(heads):
        sheet.write_string(HEAD_ROW, place, neutral(head), styles["head"])
    for row, values in enumerate(table.rows, start=HEAD_ROW + 1):
        for place, value in enumerate(values):
            widths[place] = max(widths[place], _write(sheet, styles, row, place, value, language))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0, HEAD_ROW)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, styles: dict[str, Any], row: int, place: int, value: Any, language: str) -> int:
    """Write a cell; how wide it is."""
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, styles["day"])
        return 10
    if isinstance(value, int):
        sheet.write_number(row, place, value, styles["number"])
        return 4
    text = translate(value, language) if isinstance(value, Message) else neutral(str(value or ""))
    sheet.write_string(row, place, text, styles["text"])
    return width_of(text)
