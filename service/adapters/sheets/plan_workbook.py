"""A month's plan as the office hands it round (排班表): a workbook with sheets by date, by unit and by community."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.adapters.sheets.export import NARROWEST, neutral, new_workbook, width_of
from service.messages import N_, Message
from service.words import translate

TITLE_ROW, ABOUT_ROW, HEAD_ROW = 0, 1, 2
WIDEST = 40
A4 = 9
WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One duty. `along`: the names of who goes with them; `number` is blank where it is not for the reader.

    `unit_order`, `place_order` and `zone_order` are what units, communities and zones are sorted by.
    """

    day: date
    subdistrict: str
    community: str
    zone: str
    name: str
    number: str
    unit: str
    along: str
    unit_order: tuple[int, str] = (0, "")
    place_order: tuple[str, str] = ("", "")
    zone_order: str = ""


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What stands above: the title, and the version with its date of publication."""

    title: Message
    about: Message


@dataclass(frozen=True, slots=True)
class _Column:
    title: Message
    value: Callable[[PlanLine], Any]


DAY = _Column(Message("日期"), lambda line: line.day)
WEEKDAY = _Column(Message("星期"), lambda line: Message(WEEKDAYS[line.day.weekday()]))
SUBDISTRICT = _Column(Message("街道（镇）"), lambda line: line.subdistrict)
COMMUNITY = _Column(Message("社区（村）"), lambda line: line.community)
ZONE = _Column(Message("网格"), lambda line: line.zone)
NAME = _Column(Message("姓名"), lambda line: line.name)
NUMBER = _Column(Message("工号"), lambda line: line.number)
UNIT = _Column(Message("单位"), lambda line: line.unit)
ALONG = _Column(Message("同行"), lambda line: line.along)

Key = Callable[[PlanLine], tuple[Any, ...]]
# Title, columns, what makes a group of lines, and the order of the lines.
SHEETS: tuple[tuple[Message, tuple[_Column, ...], Key, Key], ...] = (
    (
        Message("按日期"),
        (DAY, WEEKDAY, SUBDISTRICT, COMMUNITY, ZONE, NAME, NUMBER, UNIT, ALONG),
        lambda line: (line.day,),
        lambda line: (line.day, line.place_order, line.zone_order, line.number),
    ),
    (
        Message("按单位"),
        (UNIT, NAME, NUMBER, DAY, WEEKDAY, SUBDISTRICT, COMMUNITY, ZONE, ALONG),
        lambda line: (line.unit_order, line.unit),
        lambda line: (line.unit_order, line.unit, line.day, line.number),
    ),
    (
        Message("按社区"),
        (SUBDISTRICT, COMMUNITY, ZONE, DAY, WEEKDAY, NAME, NUMBER, UNIT, ALONG),
        lambda line: (line.place_order, line.community),
        lambda line: (line.place_order, line.community, line.day, line.zone_order, line.number),
    ),
)


def plan_workbook(head: PlanHead, lines: Sequence[PlanLine], language: str) -> bytes:
    """The workbook.

    A4 landscape, the title merged over all columns, heads that stay in sight and stand on every page, page
    numbers. No cell is taken for a formula.
    """
    buffer = io.BytesIO()
    book = new_workbook(buffer)
    styles = _styles(book)
    numbered = any(line.number for line in lines)
    for title, columns, group, order in SHEETS:
        shown = [column for column in columns if column is not NUMBER or numbered]
        sheet = book.add_worksheet(translate(title, language)[:31])
        _head(sheet, styles, head, shown, language)
        widths = _body(sheet, styles, shown, sorted(lines, key=order), group, language)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, min(max(width + 2, NARROWEST), WIDEST))
        _print_setup(sheet, head, len(shown), len(lines), language)
    book.close()
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"border": 1, "border_color": "#B7BCC3", "valign": "vcenter"}
    styles = {
        "title": {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"},
        "about": {"align": "center", "valign": "vcenter", "font_color": "#59616B"},
        "head": {**cell, "bold": True, "bg_color": "#F1F2F4", "align": "center"},
        "text": {**cell, "num_format": "@"},
        "day": {**cell, "num_format": "yyyy-mm-dd", "align": "center"},
        "text_new": {**cell, "num_format": "@", "top": 2, "top_color": "#59616B"},
        "day_new": {**cell, "num_format": "yyyy-mm-dd", "align": "center", "top": 2, "top_color": "#59616B"},
    }
    return {name: book.add_format(style) for name, style in styles.items()}


def _head(sheet: Any, styles: dict[str, Any], head: PlanHead, columns: Sequence[_Column], language: str) -> None:
    last = len(columns) - 1
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, last, "", styles["title"])
    sheet.write_string(TITLE_ROW, 0, neutral(translate(head.title, language)), styles["title"])
    sheet.merge_range(ABOUT_ROW, 0, ABOUT_ROW, last, "", styles["about"])
    sheet.write_string(ABOUT_ROW, 0, neutral(translate(head.about, language)), styles["about"])
    sheet.set_row(TITLE_ROW, 30)
    for place, column in enumerate(columns):
        sheet.write_string(HEAD_ROW, place, translate(column.title, language), styles["head"])


def _body(
    sheet: Any,
    styles: dict[str, Any],
    columns: Sequence[_Column],
    lines: Sequence[PlanLine],
    group: Key,
    language: str,
) -> list[int]:
    """Write the lines, a heavier rule above each group; returns the width of each column."""
    widths = [width_of(translate(column.title, language)) for column in columns]
    before: tuple[Any, ...] | None = None
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        new = "_new" if group(line) != before and before is not None else ""
        before = group(line)
        for place, column in enumerate(columns):
            value = column.value(line)
            if isinstance(value, date):
                sheet.write_datetime(row, place, value, styles["day" + new])
                widths[place] = max(widths[place], 10)
                continue
            text = translate(value, language) if isinstance(value, Message) else neutral(value)
            sheet.write_string(row, place, text, styles["text" + new])
            widths[place] = max(widths[place], width_of(text))
    return widths


def _print_setup(sheet: Any, head: PlanHead, columns: int, lines: int, language: str) -> None:
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    if lines:
        sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + lines, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.repeat_rows(TITLE_ROW, HEAD_ROW)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    # In a footer "&" begins a code.
    about = translate(head.about, language).replace("&", "&&")
    pages = translate(Message("第 %(page)s 页，共 %(pages)s 页", page="&P", pages="&N"), language)
    sheet.set_footer(f"&L&9{about}&R&9{pages}")
