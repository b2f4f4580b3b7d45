"""Refusal: a refused pair is not proposed again."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post


def test_such_a_pair_is_not_made() -> None:
    assert broken(case([person("a")], [post("x")], refused=(("a", "x"),)), at("a", "x")) == {"refusal"}


def test_both_are_free_for_others() -> None:
    instance = case([person("a"), person("b")], [post("x"), post("y")], refused=(("a", "x"),))
    assert broken(instance, at("a", "y"), at("b", "x")) == set()
