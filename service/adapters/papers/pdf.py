"""Papers as one PDF file, set by typst: offline, with the fonts of this machine and an open one that comes along."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import manimgx_fonts_cjk
import typst

from service.adapters.papers import layout
from service.adapters.papers.paper import Paper, plain

TEMPLATE = Path(__file__).with_name("paper.typ")
FONT_LISTS = {
    "body": layout.BODY_FONTS,
    "title": layout.TITLE_FONTS,
    "heading": layout.HEADING_FONTS,
    "foot": layout.FOOT_FONTS,
    "english": layout.ENGLISH_FONTS,
}

# Between the characters of a line there are 27 gaps; a hair less, so that rounding leaves room for the last one.
TRACKING = (layout.TEXT_WIDTH * layout.POINTS_PER_MM - layout.CHARACTERS * layout.BODY_SIZE) / (
    layout.CHARACTERS - 1
) - 0.002


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of this machine, read once: a search through its folders takes a while."""
    return typst.Fonts(font_paths=[str(files(manimgx_fonts_cjk))])


@lru_cache(maxsize=1)
def _known_fonts() -> dict[str, tuple[str, ...]]:
    """For each use the fonts that this machine has, best first."""
    here = set(_fonts().families())
    return {use: tuple(name for name in names if name in here) for use, names in FONT_LISTS.items()}


def fonts_used() -> dict[str, str]:
    """Which font the PDF takes on this machine, by use (body, title, …)."""
    return {use: names[0] for use, names in _known_fonts().items()}


def pdf_file(papers: Sequence[Paper]) -> bytes:
    """One PDF of these papers, each from a new page and with pages counted from 1.

    Raises:
        ValueError: there is no paper.
    """
    if not papers:
        raise ValueError("a PDF of no papers")
    given = {
        "page": layout.PAGE,
        "top": layout.TOP,
        "binding": layout.BINDING,
        "text": (layout.TEXT_WIDTH, layout.TEXT_HEIGHT),
        "line_pitch": layout.LINE_PITCH,
        "tracking": TRACKING,
        "red": layout.RED,
        "fonts": _known_fonts(),
        "size": {
            "body": layout.BODY_SIZE,
            "title": layout.TITLE_SIZE,
            "foot": layout.FOOT_SIZE,
            "table": layout.TABLE_SIZE,
            "english": layout.ENGLISH_SIZE,
        },
        "papers": [plain(paper) for paper in papers],
    }
    made = typst.compile(
        TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        sys_inputs={"given": json.dumps(given, ensure_ascii=False)},
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made
