"""Experience short: posts without enough experienced people."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

PEOPLE = [person("a", experienced=True), person("b"), person("c", experienced=True)]
INSTANCE = case(PEOPLE, [post("x", min_experienced=2), post("y")], {"experience_short": 3})


def test_nobody_experienced() -> None:
    assert score(INSTANCE, at("b", "x")) == {"experience_short": 6}


def test_one_of_two() -> None:
    assert score(INSTANCE, at("a", "x"), at("c", "y")) == {"experience_short": 3}


def test_enough() -> None:
    assert score(INSTANCE, at("a", "x"), at("c", "x")) == {}
