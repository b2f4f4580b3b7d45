"""Recusal: barred posts and people, kin's groups, one's own."""

from __future__ import annotations

from scheduler.placement.problem import Group
from tests.support.placement_cases import at, broken, case, person, post

GROUPS = (Group("unit", "unit"), Group("other", "other"))


def test_a_barred_post_is_not_taken() -> None:
    assert broken(case([person("a", barred_posts=("x",))], [post("x"), post("y")]), at("a", "x")) == {"recusal"}


def test_a_post_that_bars_the_person_is_not_taken() -> None:
    assert broken(case([person("a")], [post("x", barred_people=("a",))]), at("a", "x")) == {"recusal"}


def test_nobody_goes_where_kin_serve() -> None:
    kin = person("a", barred_groups=("other",))
    assert broken(case([kin], [post("x", group="other")], groups=GROUPS), at("a", "x")) == {"recusal"}


def test_a_post_that_is_not_for_its_own_people() -> None:
    own = post("x", group="unit", not_own_group=True)
    assert broken(case([person("a")], [own], groups=GROUPS), at("a", "x")) == {"recusal"}


def test_other_posts_and_other_groups_are_free() -> None:
    instance = case(
        [person("a", barred_posts=("y",), barred_groups=("other",)), person("b", group="other")],
        [post("x", group="unit"), post("y"), post("z", group="unit", not_own_group=True)],
        groups=GROUPS,
    )
    assert broken(instance, at("a", "x"), at("b", "z")) == set()
