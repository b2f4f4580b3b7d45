"""Skill gap: skills that a role wishes for."""

from __future__ import annotations

from scheduler.placement.problem import Role
from tests.support.placement_cases import at, case, person, post, score

POST = post("x", Role("job", 0, 9, prefers=("law", "talk")))
INSTANCE = case(
    [person("a"), person("b", skills=("law",)), person("c", skills=("talk", "law"))], [POST], {"skill_gap": 2}
)


def test_each_skill_that_lacks_costs() -> None:
    assert score(INSTANCE, at("a", "x")) == {"skill_gap": 4}
    assert score(INSTANCE, at("b", "x")) == {"skill_gap": 2}


def test_nothing_lacks() -> None:
    assert score(INSTANCE, at("c", "x")) == {}
