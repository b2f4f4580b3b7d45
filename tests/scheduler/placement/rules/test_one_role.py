"""One role: a person acts in one role at a post."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, broken, case, person, post

POST = post("x", Role("job", 0, 9), Role("other", 0, 9))
OTHER = post("y", Role("job", 0, 9), Role("other", 0, 9))


def test_two_roles_at_one_post_are_refused() -> None:
    instance = case([person("a", max_posts=2, capacity=9)], [POST])
    assert broken(instance, at("a", "x"), at("a", "x", "other")) == {"one_role"}


def test_different_roles_at_different_posts() -> None:
    instance = case([person("a", max_posts=2, capacity=9)], [POST, OTHER])
    assert broken(instance, at("a", "x"), at("a", "y", "other")) == set()
