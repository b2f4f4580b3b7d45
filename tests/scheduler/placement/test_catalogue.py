"""The catalogue of placements is complete, in words of both languages, and its page is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.placement.problem import WEIGHT_NAMES
from scheduler.placement.rules import CATALOGUE, DEFAULT_WEIGHTS, MOVES, SHORTAGES, SOFT_RULES, Rule
from tests.support.rules_page import placement_rules_page

ROOT = Path(__file__).resolve().parents[3]


def test_every_weight_has_its_rule_and_every_soft_rule_its_weight() -> None:
    assert tuple(rule.code for rule in SOFT_RULES) == WEIGHT_NAMES
    assert set(SHORTAGES) | set(MOVES) <= set(DEFAULT_WEIGHTS)


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.code)
def test_a_rule_has_words_in_both_languages_a_file_and_a_test(rule: Rule) -> None:
    for text in (rule.title, rule.purpose, rule.unit):
        assert text.zh
        assert text.en
    assert type(rule).__module__.endswith(f".{rule.code}")
    assert (Path(__file__).parent / "rules" / f"test_{rule.code}.py").is_file()


def test_the_page_of_rules_is_what_the_catalogue_says() -> None:
    assert (ROOT / "docs" / "placement-rules.md").read_text(encoding="utf-8") == placement_rules_page()
