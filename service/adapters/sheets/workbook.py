"""Reads an .xlsx (or .xlsm, without its macros) into raw sheets."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree

import python_calamine

from service.adapters.sheets.archive import damaged, open_archive, repacked
from service.adapters.sheets.cells import Broken, Cell, RawSheet
from service.messages import InvalidInput, Message

MOST_CELLS = 20_000_000
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A cell with content; `<c r="A5" s="1"/>` (formatted, empty) takes no room.
_POSITION = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d{1,9})["']""")
_WIDE = re.compile(rb"""\br\s*=\s*["'](?:[A-Za-z]{2,3})\d""")
_ERROR = re.compile(
    rb"""<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>"""
    rb"""|<c\s[^>]*?\bt="e"[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]*)</v>"""
)
_UNCALCULATED = re.compile(
    rb"""<c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"""
)


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _refuse_far_cells(name: str, part: bytes) -> None:
    """Refuse a sheet whose few cells lie so far apart that the area between them would fill the memory."""
    rows = max((int(match) for match in _ROW.findall(part)), default=0)
    if rows <= 65_536 and not _WIDE.search(part):
        return
    low, high, right = 0, 0, 0
    for letters, number in _POSITION.findall(part):
        row = int(number)
        low, high = min(low or row, row), max(high, row)
        right = max(right, column_index(letters.decode()) + 1)
    if (high - low + 1) * right > MOST_CELLS:
        raise InvalidInput(
            Message(
                "工作表“%(sheet)s”的内容一直延伸到 %(cell)s，范围过大。请删去表格以外的行和列后再上传。",
                sheet=name,
                cell=f"{column_letters(right - 1)}{high}",
            )
        )


def _sheet_parts(parts: dict[str, bytes]) -> tuple[dict[str, str], bool]:
    """Which part holds which sheet, and whether days count from 1904 (files of old Macs)."""
    try:
        book = ElementTree.fromstring(parts["xl/workbook.xml"])  # noqa: S314 (a DOCTYPE was refused before)
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        raise damaged() from None
    targets = {str(item.get("Id")): str(item.get("Target")) for item in relations}
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(str(sheet.get(_RELATION)), "")
        found[str(sheet.get("name"))] = target.lstrip("/") if target[:1] == "/" else posixpath.join("xl", target)
    properties = book.find("{*}workbookPr")
    flag = "" if properties is None else properties.get("date1904", "")
    return found, flag in ("1", "true")


def _broken_cells(part: bytes) -> Iterable[tuple[int, int, Broken]]:
    """Cells that hold an error, or a formula without a stored result: row, column, what stands there."""
    if b't="e"' in part:
        for match in _ERROR.findall(part):
            letters, number, text = match[:3] if match[0] else match[3:]
            yield int(number) - 1, column_index(letters.decode()), Broken(text.decode("utf-8", "replace"))
    if b"<f" in part:
        for letters, number in _UNCALCULATED.findall(part):
            yield int(number) - 1, column_index(letters.decode()), Broken("=…")


def _fill_merged(rows: list[list[Cell]], areas: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every cell of a merged area the area's value, as the reader of the sheet sees it."""
    for (top, left), (bottom, right) in areas:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = value


def _plain(cell: object) -> Cell:
    if isinstance(cell, timedelta):
        return cell.total_seconds() / 86400
    if cell == "":
        return None
    assert isinstance(cell, str | int | float | bool | date | datetime | time)
    return cell


def read_workbook(data: bytes) -> list[RawSheet]:
    """The sheets of an .xlsx: values as stored (formulas by their last result), merged areas filled.

    Raises:
        InvalidInput: the file is damaged, protected, unpacks to too much, or reaches too far.
    """
    parts = open_archive(data)
    places, date_1904 = _sheet_parts(parts)
    for name, place in places.items():
        _refuse_far_cells(name, parts.get(place, b""))
    sheets = []
    try:
        with python_calamine.CalamineWorkbook.from_filelike(repacked(parts)) as book:
            for about in book.sheets_metadata:
                if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                sheet = book.get_sheet_by_name(about.name)
                raw = sheet.to_python(skip_empty_area=False)
                rows: list[list[Cell]] = [[_plain(cell) for cell in row] for row in raw]
                _fill_merged(rows, sheet.merged_cell_ranges or ())
                for row, column, broken in _broken_cells(parts.get(places.get(about.name, ""), b"")):
                    if row < len(rows) and column < len(rows[row]):
                        rows[row][column] = broken
                hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
                sheets.append(RawSheet(about.name, rows, date_1904, hidden))
    except (python_calamine.CalamineError, OSError, ValueError):
        raise damaged() from None
    return sheets
