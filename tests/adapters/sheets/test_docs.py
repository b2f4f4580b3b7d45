"""docs/imports.md says of every column what the program says, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.adapters.sheets.kinds import KINDS, Kind
from service.adapters.sheets.template import about_row
from service.words import translate

PAGE = Path(__file__).parents[3] / "docs" / "imports.md"


def section(kind: Kind) -> str:
    """What the page says of a kind."""
    head = f"### {kind.title} · {translate(kind.title, 'en')} (`{kind.name}`)\n"
    text = PAGE.read_text("utf-8")
    assert head in text
    return text.split(head)[1].split("\n### ")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_column_is_documented_as_it_is(kind: Kind, language: str) -> None:
    told = section(kind).splitlines()
    for column in kind.columns:
        row = "| " + " | ".join(text.replace("|", "\\|") for text in about_row(kind, column, language)) + " |"
        assert row in told


def test_the_kinds_stand_in_the_order_of_filling_a_district() -> None:
    heads = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("### ")]
    assert [head.split("`")[1] for head in heads] == list(KINDS)
    for kind in KINDS.values():
        assert [name for name in kind.needs if list(KINDS).index(name) > list(KINDS).index(kind.name)] == []
