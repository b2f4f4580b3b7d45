"""Alternatives to a duty: figures that are recounted, who moves, what forbids, and the order of a ranking."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from scheduler.audit import audit
from scheduler.explain import Advisor, cost_words, move_words
from scheduler.problem import Duty, Instance, Pin
from tests.support.tiny import cadre, day, days, duty, on, tiny, unit, zone

WEIGHTS = {**tiny().weights, "unserved": 1000, "avoid": 1, "not_home": 5}


def two_people() -> tuple[Instance, list[Duty]]:
    """One zone for one party a day on days 1 to 3; the first avoids day 2 with 4 points."""
    instance = tiny(
        days=(*days(1, 2, 3), day(4, open=False)),
        zones=(zone("Z1", max_parties_per_day=1), zone("Z9", "C9", "S9")),
        cadres=(cadre("P1", avoid={on(2): 4}, unavailable=(on(3),)), cadre("P2")),
        weights=WEIGHTS,
    )
    return instance, [duty("P1", 1), duty("P2", 2)]


def test_another_day_tells_its_points_by_rule_and_who_moves() -> None:
    instance, plan = two_people()
    advisor = Advisor(instance, plan, bound=0)
    found = advisor.on("P1", on(2))
    assert (found.change, found.exact, found.forbidden) == (4, True, None)
    assert [(change.rule, change.points) for change in found.rules] == [("avoid", 4)]
    assert [move.cadre for move in found.moves] == ["P1", "P2"]
    assert found.moves[0].before == (duty("P1", 1),)
    assert found.moves[0].after == (duty("P1", 2),)
    assert "P1" in move_words(advisor.index, found.moves[0]).en
    assert "4" in cost_words(found).zh


@pytest.mark.parametrize(
    ("number", "zone_id", "words"),
    [(3, None, "不能值勤"), (4, None, "不开放值勤"), (1, "Z9", "不在联点社区所在街道")],
    ids=["away", "closed", "zone not theirs"],
)
def test_what_cannot_be_names_the_rule(number: int, zone_id: str | None, words: str) -> None:
    instance, plan = two_people()
    found = Advisor(instance, plan).on("P1", on(number), zone_id)
    assert found.change is None
    assert found.exact
    assert found.forbidden is not None
    assert words in found.forbidden.zh


def test_a_unit_that_can_spare_nobody_forbids_the_day() -> None:
    instance = tiny(
        units=(unit(min_present=1),), cadres=(cadre("P1"), cadre("P2", absent=(on(2),), unavailable=(on(2),)))
    )
    found = Advisor(instance, [duty("P1", 1)]).on("P1", on(2))
    assert found.forbidden is not None
    assert "至多可派0人" in found.forbidden.zh


def test_what_only_a_pin_forbids_says_so() -> None:
    instance, plan = two_people()
    advisor = Advisor(replace(instance, pins=(Pin("P2", on(2)),)), plan)
    found = advisor.on("P1", on(2))
    assert (found.change, found.exact) == (None, True)
    assert found.forbidden is not None
    assert "锁定" in found.forbidden.zh


def test_a_party_moves_together() -> None:
    instance = tiny(cadres=(cadre("P1"), cadre("P2")), parties=(("P1", "P2"),))
    found = Advisor(instance, [duty("P1", 1), duty("P2", 1)], bound=0).on("P2", on(5))
    assert {move.cadre for move in found.moves} == {"P1", "P2"}
    assert found.moves[0].cadre == "P2"


def test_slots_are_ranked_as_looking_at_every_one_ranks_them() -> None:
    instance = tiny(
        zones=(zone("Z1"), zone("Z2")),
        cadres=(cadre("P1", home_zone="Z1", avoid={on(number): number for number in range(1, 11)}),),
        weights=WEIGHTS,
    )
    plan = [duty("P1", 1)]
    ranking = Advisor(instance, plan, sharp=True).slots_for("P1", top=5)
    before = audit(instance, plan).objective
    every = sorted(
        audit(instance, [duty("P1", number, place)]).objective - before
        for number, place in product(range(1, 11), ("Z1", "Z2"))
        if (number, place) != (1, "Z1")
    )
    assert [item.change for item in ranking.items] == every[:5]
    assert ranking.proven
    assert ranking.considered == 19


def test_candidates_for_a_slot_are_others_than_who_serves_there() -> None:
    instance, plan = two_people()
    ranking = Advisor(instance, plan, bound=0).candidates(on(2), "Z1")
    assert [(item.cadre, item.change) for item in ranking.items] == [("P1", 4)]
    assert ranking.proven


def test_a_broken_plan_is_refused() -> None:
    instance, plan = two_people()
    with pytest.raises(ValueError, match="P1"):
        Advisor(instance, [*plan, duty("P1", 3)])


def test_nobody_unknown_is_answered_for() -> None:
    advisor = Advisor(*two_people())
    with pytest.raises(KeyError):
        advisor.on("nobody", on(1))
    with pytest.raises(KeyError):
        advisor.on("P1", on(30))
