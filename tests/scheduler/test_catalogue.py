"""The catalogue, and the documents that must agree with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scheduler.problem import WEIGHT_NAMES
from scheduler.problem import parse as instance_form
from scheduler.rules import CATALOGUE, DEFAULT_WEIGHTS, HARD_RULES, RULES, SOFT_RULES, Rule
from tests.support.rules_page import rules_page

ROOT = Path(__file__).parents[2]


def test_the_soft_rules_are_those_that_an_instance_gives_points_to() -> None:
    assert tuple(rule.code for rule in SOFT_RULES) == WEIGHT_NAMES
    assert tuple(DEFAULT_WEIGHTS) == WEIGHT_NAMES


def test_codes_are_not_repeated_and_every_file_is_listed() -> None:
    assert len(RULES) == len(CATALOGUE)
    files = {path.stem for path in (ROOT / "scheduler" / "rules").glob("*.py")}
    assert files - {"__init__", "base", "catalogue", "changing"} == set(RULES)


def test_hard_rules_stand_before_soft_ones_and_only_soft_ones_have_points() -> None:
    assert CATALOGUE == HARD_RULES + SOFT_RULES
    assert all(rule.hard and rule.default_weight is None for rule in HARD_RULES)
    assert all(not rule.hard and rule.default_weight is not None for rule in SOFT_RULES)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_rule_has_words_in_both_languages_and_says_who_asks_for_it(rule: Rule) -> None:
    for text in (rule.title, rule.purpose, rule.unit):
        assert re.search("[一-鿿]", text.zh)
        assert text.en
        assert not re.search("[一-鿿]", text.en)
    assert rule.__doc__ is not None
    assert "For:" in rule.__doc__
    assert "Asked for by" in rule.__doc__
    assert "Unit:" in rule.__doc__


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_every_rule_has_a_test_file_of_its_own(rule: Rule) -> None:
    assert (ROOT / "tests" / "scheduler" / "rules" / f"test_{rule.code}.py").exists()


def test_the_page_of_rules_is_what_the_catalogue_says() -> None:
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_the_page_of_the_format_names_every_field_and_whether_it_is_required() -> None:
    page = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
    shapes = {
        "## 算例": (instance_form.TOP, instance_form.TOP_OPTIONAL),
        "### `days[]`": instance_form.DAY,
        "### `units[]`": instance_form.UNIT,
        "### `zones[]`": instance_form.ZONE,
        "### `cadres[]`": instance_form.CADRE,
    }
    for heading, (required, optional) in shapes.items():
        section = page.split(heading, 1)[1].split("\n#", 1)[0]
        named: dict[str, bool] = {}
        for row in re.findall(r"^\| (`.*?) \| (.*?) \|", section, flags=re.MULTILINE):
            named |= dict.fromkeys(re.findall(r"`(\w+)`", row[0]), row[1] == "必填")
        assert named == dict.fromkeys(required, True) | dict.fromkeys(optional, False)
