"""Pins: what was fixed is kept."""

from __future__ import annotations

import pytest

from scheduler.placement.problem import Pin, Role
from tests.support.placement_cases import at, broken, case, person, post

PEOPLE = [person("a"), person("b")]
POSTS = [post("x", Role("job", 0, 9), Role("lead", 0, 9)), post("y")]


@pytest.mark.parametrize(
    "pin", [Pin("a", "x", "job"), Pin("a", "x"), Pin("a"), Pin(None, "x"), Pin(None, "x", "job"), Pin("a", None, "job")]
)
def test_a_pin_is_kept_or_not(pin: Pin) -> None:
    instance = case(PEOPLE, POSTS, pins=(pin,))
    assert broken(instance, at("b", "y")) == {"pin"}
    assert broken(instance, at("a", "x"), at("b", "y")) == set()


def test_another_role_does_not_keep_a_pin_of_a_role() -> None:
    assert broken(case(PEOPLE, POSTS, pins=(Pin("a", "x", "lead"),)), at("a", "x")) == {"pin"}
