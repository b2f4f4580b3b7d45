"""Change of role: another role at the same post."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, case, person, post, score

POSTS = [post("x", Role("job", 0, 9), Role("lead", 0, 9)), post("y", Role("job", 0, 9), Role("lead", 0, 9))]
INSTANCE = case([person("a")], POSTS, {"change_role": 4}, incumbent=(at("a", "x"),))


def test_another_role_costs() -> None:
    assert score(INSTANCE, at("a", "x", "lead")) == {"change_role": 4}


def test_the_same_role_costs_nothing() -> None:
    assert score(INSTANCE, at("a", "x")) == {}


def test_another_post_is_no_change_of_role() -> None:
    assert score(INSTANCE, at("a", "y", "lead")) == {}
