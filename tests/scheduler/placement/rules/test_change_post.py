"""Change of post: who is no longer where they were."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, case, person, post, score

BEFORE = (at("a", "x"), at("b", "y"))
POSTS = [post("x", Role("job", 0, 9), Role("lead", 0, 9)), post("y"), post("z")]
INSTANCE = case([person("a"), person("b"), person("c")], POSTS, {"change_post": 4}, incumbent=BEFORE)


def test_each_who_is_gone_costs() -> None:
    assert score(INSTANCE) == {"change_post": 8}
    assert score(INSTANCE, at("a", "z"), at("b", "y")) == {"change_post": 4}


def test_who_comes_in_costs_nothing() -> None:
    assert score(INSTANCE, *BEFORE, at("c", "z")) == {}


def test_another_role_at_the_same_post_is_no_move() -> None:
    assert score(INSTANCE, at("a", "x", "lead"), at("b", "y")) == {}
