"""Members of a party serve together or not at all."""

import pytest

from scheduler.formulation import formulate
from scheduler.problem import Duty
from tests.support.tiny import broken_by, cadre, duty, on, tiny, zone

PAIR = tiny(
    cadres=(cadre("P1", duties=2), cadre("P2"), cadre("P3")), parties=(("P1", "P2"),), zones=(zone("Z1"), zone("Z2"))
)


@pytest.mark.parametrize(
    "plan",
    [
        (duty("P1", 1),),
        (duty("P1", 1), duty("P2", 2)),
        (duty("P1", 1, "Z1"), duty("P2", 1, "Z2")),
        (duty("P1", 1), duty("P2", 1), duty("P1", 5)),
    ],
    ids=["one stays", "other day", "other zone", "one goes once more"],
)
def test_a_party_that_is_split_is_a_breach(plan: tuple[Duty, ...]) -> None:
    assert len(broken_by("party", PAIR, *plan)) == 1


def test_same_day_and_zone_is_the_boundary() -> None:
    assert broken_by("party", PAIR, duty("P1", 1), duty("P2", 1), duty("P3", 2)) == []


def test_nobody_of_the_party_is_clean() -> None:
    assert broken_by("party", PAIR, duty("P3", 2)) == []


def test_the_model_has_one_crew_with_the_smallest_duties_and_what_both_may_have() -> None:
    instance = tiny(
        cadres=(cadre("P1", duties=2, unavailable=(on(1),)), cadre("P2", unavailable=(on(2),), barred_zones=("Z1",))),
        parties=(("P1", "P2"),),
        zones=(zone("Z1"), zone("Z2")),
    )
    model = formulate(instance)
    assert model.members == ((0, 1),)
    assert model.duties.tolist() == [1]
    assert model.place_of.tolist() == [1]
    assert model.time_allowed[0, :3].tolist() == [False, False, True]
