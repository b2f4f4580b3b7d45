"""What one duty costs by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.audit import audit
from scheduler.explain import explain_duty
from scheduler.model import InstanceIndex
from tests.support.tiny import cadre, day, duty, on, tiny, zone

# Z2 is outside the linked community. The last duty was on day −4 in Z1, 10 to 20 days before a duty is meant.
INSTANCE = tiny(
    days=(day(1, burden=2), day(2)),
    zones=(zone("Z1"), zone("Z2", "C2")),
    cadres=(cadre(home_zone="Z1", last_zone="Z1", last_duty=on(-4), avoid={on(1): 4}, carried_burden=3),),
    interval_days=(10, 20),
    weights={**tiny().weights, "not_linked": 6, "not_home": 2, "new_zone": 1, "avoid": 1, "interval": 1, "burden": 2},
)


def test_every_rule_about_the_duty_is_told_with_its_points() -> None:
    costs = explain_duty(InstanceIndex(INSTANCE), duty("P1", 1, "Z2"))
    assert [(cost.rule, cost.points, cost.text.en) for cost in costs] == [
        ("not_linked", 6, "the zone is outside the unit's linked communities"),
        ("not_home", 2, "it is not the zone where they live"),
        ("new_zone", 1, "it is another zone than last time"),
        ("avoid", 4, "they would rather avoid 1 Dec (by 4)"),
        ("interval", 5, "5 days after the last duty, where 10 to 20 is meant"),
        ("burden", 6, "the day's burden is 2, and they carry 3 from before"),
    ]
    assert sum(cost.points for cost in costs) == audit(INSTANCE, [duty("P1", 1, "Z2")]).objective


def test_a_duty_that_costs_nothing_has_nothing_to_tell() -> None:
    assert explain_duty(InstanceIndex(replace(INSTANCE, weights=tiny().weights)), duty("P1", 1, "Z2")) == ()


@pytest.mark.parametrize(("place", "told"), [("Z1", True), ("Z2", False)])
def test_the_same_zone_as_last_time_is_told_where_rotation_is_wanted(place: str, told: bool) -> None:
    rotating = replace(INSTANCE, weights={**tiny().weights, "same_zone": 3})
    costs = explain_duty(InstanceIndex(rotating), duty("P1", 2, place))
    assert [cost.text.zh for cost in costs] == (["与上次是同一网格"] if told else [])
