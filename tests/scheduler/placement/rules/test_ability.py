"""Ability: a role is taken only by who can."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, broken, case, person, post

LEAD = Role("lead", 0, 1, needs=("law", "talk"))


def test_a_role_that_is_not_among_the_persons_is_not_taken() -> None:
    able = person("a", roles=("help",), skills=("law", "talk"))
    assert broken(case([able], [post("x", LEAD)]), at("a", "x", "lead")) == {"ability"}


def test_one_skill_that_lacks_is_enough() -> None:
    assert broken(case([person("a", skills=("law",))], [post("x", LEAD)]), at("a", "x", "lead")) == {"ability"}


def test_every_skill_and_any_role_will_do() -> None:
    assert broken(case([person("a", skills=("talk", "law"))], [post("x", LEAD)]), at("a", "x", "lead")) == set()


def test_the_role_is_among_the_persons() -> None:
    able = person("a", roles=("lead",), skills=("talk", "law"))
    assert broken(case([able], [post("x", LEAD)]), at("a", "x", "lead")) == set()
