"""Papers as Word and PDF files: the page, the grid, the fonts, what stands in them."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from service.adapters.papers import (
    Line,
    LineStyle,
    Paper,
    PaperForm,
    Table,
    Words,
    fonts_used,
    layout,
    pdf_file,
    word_file,
)
from service.adapters.papers.layout import BODY_FONTS, OPEN_FONTS

LETTER = Paper(
    name="介绍信",
    form=PaperForm.LETTER,
    title=Words("介绍信", "Letter of introduction"),
    blocks=(
        Line(Words("样例社区："), LineStyle.ADDRESS),
        Line(Words("兹介绍样例局#1同志到$样例$社区，任*网格员*。", "This introduces a colleague.")),
        Line(Words("一、名单"), LineStyle.HEADING),
        Table((Words("序号", "No."), Words("姓名", "Name")), (1, 3), (("1", "[甲]"), ("2", "<乙>"))),
        Line(Words("请予接洽。")),
    ),
    signer="样例区",
    signed=Words("2026年12月9日", "9 December 2026"),
    head="样例区",
    number="样〔2026〕1号",
    annexes=(Table((Words("姓名"),), (1,), (("丙",),), Words("名单", "List")),),
    mark=Words("样例数据", "Synthetic data"),
)
NOTICE = replace(LETTER, form=PaperForm.DOCUMENT, head="样例区文件", title=Words("关于样例的通知"))


def read(data: bytes) -> Any:
    """The Word document of a file."""
    return Document(io.BytesIO(data))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    whole = pdf + b"".join(
        _unpacked(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    )
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", whole))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def test_the_measures_are_those_of_the_standard() -> None:
    assert pytest.approx(225 * 72 / 25.4) == layout.LINE_PITCH * 22
    assert pytest.approx(156 * 72 / 25.4) == layout.CHARACTER_PITCH * 28
    assert (layout.BODY_SIZE, layout.TITLE_SIZE) == (16, 22)


def test_a_word_page_is_a4_with_the_margins_and_the_grid() -> None:
    section = read(word_file([LETTER])).sections[0]
    for found, wanted in (
        (section.page_width, 210), (section.page_height, 297), (section.top_margin, 37), (section.left_margin, 28),
        (section.right_margin, 210 - 28 - 156), (section.bottom_margin, 297 - 37 - 225),
    ):  # fmt: skip
        assert abs(found - Mm(wanted)) < Mm(0.1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch, height = int(grid.get(qn("w:linePitch"))), section.page_height - section.top_margin - section.bottom_margin
    assert 22 * pitch <= height / 635 < 23 * pitch
    width = section.page_width - section.left_margin - section.right_margin
    assert 28 * (layout.BODY_SIZE + int(grid.get(qn("w:charSpace"))) / 4096) == pytest.approx(width / 12700, abs=0.5)


def test_word_names_the_fonts_of_the_standard_and_what_stands_in_for_them() -> None:
    document = read(word_file([LETTER]))
    by_text = {paragraph.text: paragraph for paragraph in document.paragraphs}
    fonts = {
        text: by_text[text].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia"))
        for text in ("介绍信", "一、名单", "请予接洽。")
    }
    assert fonts == {"介绍信": "方正小标宋简体", "一、名单": "黑体", "请予接洽。": "仿宋_GB2312"}
    assert by_text["介绍信"].runs[0].font.size.pt == 22
    table = next(
        part.blob for part in document.part.package.iter_parts() if str(part.partname) == "/word/fontTable.xml"
    )
    assert '仿宋_GB2312"><w:altName w:val="仿宋"' in table.decode()


def test_word_has_every_text_the_english_beside_it_and_the_table() -> None:
    document = read(word_file([LETTER]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for text in ("样例数据 · Synthetic data", "样例区", "样〔2026〕1号", "Letter of introduction", "样例社区：",
                 "兹介绍样例局#1同志到$样例$社区，任*网格员*。", "This introduces a colleague.", "2026年12月9日", "附件"):  # fmt: skip
        assert text in texts
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["序号\nNo.", "姓名\nName"], ["1", "[甲]"], ["2", "<乙>"],
    ]  # fmt: skip
    assert document.tables[1].rows[1].cells[0].text == "丙"


def test_what_stands_in_a_paragraphs_properties_is_in_the_order_of_the_schema() -> None:
    # Word refuses a file that orders them otherwise.
    from service.adapters.papers.word_parts import PARAGRAPH_ORDER, SECTION_ORDER

    document = read(word_file([LETTER, NOTICE]))
    for tag, order in (("pPr", PARAGRAPH_ORDER.split()), ("sectPr", SECTION_ORDER.split())):
        found = list(document.element.body.iter(qn(f"w:{tag}")))
        assert found
        for properties in found:
            places = [order.index(child.tag.rpartition("}")[2]) for child in properties]
            assert places == sorted(places)


def test_each_paper_begins_a_page_area_of_its_own_with_pages_counted_from_one() -> None:
    document = read(word_file([LETTER, NOTICE]))
    starts = [section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for section in document.sections]
    assert starts == ["1", "1"]


def test_the_signature_stays_with_the_text_before_it() -> None:
    paragraphs = read(word_file([LETTER])).paragraphs
    place = next(number for number, one in enumerate(paragraphs) if one.text == "请予接洽。")
    assert all(one.paragraph_format.keep_with_next for one in paragraphs[place : place + 3])


def test_a_pdf_has_a_page_for_each_paper_and_one_for_each_annex() -> None:
    bare = replace(LETTER, annexes=())
    assert pages_of(pdf_file([bare])) == 1
    assert pages_of(pdf_file([bare, bare])) == 2
    assert pages_of(pdf_file([LETTER, NOTICE])) == 4


def test_a_pdf_reads_no_text_as_markup_and_is_a4() -> None:
    odd = replace(LETTER, title=Words('#panic("x") $ * _ ` \\ "'), signer="#", annexes=())
    pdf = pdf_file([odd])
    assert pdf.startswith(b"%PDF-")
    whole = pdf + b"".join(
        _unpacked(stream) for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    )
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", whole)
    assert box is not None
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [210, 297]


def test_the_same_papers_give_the_same_pdf() -> None:
    assert pdf_file([LETTER]) == pdf_file([LETTER])


def test_a_page_has_twenty_two_lines_and_not_one_more() -> None:
    # A plain sheet: 1.2 lines of title, one empty, the lines, one empty and two of the signature: 22 in all.
    def lines(count: int) -> Paper:
        blocks = tuple(Line(Words("一行"), LineStyle.ADDRESS) for _ in range(count))
        return replace(LETTER, form=PaperForm.PLAIN, title=Words("题"), signed=Words("日期"), blocks=blocks, annexes=())

    assert pages_of(pdf_file([lines(16)])) == 1
    assert pages_of(pdf_file([lines(17)])) == 2


def test_a_line_has_twenty_eight_characters_and_not_one_more() -> None:
    def lines(length: int) -> Paper:
        blocks = tuple(Line(Words("国" * length), LineStyle.ADDRESS) for _ in range(10))
        return replace(LETTER, form=PaperForm.PLAIN, title=Words("题"), signed=Words("日期"), blocks=blocks, annexes=())

    assert pages_of(pdf_file([lines(28)])) == 1
    assert pages_of(pdf_file([lines(29)])) == 2


def test_the_pdf_takes_the_standards_font_where_the_machine_has_it_and_else_an_open_one() -> None:
    used = fonts_used()
    assert used["body"] in BODY_FONTS
    assert set(used) == {"body", "title", "heading", "foot", "english"}
    # The open font comes with the product, so that there is always one.
    assert "Noto Sans CJK SC" in OPEN_FONTS


@pytest.mark.parametrize("make", [pdf_file, word_file])
def test_no_paper_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match="no papers"):
        make([])
