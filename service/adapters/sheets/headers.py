"""Finds the row of heads in a sheet, wherever it stands, and which column is which field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.adapters.sheets.cells import Cell, RawSheet, comparable, text_of
from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.problems import SheetProblem
from service.adapters.sheets.workbook import column_letters
from service.messages import Message
from service.words import LANGUAGES, translate

SEARCHED_ROWS = 30
_ADDED = re.compile(r"[*＊]|[（(](必填|选填|可选|required|optional)[)）]|[:：]$", re.IGNORECASE)


@dataclass(slots=True)
class Heads:
    """Where the heads stand: the row's index, and the index of the column of each field."""

    row: int
    columns: dict[str, int]
    unknown: dict[int, str]
    repeated: dict[str, list[int]]


def head_text(cell: Cell) -> str:
    """A head as it is compared: without marks of being required, spaces, case and width."""
    return comparable(_ADDED.sub("", text_of(cell)).strip())


def heads_of(column: Column) -> frozenset[str]:
    """All heads that name a column."""
    labels = (translate(column.label, language) for language in LANGUAGES)
    return frozenset(head_text(text) for text in (*labels, *column.synonyms, column.field))


def _match(row: list[Cell], fields: dict[str, str]) -> Heads:
    found: dict[str, list[int]] = {}
    unknown: dict[int, str] = {}
    for index, cell in enumerate(row):
        text = head_text(cell)
        if not text:
            continue
        field = fields.get(text)
        if field is None:
            unknown[index] = text_of(cell).strip()
        else:
            found.setdefault(field, []).append(index)
    repeated = {field: places for field, places in found.items() if len(places) > 1}
    return Heads(0, {field: places[0] for field, places in found.items()}, unknown, repeated)


def find_heads(sheet: RawSheet, kind: Kind) -> Heads | None:
    """The row among the first SEARCHED_ROWS that names most columns; None where no row names at least two.

    A kind of one or two columns needs only its key.
    """
    best: Heads | None = None
    fields = {text: column.field for column in kind.columns for text in heads_of(column)}
    for index, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        heads = _match(row, fields)
        if len(heads.columns) > (len(best.columns) if best else 0):
            heads.row = index
            best = heads
    if best is None or len(best.columns) < min(2, len(kind.columns)):
        return None
    return best


def head_problems(sheet: RawSheet, heads: Heads, kind: Kind) -> Iterator[SheetProblem]:
    """What is wrong with the heads: a key column that is missing, one given twice; and what is passed over."""
    for column in kind.columns:
        if column.field in kind.key and column.required and column.field not in heads.columns:
            others = "、".join(column.synonyms[:4])
            expected = (
                Message("缺少“%(label)s”一列（也可写作：%(others)s）", label=column.label, others=others)
                if others
                else Message("缺少“%(label)s”一列", label=column.label)
            )
            yield SheetProblem(sheet.name, heads.row + 1, "", column.label, "", expected)
    for field, places in heads.repeated.items():
        column = kind.column(field)
        letters = "、".join(column_letters(place) for place in places)
        yield SheetProblem(
            sheet.name,
            heads.row + 1,
            column_letters(places[1]),
            column.label,
            text_of(sheet.rows[heads.row][places[1]]),
            Message("“%(label)s”只能有一列，现在 %(letters)s 列都是", label=column.label, letters=letters),
        )
    for place, text in heads.unknown.items():
        yield SheetProblem(
            sheet.name,
            heads.row + 1,
            column_letters(place),
            None,
            text,
            Message("不认识此列，内容未导入"),
            notice=True,
        )
