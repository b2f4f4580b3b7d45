"""Why zones fall short."""

from __future__ import annotations

from scheduler.explain import Shortfall, explain_shortfalls
from scheduler.problem import Duty, Instance
from tests.support.tiny import cadre, duty, on, tiny, zone


def short(instance: Instance, *duties: Duty) -> list[Shortfall]:
    return list(explain_shortfalls(instance, duties))


def english(item: Shortfall) -> list[str]:
    return [reason.en for reason in item.reasons]


def test_a_zone_that_has_enough_needs_no_reason() -> None:
    assert short(tiny(zones=(zone(min_visits=1),)), duty("P1", 1)) == []


def test_nobody_may_serve_there() -> None:
    (item,) = short(tiny(zones=(zone(min_visits=1),), cadres=(cadre(barred_zones=("Z1",)),)))
    assert (item.zone, item.skill, item.have, item.wanted) == ("Z1", None, 0, 1)
    assert english(item)[0] == "Nobody may serve in this zone on any day"


def test_a_zone_that_takes_nobody() -> None:
    (item,) = short(tiny(zones=(zone(min_visits=1, max_parties_per_day=0),)))
    assert english(item)[0] == "The zone takes no party on any day"


def test_those_who_might_are_elsewhere_or_idle() -> None:
    # P1 is in Z1, P2 in Z2, P3 has no duty, P4 has no free day: of three who may serve in Z1 one does.
    instance = tiny(
        zones=(zone("Z1", min_visits=2), zone("Z2")),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3"), cadre("P4", unavailable=tuple(on(n) for n in range(1, 11)))),
    )
    (item,) = short(instance, duty("P1", 1), duty("P2", 1, "Z2"))
    assert english(item) == [
        "People who may serve here: 3; on duty here: 1, in other zones: 1, without a duty: 1",
    ]


def test_more_is_wanted_than_all_together_can_do() -> None:
    # A party of two and one more: 2 visits at most; 3 are wanted.
    instance = tiny(
        zones=(zone("Z1", min_visits=2), zone("Z2", min_visits=1)),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3")),
        parties=(("P1", "P2"),),
    )
    (item,) = short(instance, duty("P1", 1), duty("P2", 1), duty("P3", 1, "Z2"))
    assert english(item)[1].startswith("The zones want 3 visits together, and everybody together can make 2 at most")


def test_a_skill_that_nobody_has_and_one_that_is_elsewhere() -> None:
    instance = tiny(
        zones=(zone("Z1", needs={"legal": 1, "health": 1}), zone("Z2")), cadres=(cadre("P1", skills=("legal",)),)
    )
    legal, health = short(instance, duty("P1", 1, "Z2"))
    assert (legal.skill, health.skill) == ("legal", "health")
    assert english(legal) == [
        "People with the skill legal who may serve here: 1; on duty here: 0, in other zones: 1, without a duty: 0"
    ]
    assert english(health) == ["Nobody with the skill health may serve in this zone on any day"]
