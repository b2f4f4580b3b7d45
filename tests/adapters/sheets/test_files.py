"""What an upload may be: only real spreadsheets of bearable size come through, the rest is refused in plain words."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from service.adapters.sheets import archive, files, workbook
from service.adapters.sheets.cells import Broken
from service.adapters.sheets.files import read_file
from service.messages import InvalidInput
from tests.support.sheets import container, csv, drawn, with_part, xlsx

SHEET = "xl/worksheets/sheet1.xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "文件是空的"),
        (b" \r\n\x00", "文件是空的"),
        (OLE, "旧版 .xls"),
        (container(word__document_xml=b"<w/>"), "Word 文档"),
        (container(xl__workbook_bin=b"x").replace(b"workbook_bin", b"workbook.bin"), "暂不支持"),
        (container(**{"content.xml": b"<office/>"}), "暂不支持"),
        (container(hello=b"x"), "不是表格文件"),
        (PNG, "不是表格文件"),
        (b"%PDF-1.7 ...", "不是表格文件"),
        (b"<html><table></table></html>", "不是表格文件"),
        (b"\xff\xd8\xff\xe0 jpeg", "不是表格文件"),
        (b"PK\x03\x04 cut short", "已损坏"),
        (b"\x00\x01\x02\x03binary", "不是表格文件"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_file(data, "名单.xlsx")


def test_the_content_tells_the_type_and_not_the_name() -> None:
    assert read_file(xlsx(["工号"], ["1"]), "名单.csv")[0].rows == [["工号"], ["1"]]
    assert read_file(csv(["工号"], ["1"]), "名单.xlsx")[0].rows == [["工号"], ["1"]]


def test_a_cut_off_workbook_is_damaged() -> None:
    whole = xlsx(["工号"], ["1"])
    with pytest.raises(InvalidInput, match="已损坏"):
        read_file(whole[: len(whole) // 2], "x.xlsx")


def test_a_workbook_without_its_list_of_sheets_is_damaged() -> None:
    broken = with_part(xlsx(["工号"]), "xl/workbook.xml", lambda _: b"<not closed")
    with pytest.raises(InvalidInput, match="已损坏"):
        read_file(broken, "x.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 60_000_000)
    bomb = with_part(xlsx(["工号"]), SHEET, lambda _: bytes(archive.MOST_BYTES + 1))
    assert len(bomb) < 1_000_000
    tracemalloc.start()
    with pytest.raises(InvalidInput, match="解压后超过"):
        read_file(bomb, "x.xlsx")
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_a_zip_bomb_that_lies_about_its_size_does_not_reach_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The directory claims ten bytes for a part of two million zeros."""
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    honest = with_part(xlsx(["工号"]), SHEET, lambda _: bytes(2_000_000))
    lying = honest.replace(struct.pack("<L", 2_000_000), struct.pack("<L", 10))
    assert lying != honest
    with pytest.raises(InvalidInput, match=r"已损坏|解压后超过"):
        read_file(lying, "x.xlsx")


def test_too_many_parts_are_refused() -> None:
    target = io.BytesIO(xlsx(["工号"]))
    with zipfile.ZipFile(target, "a") as made:
        for number in range(archive.MOST_PARTS):
            made.writestr(f"xl/worksheets/extra{number}.xml", b"")
    with pytest.raises(InvalidInput, match="解压后超过"):
        read_file(target.getvalue(), "x.xlsx")


def test_a_document_type_with_entities_is_refused() -> None:
    entities = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet/>'
    with pytest.raises(InvalidInput, match="已损坏"):
        read_file(with_part(xlsx(["工号"]), SHEET, lambda _: entities), "x.xlsx")


def test_an_encrypted_part_is_named_as_such() -> None:
    data = bytearray(xlsx(["工号"]))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as opened:
        first = opened.getinfo("xl/workbook.xml")
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/workbook.xml"))
    data[place + 8] |= 1
    assert first.flag_bits & 1 == 0
    with pytest.raises(InvalidInput, match="密码"):
        read_file(bytes(data), "x.xlsx")


def test_macros_and_links_to_other_files_are_left_outside() -> None:
    data = xlsx(["工号"], ["1"])
    for name in ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/connections.xml"):
        data = with_part(data, name, lambda _: b"anything at all")
    assert read_file(data, "x.xlsm")[0].rows == [["工号"], ["1"]]
    assert not {name for name in archive.open_archive(data) if "vba" in name or "external" in name}


def test_two_cells_at_opposite_corners_do_not_fill_the_memory() -> None:
    def draw(sheet: object, _book: object) -> None:
        sheet.write(0, 0, "工号")  # type: ignore[attr-defined]
        sheet.write(1_048_575, 16_383, "x")  # type: ignore[attr-defined]

    with pytest.raises(InvalidInput, match="XFD1048576"):
        read_file(drawn(draw), "x.xlsx")


def test_a_million_empty_rows_are_no_trouble() -> None:
    """A row for each line of the sheet, formatted and empty, as after "fill down" of a format."""
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>工号</t></is></c></row>'.encode()
    empty = b"".join(
        b'<row r="%d" ht="15"><c r="B%d" s="0"/></row>' % (number, number) for number in range(2, 1_048_577)
    )

    def fill(part: bytes) -> bytes:
        return part.replace(b"<sheetData/>", b"<sheetData>" + head + empty + b"</sheetData>")

    data = with_part(xlsx(), SHEET, fill)
    assert read_file(data, "x.xlsx")[0].rows == [["工号"]]


def test_too_many_rows_are_refused_with_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ROWS", 3)
    assert len(read_file(csv(["a"], ["1"], ["2"]), "x.csv")[0].rows) == 3
    with pytest.raises(InvalidInput, match=r"有 4 行，超过一次可导入的 3 行"):
        read_file(csv(["a"], ["1"], ["2"], ["3"]), "x.csv")


def test_of_formulas_the_stored_value_is_taken() -> None:
    def draw(sheet: object, _book: object) -> None:
        sheet.write_formula("A1", '="工"&"号"', None, "工号")  # type: ignore[attr-defined]
        sheet.write_formula("A2", '=HYPERLINK("http://example.com","x")', None, 42)  # type: ignore[attr-defined]

    assert read_file(drawn(draw), "x.xlsx")[0].rows == [["工号"], [42.0]]


def test_a_formula_with_an_error_or_without_a_result_is_broken_and_not_blank() -> None:
    def draw(sheet: object, _book: object) -> None:
        sheet.write("A1", "工号")  # type: ignore[attr-defined]
        sheet.write_formula("A2", "=NA()", None, "#N/A")  # type: ignore[attr-defined]
        sheet.write_formula("B2", "=A1", None, "")  # type: ignore[attr-defined]
        sheet.write("C2", "x")  # type: ignore[attr-defined]

    row = read_file(drawn(draw), "x.xlsx")[0].rows[1]
    assert row[0] == Broken("#N/A")
    assert isinstance(row[1], Broken)
    assert row[2] == "x"


def test_merged_cells_all_have_the_value_of_the_area() -> None:
    def draw(sheet: object, _book: object) -> None:
        sheet.write_row(0, 0, ["单位", "姓名"])  # type: ignore[attr-defined]
        sheet.merge_range(1, 0, 2, 0, "司法局")  # type: ignore[attr-defined]
        sheet.write_column(1, 1, ["甲", "乙"])  # type: ignore[attr-defined]

    assert read_file(drawn(draw), "x.xlsx")[0].rows == [["单位", "姓名"], ["司法局", "甲"], ["司法局", "乙"]]


def test_hidden_sheets_are_known_as_hidden() -> None:
    def draw(sheet: object, book: object) -> None:
        sheet.write(0, 0, "工号")  # type: ignore[attr-defined]
        book.add_worksheet("选项").hide()  # type: ignore[attr-defined]

    assert [(sheet.name, sheet.hidden) for sheet in read_file(drawn(draw), "x.xlsx")] == [
        ("表1", False),
        ("选项", True),
    ]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_columns_are_named_by_letters(index: int, letters: str) -> None:
    assert workbook.column_letters(index) == letters
    assert workbook.column_index(letters) == index
