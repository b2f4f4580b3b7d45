"""`python -m tests.support.texts`: texts that a user sees and that have no English yet, as .po entries by file."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

from service.words import read_catalogue

ROOT = Path(__file__).parents[2]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "gettext_later": None,
    "N_": None,
    "Message": None,
    "NC_": ((1, "c"), 2),
    "pgettext": ((1, "c"), 2),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]


def texts() -> Iterator[tuple[str, str, str | None]]:
    """Every text marked for the catalogue, with the file it stands in and its context."""
    for folder in ("service", "templates"):
        found = extract_from_dir(
            ROOT / folder, METHODS, keywords=KEYWORDS, options_map={"**.html": {"silent": "false"}}
        )
        for name, _line, message, _comments, context in found:
            yield f"{folder}/{name}", message if isinstance(message, str) else message[-1], context


def missing() -> dict[str, list[str]]:
    """Texts without English, by file."""
    catalogue = read_catalogue("en")
    lacking: dict[str, list[str]] = {}
    for name, text, context in texts():
        known = catalogue.get(text, context=context)
        if text and CHINESE.search(text) and (known is None or not known.string) and text not in lacking.get(name, ()):
            lacking.setdefault(name, []).append(text)
    return lacking


def unused() -> set[str]:
    """English for texts that stand nowhere any more."""
    present = {(text, context) for _, text, context in texts()}
    return {
        str(message.id)
        for message in read_catalogue("en")
        if message.id and (message.id, message.context) not in present
    }


FIGURES = re.compile(r"%\((\w+)\)")


def differing_figures() -> list[str]:
    """Texts whose English names other figures than they do."""
    return [
        str(message.id)
        for message in read_catalogue("en")
        if message.id and set(FIGURES.findall(str(message.id))) != set(FIGURES.findall(str(message.string)))
    ]


def main() -> int:
    """Print what is wrong; the exit code says whether anything is."""
    lacking = missing()
    for name, found in sorted(lacking.items()):
        print(f"# {name}")
        for text in found:
            escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            print(f'msgid "{escaped}"\nmsgstr ""\n')
    for text in sorted(unused()):
        print(f"not used any more: {text!r}")
    for text in differing_figures():
        print(f"other figures in English: {text!r}")
    return int(bool(lacking) or bool(unused()) or bool(differing_figures()))


if __name__ == "__main__":
    sys.exit(main())
