"""Wanted at most: no more placements than were asked for."""

from __future__ import annotations

from scheduler.placement.problem import Wanted
from tests.support.placement_cases import at, broken, case, person, post

INSTANCE = case([person("a"), person("b")], [post("x")], wanted=Wanted(0, 1))


def test_one_too_many() -> None:
    assert broken(INSTANCE, at("a", "x"), at("b", "x")) == {"wanted_most"}


def test_as_many_as_asked_for() -> None:
    assert broken(INSTANCE, at("a", "x")) == set()
