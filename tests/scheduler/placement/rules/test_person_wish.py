"""Person's wish: how far down the list the post stands."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

POSTS = [post("x"), post("y"), post("z")]
INSTANCE = case([person("a", wishes=("y", "x")), person("b")], POSTS, {"person_wish": 3})


def test_the_first_wish_costs_nothing() -> None:
    assert score(INSTANCE, at("a", "y")) == {}


def test_the_second_costs_one_place() -> None:
    assert score(INSTANCE, at("a", "x")) == {"person_wish": 3}


def test_a_post_not_wished_for_costs_the_whole_list() -> None:
    assert score(INSTANCE, at("a", "z")) == {"person_wish": 6}


def test_who_wishes_nothing_is_content_anywhere() -> None:
    assert score(INSTANCE, at("b", "z")) == {}
