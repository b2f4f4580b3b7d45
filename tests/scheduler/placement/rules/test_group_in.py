"""Group in: a community takes so many at one time."""

from __future__ import annotations

from scheduler.placement.problem import Group
from tests.support.placement_cases import at, broken, case, person, post, term

GROUPS = [Group("unit", "unit"), Group("here", "here", max_in=1)]
PEOPLE = [person("a"), person("b")]


def test_more_than_the_group_takes() -> None:
    instance = case(PEOPLE, [post("x", group="here"), post("y", group="here")], groups=GROUPS)
    assert broken(instance, at("a", "x"), at("b", "y")) == {"group_in"}


def test_as_many_as_it_takes_beside_posts_of_others() -> None:
    instance = case(PEOPLE, [post("x", group="here"), post("y")], groups=GROUPS)
    assert broken(instance, at("a", "x"), at("b", "y")) == set()


def test_one_after_the_other() -> None:
    posts = [
        post("x", group="here", term=term("2026-01-01", "2026-01-31")),
        post("y", group="here", term=term("2026-02-01", "2026-02-28")),
    ]
    assert broken(case(PEOPLE, posts, groups=GROUPS), at("a", "x"), at("b", "y")) == set()
