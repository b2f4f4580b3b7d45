"""The user guide refers to pictures that the script makes, of pages that exist."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from docs.pictures import LANGUAGES, PICTURES, SIZES, file_name

GUIDE = Path(__file__).parents[2] / "docs" / "user-guide.md"


def test_every_picture_of_the_guide_is_made_and_every_made_page_is_in_the_guide() -> None:
    shown = set(re.findall(r"\(pictures/([^)]+)\)", GUIDE.read_text(encoding="utf-8")))
    made = {file_name(picture, language, size) for picture in PICTURES for language in LANGUAGES for size in SIZES}
    assert shown <= made
    pages = {name.rsplit("-", 2)[0] for name in shown}
    assert {picture.name for picture in PICTURES} - pages == {"plan-day", "person"}


def test_every_picture_is_of_a_page_that_exists(app: Flask) -> None:
    endpoints = {rule.endpoint: rule.arguments for rule in app.url_map.iter_rules()}
    for picture in PICTURES:
        assert picture.endpoint in endpoints, picture.name
