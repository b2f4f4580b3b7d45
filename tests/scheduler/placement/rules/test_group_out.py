"""Group out: a unit lets so many go, and so many stay."""

from __future__ import annotations

from scheduler.placement.problem import Group
from tests.support.placement_cases import at, broken, case, person, post, term

PEOPLE = [person("a"), person("b"), person("c")]


def test_more_than_the_group_lets_go() -> None:
    instance = case(PEOPLE, [post("x")], groups=[Group("unit", "unit", max_out=1)])
    assert broken(instance, at("a", "x"), at("b", "x")) == {"group_out"}


def test_as_many_as_the_group_lets_go() -> None:
    instance = case(PEOPLE, [post("x")], groups=[Group("unit", "unit", max_out=2)])
    assert broken(instance, at("a", "x"), at("b", "x")) == set()


def test_too_few_stay() -> None:
    # Four people, one away, two must stay: one may go.
    instance = case(PEOPLE, [post("x")], groups=[Group("unit", "unit", size=4, away=1, min_present=2)])
    assert broken(instance, at("a", "x"), at("b", "x")) == {"group_out"}
    assert broken(instance, at("a", "x")) == set()


def test_without_a_size_the_people_of_the_instance_count() -> None:
    instance = case(PEOPLE, [post("x")], groups=[Group("unit", "unit", min_present=2)])
    assert broken(instance, at("a", "x"), at("b", "x")) == {"group_out"}


def test_who_has_several_posts_is_out_once() -> None:
    busy = [person("a", max_posts=2, capacity=2), person("b", max_posts=2, capacity=2)]
    instance = case(busy, [post("x"), post("y")], groups=[Group("unit", "unit", max_out=1)])
    assert broken(instance, at("a", "x"), at("a", "y")) == set()
    assert broken(instance, at("a", "x"), at("b", "y")) == {"group_out"}


def test_terms_one_after_the_other_are_not_added_up() -> None:
    posts = [post("x", term=term("2026-01-01", "2026-01-31")), post("y", term=term("2026-02-01", "2026-02-28"))]
    instance = case(PEOPLE, posts, groups=[Group("unit", "unit", max_out=1)])
    assert broken(instance, at("a", "x"), at("b", "y")) == set()
