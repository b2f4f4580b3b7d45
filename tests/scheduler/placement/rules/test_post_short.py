"""Post short: roles with fewer people than they want."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, case, person, post, score

POST = post("x", Role("job", 2, 3), Role("lead", 1, 1), priority=5)
INSTANCE = case([person(name) for name in "abcd"], [POST], {"post_short": 10})


def test_what_lacks_times_the_priority() -> None:
    assert score(INSTANCE) == {"post_short": 150}
    assert score(INSTANCE, at("a", "x")) == {"post_short": 100}


def test_enough_of_each_role() -> None:
    assert score(INSTANCE, at("a", "x"), at("b", "x"), at("c", "x", "lead")) == {}


def test_more_of_one_role_does_not_make_up_for_another() -> None:
    assert score(INSTANCE, at("a", "x"), at("b", "x"), at("c", "x")) == {"post_short": 50}
