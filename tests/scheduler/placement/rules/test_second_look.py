"""Second look: who looked first does not look again."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post

PEOPLE = [person("a", max_posts=3, capacity=3), person("b", max_posts=3, capacity=3)]
POSTS = [post("first"), post("again", second_look_of="first"), post("other")]


def test_the_same_person_at_both() -> None:
    assert broken(case(PEOPLE, POSTS), at("a", "first"), at("a", "again")) == {"second_look"}


def test_somebody_else_looks_again() -> None:
    instance = case(PEOPLE, POSTS)
    assert broken(instance, at("a", "first"), at("b", "again"), at("a", "other"), at("b", "other")) == set()
