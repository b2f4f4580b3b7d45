"""Party: those who go together."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post

PEOPLE = [person("a"), person("b"), person("c")]
POSTS = [post("x"), post("y")]


def test_one_of_a_party_alone() -> None:
    assert broken(case(PEOPLE, POSTS, parties=(("a", "b"),)), at("a", "x")) == {"party"}


def test_members_at_different_posts() -> None:
    assert broken(case(PEOPLE, POSTS, parties=(("a", "b"),)), at("a", "x"), at("b", "y")) == {"party"}


def test_all_together_or_none() -> None:
    instance = case(PEOPLE, POSTS, parties=(("a", "b", "c"),))
    assert broken(instance) == set()
    assert broken(instance, at("a", "x"), at("b", "x"), at("c", "x")) == set()
    assert broken(instance, at("a", "x"), at("c", "x")) == {"party"}
