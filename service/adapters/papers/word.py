"""Papers as one Word file: page, grid and fonts of GB/T 9704-2012, each paper a section of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor

from service.adapters.papers import layout
from service.adapters.papers.paper import Block, Line, LineStyle, Paper, PaperForm, Table
from service.adapters.papers.word_parts import (
    alternative_fonts,
    border,
    fonts,
    keep_grid,
    number_footer,
    repeat_head,
    set_grid,
)

# Word reads no time of making from the clock, so that the same papers give the same file.
MADE = datetime(2026, 1, 1, tzinfo=UTC)
CENTER, RIGHT, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT


class _Writer:
    """Writes papers into one Word document."""

    def __init__(self) -> None:
        self.document: Any = Document()
        self.document.core_properties.author = ""
        self.document.core_properties.created = self.document.core_properties.modified = MADE
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(layout.BODY_SIZE)
        fonts(normal.element.get_or_add_rPr(), layout.WORD_BODY, layout.WORD_LATIN)
        normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
        self.document.settings.odd_and_even_pages_header_footer = True
        alternative_fonts(self.document, layout.WORD_STAND_INS)

    def section(self, first: bool) -> None:
        """A page area of its own, with pages counted from 1."""
        section = self.document.sections[0] if first else self.document.add_section(WD_SECTION.NEW_PAGE)
        width, height = layout.PAGE
        section.page_width, section.page_height = Mm(width), Mm(height)
        section.top_margin, section.left_margin = Mm(layout.TOP), Mm(layout.BINDING)
        section.right_margin = Mm(width - layout.BINDING - layout.TEXT_WIDTH)
        section.bottom_margin = Mm(height - layout.TOP - layout.TEXT_HEIGHT)
        section.footer_distance = Mm(height - layout.TOP - layout.TEXT_HEIGHT - 12)
        set_grid(section)
        if first:
            number_footer(section.footer, RIGHT)
            number_footer(section.even_page_footer, LEFT)

    def write(
        self,
        text: str,
        font: str = layout.WORD_BODY,
        size: float = layout.BODY_SIZE,
        align: Any = None,
        indent: int = 0,
    ) -> Any:
        """A paragraph; `indent` in characters of the first line."""
        paragraph = self.document.add_paragraph()
        if align is not None:
            paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(indent * size)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        fonts(run._element.get_or_add_rPr(), font, layout.WORD_LATIN)
        return paragraph

    def english(self, text: str | None, align: Any = None, indent: int = 0) -> None:
        """English beside what stands above; nothing where there is none."""
        if text:
            paragraph = self.write(text, layout.WORD_BODY, layout.ENGLISH_SIZE, align, indent)
            keep_grid(paragraph, False)

    def head(self, paper: Paper) -> None:
        """The red head, the number, the line under it."""
        if paper.mark:
            small = self.write(" · ".join(filter(None, (paper.mark.zh, paper.mark.en))), size=9)
            keep_grid(small, False)
        if paper.form == PaperForm.PLAIN:
            return
        letter = paper.form == PaperForm.LETTER
        name = self.write(paper.head, layout.WORD_TITLE, 32 if letter else 40, CENTER)
        name.runs[0].font.color.rgb = RGBColor.from_string(layout.RED)
        keep_grid(name, False)
        if letter:
            border(name, "thickThinSmallGap", layout.RED, 18)
            self.write(paper.number, align=RIGHT)
        else:
            name.paragraph_format.space_before = Mm(35)
            name.paragraph_format.space_after = Pt(layout.LINE_PITCH)
            border(self.write(paper.number, align=CENTER), "single", layout.RED, 10)
        self.write("")

    def block(self, line: Line) -> None:
        """A paragraph of text."""
        font = layout.WORD_HEADING if line.style == LineStyle.HEADING else layout.WORD_BODY
        size = layout.TABLE_SIZE if line.style == LineStyle.NOTE else layout.BODY_SIZE
        indent = 2 if line.style in (LineStyle.BODY, LineStyle.HEADING) else 0
        self.write(line.words.zh, font, size, indent=indent)
        self.english(line.words.en, indent=2 if line.style == LineStyle.BODY else 0)

    def table(self, table: Table) -> None:
        """A table with its head on every page."""
        if table.caption:
            self.write(table.caption.zh, layout.WORD_HEADING, layout.FOOT_SIZE, CENTER)
            self.english(table.caption.en, CENTER)
        made = self.document.add_table(rows=1, cols=len(table.heads), style="Table Grid")
        made.autofit = False
        total = sum(table.widths)
        widths = [Mm(layout.TEXT_WIDTH * share / total) for share in table.widths]
        heads = (head.zh + (f"\n{head.en}" if head.en else "") for head in table.heads)
        _fill(made.rows[0], tuple(heads), widths, layout.WORD_HEADING)
        repeat_head(made.rows[0])
        for row in table.rows:
            _fill(made.add_row(), row, widths, layout.WORD_BODY)

    def paper(self, paper: Paper) -> None:
        """A whole paper."""
        self.head(paper)
        self.write(paper.title.zh, layout.WORD_TITLE, layout.TITLE_SIZE, CENTER)
        self.english(paper.title.en, CENTER)
        self.write("")
        self.blocks(paper.blocks)
        # A signature never stands on a page alone.
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True
        self.write("").paragraph_format.keep_with_next = True
        for text in (paper.signer, paper.signed.zh):
            signature = self.write(text, align=RIGHT)
            # The date stands four characters from the right, the signer above it, kept together.
            signature.paragraph_format.right_indent = Pt(4 * layout.BODY_SIZE)
            signature.paragraph_format.keep_with_next = text is not paper.signed.zh
        self.english(paper.signed.en, RIGHT)
        if paper.annexes:
            self.write("附件", layout.WORD_HEADING).paragraph_format.page_break_before = True
            self.blocks(paper.annexes)

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Paragraphs and tables in their order."""
        for block in blocks:
            if isinstance(block, Table):
                self.table(block)
            else:
                self.block(block)


def _fill(row: Any, texts: Sequence[str], widths: Sequence[Any], font: str) -> None:
    """Fill a table's row."""
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTER
        run = paragraph.add_run(text)
        run.font.size = Pt(layout.TABLE_SIZE)
        fonts(run._element.get_or_add_rPr(), font, layout.WORD_LATIN)
        keep_grid(paragraph, False)


def word_file(papers: Sequence[Paper]) -> bytes:
    """One Word file of these papers, each from a new page and with pages counted from 1.

    Raises:
        ValueError: there is no paper.
    """
    if not papers:
        raise ValueError("a Word file of no papers")
    writer = _Writer()
    for place, paper in enumerate(papers):
        writer.section(first=place == 0)
        writer.paper(paper)
    buffer = io.BytesIO()
    writer.document.save(buffer)
    return buffer.getvalue()
