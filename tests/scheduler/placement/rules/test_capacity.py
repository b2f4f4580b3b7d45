"""Capacity: posts and loads at one time."""

from __future__ import annotations

from scheduler.placement.problem import Pair
from tests.support.placement_cases import at, broken, case, person, post, term

POSTS = [post("x", load=2), post("y", load=3), post("z", load=1)]


def test_loads_above_the_capacity() -> None:
    instance = case([person("a", max_posts=9, capacity=4)], POSTS)
    assert broken(instance, at("a", "x"), at("a", "y")) == {"capacity"}


def test_loads_as_great_as_the_capacity() -> None:
    instance = case([person("a", max_posts=9, capacity=5)], POSTS)
    assert broken(instance, at("a", "x"), at("a", "y")) == set()


def test_more_posts_than_allowed() -> None:
    instance = case([person("a", max_posts=2, capacity=99)], POSTS)
    assert broken(instance, at("a", "x"), at("a", "y"), at("a", "z")) == {"capacity"}


def test_a_single_load_above_the_capacity() -> None:
    assert broken(case([person("a", capacity=1)], POSTS), at("a", "x")) == {"capacity"}


def test_the_load_of_a_pair_goes_before_that_of_the_post() -> None:
    lighter = case([person("a", max_posts=9, capacity=4)], POSTS, pairs=(Pair("a", "y", load=2),))
    assert broken(lighter, at("a", "x"), at("a", "y")) == set()
    heavier = case([person("a", max_posts=9, capacity=5)], POSTS, pairs=(Pair("a", "y", load=4),))
    assert broken(heavier, at("a", "x"), at("a", "y")) == {"capacity"}


def test_posts_one_after_the_other_are_not_added_up() -> None:
    one_after_the_other = [
        post("x", term=term("2026-01-01", "2026-01-31")),
        post("y", term=term("2026-02-01", "2026-02-28")),
    ]
    instance = case([person("a")], one_after_the_other)
    assert broken(instance, at("a", "x"), at("a", "y")) == set()
    together = [one_after_the_other[0], post("y", term=term("2026-01-31", "2026-02-28"))]
    assert broken(case([person("a")], together), at("a", "x"), at("a", "y")) == {"capacity"}


def test_nobody_who_may_have_no_post_gets_one() -> None:
    assert broken(case([person("a", max_posts=0)], [post("x", load=0)]), at("a", "x")) == {"capacity"}
