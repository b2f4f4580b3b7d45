"""Pair points: what is given for single pairs."""

from __future__ import annotations

from scheduler.placement.problem import Pair
from tests.support.placement_cases import at, case, person, post, score

INSTANCE = case([person("a")], [post("x"), post("y")], {"pair_points": 2}, pairs=(Pair("a", "x", points=7),))


def test_the_points_of_the_pair() -> None:
    assert score(INSTANCE, at("a", "x")) == {"pair_points": 14}


def test_other_pairs_have_none() -> None:
    assert score(INSTANCE, at("a", "y")) == {}
