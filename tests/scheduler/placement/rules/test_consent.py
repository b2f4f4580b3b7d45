"""Consent: both sides agree, or there is no placement."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post


def test_who_did_not_agree_is_not_placed() -> None:
    assert broken(case([person("a", consent=False)], [post("x")]), at("a", "x")) == {"consent"}


def test_a_post_that_did_not_agree_is_not_filled() -> None:
    assert broken(case([person("a")], [post("x", consent=False)]), at("a", "x")) == {"consent"}


def test_both_agreed() -> None:
    assert broken(case([person("a"), person("b", consent=False)], [post("x")]), at("a", "x")) == set()
