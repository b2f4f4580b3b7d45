"""Sheets become typed rows: every cell read by its column, every error with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from service.adapters.sheets.cells import Cell, RawSheet, WrongCell, clean, is_blank, text_of
from service.adapters.sheets.columns import UNCHANGED, Column, Kind
from service.adapters.sheets.headers import Heads, find_heads, head_problems, head_text
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.problems import SheetProblem
from service.adapters.sheets.workbook import column_letters
from service.messages import InvalidInput, Message

EXAMPLE_MARKS = ("（示例）", "(示例)", "示例", "(example)")
# Sheets of a template that hold no data.
_ABOUT_SHEETS = frozenset({"填写说明", "instructions", "选项", "choices"})


@dataclass(slots=True)
class Row:
    """A typed row: its values by field. A field is missing where the file says nothing about it."""

    sheet: str
    number: int
    places: dict[str, int]
    values: dict[str, Any]
    texts: dict[str, str]

    def problem(self, column: Column, expected: Message, notice: bool = False) -> SheetProblem:
        """A problem in one of this row's cells."""
        place = self.places.get(column.field)
        letters = "" if place is None else column_letters(place)
        text = self.texts.get(column.field, "")
        return SheetProblem(self.sheet, self.number, letters, column.label, text, expected, notice)


@dataclass(slots=True)
class ReadRows:
    """What a file holds: its rows without errors, the problems, and how many rows had data."""

    rows: list[Row] = field(default_factory=list)
    problems: list[SheetProblem] = field(default_factory=list)
    data_rows: int = 0
    sheets: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _ColumnReader:
    """Reads one column; what was read before is remembered where the same text always means the same."""

    column: Column
    context: Context
    seen: dict[tuple[type, Cell], tuple[Any, Message | None, list[Message]]] = field(default_factory=dict)

    def read(self, cell: Cell) -> tuple[Any, Message | None, list[Message]]:
        """The value, or what was expected; and what there is to say about a guess."""
        key = (type(cell), cell)
        if self.column.reader.cacheable and key in self.seen:
            return self.seen[key]
        self.context.notes.clear()
        wrong: Message | None = None
        value: Any = None
        try:
            value = self.column.reader.read(cell, self.context)
        except WrongCell as error:
            wrong = error.expected
        answer = (value, wrong, list(self.context.notes))
        if self.column.reader.cacheable:
            self.seen[key] = answer
        return answer


def _is_example(row: list[Cell]) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), None)
    return isinstance(first, str) and clean(first).lower().startswith(EXAMPLE_MARKS)


def _repeats_heads(row: list[Cell], sheet: RawSheet, heads: Heads) -> bool:
    """Whether a row says the heads again (each printed page of an old sheet does)."""
    above = sheet.rows[heads.row]
    return all(
        place < len(row) and head_text(row[place]) == head_text(above[place]) for place in heads.columns.values()
    )


def _read_row(row: Row, cells: list[Cell], readers: dict[str, _ColumnReader]) -> Iterator[SheetProblem]:
    for name, place in row.places.items():
        cell = cells[place] if place < len(cells) else None
        column = readers[name].column
        if is_blank(cell):
            if column.required:
                row.values[name] = None
            elif column.clearable:
                row.values[name] = column.empty
            continue
        row.texts[name] = text_of(cell)
        value, wrong, notes = readers[name].read(cell)
        if wrong is not None:
            yield row.problem(column, wrong)
            continue
        if value is not UNCHANGED:
            row.values[name] = value
        for note in notes:
            yield row.problem(column, note, notice=True)


def _read_sheet(sheet: RawSheet, heads: Heads, kind: Kind, context: Context, into: ReadRows) -> None:
    context.date_1904 = sheet.date_1904
    readers = {name: _ColumnReader(kind.column(name), context) for name in heads.columns}
    for index in range(heads.row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        if all(is_blank(cells[place]) for place in heads.columns.values() if place < len(cells)):
            continue
        if _is_example(cells) or _repeats_heads(cells, sheet, heads):
            continue
        into.data_rows += 1
        row = Row(sheet.name, index + 1, heads.columns, {}, {})
        found = list(_read_row(row, cells, readers))
        into.problems.extend(found)
        if all(problem.notice for problem in found):
            into.rows.append(row)


def read_rows(sheets: list[RawSheet], kind: Kind, context: Context) -> ReadRows:
    """The typed rows of all visible sheets that have the kind's heads.

    Raises:
        InvalidInput: no sheet has them.
    """
    answer = ReadRows()
    visible = [
        sheet for sheet in sheets if not sheet.hidden and sheet.name.strip().lower() not in _ABOUT_SHEETS and sheet.rows
    ]
    for sheet in visible:
        heads = find_heads(sheet, kind)
        if heads is None:
            answer.problems.append(
                SheetProblem(sheet.name, 0, "", None, "", Message("没有找到表头，此工作表未导入"), notice=True)
            )
            continue
        answer.sheets.append(sheet.name)
        found = list(head_problems(sheet, heads, kind))
        answer.problems.extend(found)
        if all(problem.notice for problem in found):
            _read_sheet(sheet, heads, kind, context, answer)
    if not answer.sheets:
        keys = "、".join(str(kind.column(name).label) for name in kind.key)
        raise InvalidInput(
            Message(
                "没有找到“%(kind)s”的表头（前 %(rows)d 行中至少要有这些列：%(columns)s）。请核对是否选错了类型，或下载模板填写。",
                kind=kind.title,
                rows=30,
                columns=keys,
            )
        )
    return answer
