"""Apart: people who may not be at one post."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post

PEOPLE = [person("a"), person("b"), person("c")]
POSTS = [post("x"), post("y")]


def test_the_two_at_one_post() -> None:
    assert broken(case(PEOPLE, POSTS, apart=(("a", "b"),)), at("a", "x"), at("b", "x")) == {"apart"}


def test_the_two_at_different_posts_and_with_others() -> None:
    assert broken(case(PEOPLE, POSTS, apart=(("a", "b"),)), at("a", "x"), at("b", "y"), at("c", "x")) == set()
