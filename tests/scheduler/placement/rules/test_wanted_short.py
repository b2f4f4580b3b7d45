"""Wanted short: fewer placements than were asked for."""

from __future__ import annotations

from scheduler.placement.problem import Wanted
from tests.support.placement_cases import at, case, person, post, score

INSTANCE = case([person("a"), person("b")], [post("x")], {"wanted_short": 7}, wanted=Wanted(2, 5))


def test_each_one_that_lacks_costs() -> None:
    assert score(INSTANCE) == {"wanted_short": 14}


def test_one_that_lacks() -> None:
    assert score(INSTANCE, at("a", "x")) == {"wanted_short": 7}


def test_none_lacks() -> None:
    assert score(INSTANCE, at("a", "x"), at("b", "x")) == {}
