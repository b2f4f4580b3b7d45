"""Group share: more people of one unit than its share."""

from __future__ import annotations

from scheduler.placement.problem import Group
from tests.support.placement_cases import at, case, person, post, score, term

PEOPLE = [person(name) for name in "abc"]
GROUPS = [Group("unit", "unit", share=1)]


def test_each_above_the_share_costs() -> None:
    instance = case(PEOPLE, [post("x")], {"group_share": 6}, groups=GROUPS)
    assert score(instance, at("a", "x"), at("b", "x"), at("c", "x")) == {"group_share": 12}


def test_as_many_as_the_share() -> None:
    assert score(case(PEOPLE, [post("x")], {"group_share": 6}, groups=GROUPS), at("a", "x")) == {}


def test_who_has_two_posts_counts_once() -> None:
    several = [person("a", max_posts=2, capacity=2)]
    instance = case(several, [post("x"), post("y")], {"group_share": 6}, groups=GROUPS)
    assert score(instance, at("a", "x"), at("a", "y")) == {}


def test_one_after_the_other_is_not_added_up() -> None:
    posts = [post("x", term=term("2026-01-01", "2026-01-31")), post("y", term=term("2026-02-01", "2026-02-28"))]
    instance = case(PEOPLE, posts, {"group_share": 6}, groups=GROUPS)
    assert score(instance, at("a", "x"), at("b", "y")) == {}
    assert score(instance, at("a", "x"), at("b", "x"), at("c", "y")) == {"group_share": 6}
