"""The ledger as a workbook: the sums of the months by cadre, and every month on a line of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.adapters.sheets.export import NARROWEST, neutral, new_workbook, width_of
from service.messages import Message
from service.words import translate

A4, WIDEST = 9, 36
SUMS, MONTHS = Message("合计"), Message("逐月")
PEOPLE = (Message("单位"), Message("姓名"), Message("工号"))
MONTH = Message("月份")
FIGURES = (
    Message("应值勤"),
    Message("已值勤"),
    Message("待值勤"),
    Message("免排、请假"),
    Message("应值未值"),
    Message("重负担日"),
    Message("负担（日负担减1之和）"),
    Message("非联点"),
    Message("发布后变动"),
    Message("临时通知"),
)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A cadre's figures in the order of FIGURES: of all months, or (`month`: 2026-11) of one."""

    unit: str
    name: str
    number: str
    figures: Sequence[int]
    month: str = ""


def ledger_table(lines: Sequence[SheetLine], language: str) -> list[list[str | int]]:
    """Heads and rows as a plain table (for a CSV file); with a month where the lines have one."""
    by_month = any(line.month for line in lines)
    heads = (*PEOPLE, *((MONTH,) if by_month else ()), *FIGURES)
    rows: list[list[str | int]] = [[translate(head, language) for head in heads]]
    for line in lines:
        month = [line.month] if by_month else []
        rows.append([neutral(line.unit), neutral(line.name), neutral(line.number), *month, *line.figures])
    return rows


def ledger_workbook(
    title: Message, about: Message, sums: Sequence[SheetLine], months: Sequence[SheetLine], language: str
) -> bytes:
    """The workbook: A4 landscape, heads that stay in sight and stand on every page, filters, page numbers."""
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    cell = {"border": 1, "border_color": "#B7BCC3", "valign": "vcenter"}
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "about": book.add_format({"align": "center", "font_color": "#59616B"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#F1F2F4", "align": "center", "text_wrap": True}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "number": book.add_format({**cell, "num_format": "0"}),
    }
    for name, lines in ((SUMS, sums), (MONTHS, months)):
        sheet = book.add_worksheet(translate(name, language)[:31])
        _write(sheet, styles, (translate(title, language), translate(about, language)), ledger_table(lines, language))
        _print_setup(sheet, translate(about, language), language)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, styles: dict[str, Any], head: tuple[str, str], rows: Sequence[Sequence[str | int]]) -> None:
    last = len(rows[0]) - 1
    for place, (text, style) in enumerate(zip(head, ("title", "about"), strict=True)):
        sheet.merge_range(place, 0, place, last, "", styles[style])
        sheet.write_string(place, 0, neutral(text), styles[style])
    sheet.set_row(0, 30)
    widths = [NARROWEST] * (last + 1)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value, styles["head" if number == 2 else "text"])
                widths[place] = max(widths[place], min(WIDEST, width_of(value) + 2) if number > 2 else 0)
            else:
                sheet.write_number(number, place, value, styles["number"])
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.freeze_panes(3, 3)
    if len(rows) > 1:
        sheet.autofilter(2, 0, len(rows) + 1, last)


def _print_setup(sheet: Any, about: str, language: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(0, 2)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    pages = translate(Message("第 %(page)s 页，共 %(pages)s 页", page="&P", pages="&N"), language)
    sheet.set_footer(f"&L&9{about.replace('&', '&&')}&R&9{pages}")
