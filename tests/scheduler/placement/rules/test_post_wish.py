"""Post's wish: how far down its list the person stands."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

PEOPLE = [person("a"), person("b"), person("c")]
INSTANCE = case(PEOPLE, [post("x", wishes=("b", "a")), post("y")], {"post_wish": 3})


def test_the_first_wish_costs_nothing() -> None:
    assert score(INSTANCE, at("b", "x")) == {}


def test_the_second_costs_one_place() -> None:
    assert score(INSTANCE, at("a", "x")) == {"post_wish": 3}


def test_somebody_not_wished_for_costs_the_whole_list() -> None:
    assert score(INSTANCE, at("c", "x")) == {"post_wish": 6}


def test_a_post_without_wishes() -> None:
    assert score(INSTANCE, at("c", "y")) == {}
