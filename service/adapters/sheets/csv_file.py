"""Reads a text table (.csv): encoding and separator are found out."""

from __future__ import annotations

import codecs
import csv
import io
import re

from service.adapters.sheets.cells import Cell, RawSheet
from service.messages import InvalidInput, Message

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = ",\t;|"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def no_spreadsheet() -> InvalidInput:
    """The refusal of something that is no table at all."""
    return InvalidInput(Message("这不是表格文件。请上传 .xlsx 或 .csv 文件。"))


def decoded(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else GB18030 (which holds GBK and GB2312).

    Raises:
        InvalidInput: no text in any of these encodings.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            break
        return text
    raise no_spreadsheet()


def separator_of(text: str) -> str:
    """What separates the columns: the one that most of the first lines use most."""
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best = max(SEPARATORS, key=lambda mark: (max((line.count(mark) for line in lines), default=0), mark == ","))
    return best if any(best in line for line in lines) else ","


def read_csv(data: bytes, name: str) -> list[RawSheet]:
    """The one sheet of a text table, named as its file.

    Raises:
        InvalidInput: no text, or quotation marks that do not close.
    """
    text = decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text), strict=True)
    rows: list[list[Cell]] = []
    try:
        rows.extend([cell if cell else None for cell in row] for row in reader)
    except csv.Error:
        raise InvalidInput(
            Message("第%(row)d行的引号没有成对，无法分列。请检查后再上传。", row=len(rows) + 1)
        ) from None
    return [RawSheet(name, rows)]
