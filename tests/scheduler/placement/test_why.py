"""Why a pair: its points by rule, what else there was, and what forbids a pair, in words."""

from __future__ import annotations

from scheduler.placement.explain import objections, why_pair
from scheduler.placement.problem import Pair, Role
from tests.support.placement_cases import at, case, person, post

INSTANCE = case(
    [
        person("a", wishes=("y", "x"), skills=("law",)),
        person("b", wishes=("x",)),
        person("c", consent=False, capacity=0, roles=("lead",)),
    ],
    [post("x", Role("job", 1, 1, prefers=("law", "talk"))), post("y", Role("job", 1, 1, needs=("law",)), load=1)],
    {"person_wish": 5, "skill_gap": 2, "post_short": 9},
    pairs=(Pair("b", "y", load=7),),
)
PLAN = (at("a", "y"), at("b", "x"))


def test_the_points_of_a_pair_are_told_by_rule_what_costs_most_first() -> None:
    why = why_pair(INSTANCE, PLAN, at("a", "x"))
    assert [(charge.rule, charge.points) for charge in why.charges] == [("person_wish", 5), ("skill_gap", 2)]
    assert why.points == 7
    assert "talk" in why.charges[1].words.zh


def test_the_best_others_are_told_with_their_difference_and_who_is_there_now() -> None:
    why = why_pair(INSTANCE, PLAN, at("b", "x"))
    # b lacks both skills (4 points); a lacks one and has it as second wish (5 + 2).
    [other] = why.for_post
    assert (other.placement, other.more) == (at("a", "x"), 7 - 4)
    assert "post y" in other.now.en
    assert why.for_person == ()
    # c at x, and b at y, whom the load and the skill forbid.
    assert why.forbidden == 2


def test_everything_that_forbids_a_pair_is_told() -> None:
    assert len(objections(INSTANCE, at("c", "y"))) == 3
    assert len(objections(INSTANCE, at("b", "y"))) == 2
    assert objections(INSTANCE, at("a", "x")) == ()
    assert all(text.zh and text.en for text in objections(INSTANCE, at("c", "y")))
