"""Paired before: an earlier pair is not made again."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post


def test_such_a_pair_is_not_made() -> None:
    assert broken(case([person("a")], [post("x")], paired_before=(("a", "x"),)), at("a", "x")) == {"paired_before"}


def test_both_are_free_for_others() -> None:
    instance = case([person("a"), person("b")], [post("x"), post("y")], paired_before=(("a", "x"),))
    assert broken(instance, at("a", "y"), at("b", "x")) == set()
