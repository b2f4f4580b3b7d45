"""Not taught: what a pair does not teach."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

TEACH = {"law": 3, "talk": 1}


def test_nothing_is_learned() -> None:
    assert score(case([person("a")], [post("x")], {"not_taught": 2}, teach=TEACH), at("a", "x")) == {"not_taught": 8}


def test_what_is_known_already_is_not_learned() -> None:
    instance = case([person("a", skills=("law",))], [post("x", offers=("law", "talk"))], {"not_taught": 2}, teach=TEACH)
    assert score(instance, at("a", "x")) == {"not_taught": 6}


def test_everything_is_learned() -> None:
    instance = case([person("a")], [post("x", offers=("law", "talk"))], {"not_taught": 2}, teach=TEACH)
    assert score(instance, at("a", "x")) == {}


def test_who_held_the_post_is_to_learn_too() -> None:
    # The person learns both; the holder, who knows how to talk, learns the law.
    held = post("x", offers=("law", "talk"), holder_skills=("talk",))
    instance = case([person("a", offers=("law", "talk"))], [held], {"not_taught": 2}, teach=TEACH)
    assert score(instance, at("a", "x")) == {"not_taught": 2}
