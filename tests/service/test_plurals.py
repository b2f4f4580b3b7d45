"""English counts: one and many are told apart, on pages and in messages, and no text is left that would say "1 people"."""

from __future__ import annotations

import re

import pytest
from flask import Flask, render_template_string, session
from flask_babel import gettext
from markupsafe import Markup

from service.messages import Message
from service.plurals import CHOICE, chosen
from service.words import read_catalogue, translate

# A figure and the plural of a noun right after it, with an adjective between them perhaps.
AT_RISK = re.compile(r"%\((\w+)\)[sd] (?:(?:more|other|new|open|published|wrong|whole|different) )?([a-z]+s|people)\b")
# Words that end as plurals do, and are verbs of a name before them, or no nouns at all.
NO_NOUNS = {
    "is", "was", "has", "as", "breaks", "takes", "fills", "ends", "follows", "works", "differs", "exists", "gets", "goes", "lacks", "lists", "moves", "needs",
    "owes", "returns", "serves", "stands", "waits", "s", "fairness", "across", "always", "us", "this", "plus", "matches",
}  # fmt: skip
# Bounds of the product's own, and sizes of files: never 1.
NEVER_ONE = {"most", "least", "low", "high", "rows", "bytes", "size"}


def at_risk(text: str) -> list[str]:
    """What in an English text would read wrongly for 1."""
    return [found[0] for found in AT_RISK.finditer(text) if found[1] not in NEVER_ONE and found[2] not in NO_NOUNS]


def english() -> list[str]:
    """Every English text of the catalogue."""
    return [str(message.string) for message in read_catalogue("en") if message.id and message.string]


def test_no_text_puts_a_plural_after_a_figure_that_may_be_one() -> None:
    assert {text: found for text in english() if (found := at_risk(text))} == {}


@pytest.mark.parametrize("text", ["%(count)s people are told", "in %(count)d days", "%(n)s other zones"])
def test_such_a_text_would_be_found(text: str) -> None:
    assert at_risk(text)


def test_each_choice_is_made_by_a_figure_of_its_text() -> None:
    wrong = [text for text in english() for name, *_ in CHOICE.findall(text) if f"%({name})" not in text]
    assert wrong == []
    assert any(CHOICE.search(text) for text in english())


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 person"), ("1", "1 person"), (0, "0 people"), ("1,001", "1,001 people")]
)
def test_one_is_told_from_many(count: object, words: str) -> None:
    assert chosen("%(count)s {count:person|people}", {"count": count}) % {"count": count} == words


def test_messages_texts_and_templates_make_their_choices(app: Flask) -> None:
    text = "有 %(count)s 人同名，请填写工号：%(numbers)s"
    for count, words in ((1, "1 person has this name"), (2, "2 people have this name")):
        assert words in translate(Message(text, count=count, numbers="7"), "en")
        with app.test_request_context():
            session["language"] = "en"
            assert words in gettext(text, count=count, numbers="7")
            page = render_template_string("{{ _(text, count=count, numbers='<b>') }}", text=text, count=count)
            assert words in page
            assert Markup("&lt;b&gt;") in page


def test_a_template_still_escapes_figures_and_keeps_plain_texts(app: Flask) -> None:
    with app.test_request_context():
        session["language"] = "zh"
        assert render_template_string("{{ _('共 %(count)s 人', count='<i>') }}") == "共 &lt;i&gt; 人"
        assert render_template_string("{{ _('网格') }}") == "网格"
