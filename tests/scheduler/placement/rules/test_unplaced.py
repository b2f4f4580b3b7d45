"""Unplaced: people with fewer posts than they should have."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

PEOPLE = [person("a", min_posts=2, max_posts=2, capacity=2), person("b")]
INSTANCE = case(PEOPLE, [post("x"), post("y")], {"unplaced": 4})


def test_posts_that_lack() -> None:
    assert score(INSTANCE, at("b", "x")) == {"unplaced": 8}
    assert score(INSTANCE, at("a", "x")) == {"unplaced": 4}


def test_as_many_as_there_should_be() -> None:
    assert score(INSTANCE, at("a", "x"), at("a", "y")) == {}
