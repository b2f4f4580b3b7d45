"""Seats: a role of a post takes so many people and no more."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, broken, case, person, post

PEOPLE = [person("a"), person("b"), person("c")]


def test_one_too_many_in_a_role() -> None:
    instance = case(PEOPLE, [post("x", Role("job", 0, 1), Role("other", 0, 9))])
    assert broken(instance, at("a", "x"), at("b", "x")) == {"seats"}


def test_as_many_as_there_are_seats() -> None:
    instance = case(PEOPLE, [post("x", Role("job", 0, 2), Role("other", 0, 1))])
    assert broken(instance, at("a", "x"), at("b", "x"), at("c", "x", "other")) == set()


def test_a_role_without_seats_is_taken_by_nobody() -> None:
    assert broken(case(PEOPLE, [post("x", Role("job", 0, 0))]), at("a", "x")) == {"seats"}
