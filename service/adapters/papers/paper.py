"""A document before it is a file: its head, number, title, paragraphs, tables and signature, in words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class PaperForm(StrEnum):
    """How the head stands: a document with a red head, a letter, or a plain sheet without one."""

    DOCUMENT = "document"
    LETTER = "letter"
    PLAIN = "plain"


class LineStyle(StrEnum):
    """What a line of text is."""

    BODY = "body"
    ADDRESS = "address"
    HEADING = "heading"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and, where the reader's language is English, in English beside it."""

    zh: str
    en: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    words: Words
    style: LineStyle = LineStyle.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `widths` are shares of the text's width, one a column; cells are plain text."""

    heads: tuple[Words, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: Words | None = None


Block = Line | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. `name` is what its file is called, without its ending; `number` is e.g. 石组通〔2026〕12号.

    `annexes` stand on pages of their own behind the signature. `mark` stands small on top (synthetic data say so).
    """

    name: str
    form: PaperForm
    title: Words
    blocks: tuple[Block, ...]
    signer: str
    signed: Words
    head: str = ""
    number: str = ""
    annexes: tuple[Block, ...] = ()
    mark: Words | None = None


def plain(paper: Paper) -> dict[str, Any]:
    """A paper as JSON can hold it; each block says whether it is a table."""
    found = asdict(paper)
    for block in (*found["blocks"], *found["annexes"]):
        block["kind"] = "table" if "rows" in block else "line"
    return found
