"""What sort of file is it? Tells spreadsheets from what only looks like one, by content and not by name."""

from __future__ import annotations

from pathlib import PurePath

from service.adapters.sheets.archive import damaged, names_in
from service.adapters.sheets.cells import RawSheet
from service.adapters.sheets.csv_file import no_spreadsheet, read_csv
from service.adapters.sheets.workbook import read_workbook
from service.messages import InvalidInput, Message

MOST_ROWS = 200_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"RIFF",
)
_MARKUP = (b"<html", b"<!doctype", b"<?xml", b"<table")


def _refuse_container(data: bytes) -> None:
    """Say what a ZIP container is when it is no .xlsx."""
    names = names_in(data)
    if not names:
        raise damaged()
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise InvalidInput(Message("暂不支持此种表格格式（.xlsb、.ods）。请在表格软件中另存为 .xlsx 后再上传。"))
    if any(name.startswith("word/") for name in names):
        raise InvalidInput(Message("这是 Word 文档，不是表格。请上传 .xlsx 或 .csv 文件。"))
    raise no_spreadsheet()


def read_file(data: bytes, name: str) -> list[RawSheet]:
    """The sheets of an uploaded file; the type is told by the content.

    Raises:
        InvalidInput: empty, no spreadsheet, damaged, protected, too large; the words say which and what to do.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise InvalidInput(Message("文件是空的。请检查后重新上传。"))
    if data.startswith(_OLE):
        raise InvalidInput(
            Message("这是旧版 .xls 文件，或设有密码的文件。请在表格软件中另存为不带密码的 .xlsx 后再上传。")
        )
    if data.startswith(_ZIP):
        _refuse_container(data)
        sheets = read_workbook(data)
    elif data.startswith(_OTHERS) or data.lstrip()[:9].lower().startswith(_MARKUP):
        raise no_spreadsheet()
    else:
        sheets = read_csv(data, PurePath(name).stem or "CSV")
    rows = sum(1 for sheet in sheets for row in sheet.rows if any(cell is not None for cell in row))
    if rows > MOST_ROWS:
        raise InvalidInput(
            Message("文件有 %(rows)d 行，超过一次可导入的 %(most)d 行。请拆分后再上传。", rows=rows, most=MOST_ROWS)
        )
    return sheets
