"""The reasons for everybody unserved: each is what the instance and the plan show, and nothing else."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.explain import explain_unserved, with_reasons
from scheduler.problem import Duty, Instance, Plan, Unserved, parse_instance
from tests.support.instances import as_bytes, instances
from tests.support.tiny import cadre, day, duty, on, tiny, unit, zone


def reasons(instance: Instance, *duties: Duty, who: str = "P1") -> list[str]:
    """The reasons for one cadre, in English; each is in Chinese too."""
    (found,) = (item for item in explain_unserved(instance, duties) if item.cadre == who)
    assert all(any("一" <= character <= "鿿" for character in reason.zh) for reason in found.reasons)
    return [reason.en for reason in found.reasons]


def test_who_is_served_needs_no_reason() -> None:
    assert explain_unserved(tiny(), [duty("P1", 1)]) == ()


def test_no_day_free_at_all() -> None:
    instance = tiny(days=(day(1), day(2)), cadres=(cadre(unavailable=(on(1), on(2))),))
    assert reasons(instance) == ["They are unavailable on every open day (2)"]


def test_no_open_day_left() -> None:
    assert reasons(tiny(days=(day(1, open=False),))) == ["The period has no open day left"]


def test_leave_and_the_gap_after_a_served_duty_together() -> None:
    # Served on the 1st, 3 days apart: the 2nd is too soon; the 4th is leave.
    instance = tiny(
        days=(day(1, past=True), day(2), day(4)),
        cadres=(cadre(duties=2, unavailable=(on(4),)),),
        served=(duty("P1", 1),),
        min_gap_days=3,
    )
    (text,) = reasons(instance)
    assert text.startswith("Open days: 2; they are unavailable on 1 of them, and the others are less than 3 days after")


def test_barred_everywhere() -> None:
    assert reasons(tiny(cadres=(cadre(barred_zones=("Z1",)),)))[0].startswith("They are barred from every zone")


def test_an_empty_list_of_zones() -> None:
    assert reasons(tiny(cadres=(cadre(only_zones=()),))) == ["The list of zones they are limited to is empty"]


def test_a_unit_without_communities() -> None:
    assert reasons(tiny(units=(unit(linked=()),)))[0].startswith("The unit has no linked community")


def test_the_unit_can_spare_nobody_more() -> None:
    # Two people, one must stay, one day: P2 has it.
    instance = tiny(days=(day(1),), units=(unit(min_present=1),), cadres=(cadre("P1"), cadre("P2")))
    (text,) = reasons(instance, duty("P2", 1))
    assert text == "None of the days that they could serve (1) has room: on 1 the unit can spare nobody more"


def test_every_zone_is_full() -> None:
    # Two days; one visit in the period, which P2 makes.
    instance = tiny(days=(day(1), day(2)), zones=(zone(max_visits=1),), cadres=(cadre("P1"), cadre("P2")))
    (text,) = reasons(instance, duty("P2", 1))
    assert text == "None of the days that they could serve (2) has room: on 2 every zone they may serve is full"


def test_different_days_have_different_obstacles() -> None:
    # The 1st: the zone takes one party and has it. The 2nd: less than 5 days after the duty they have. Owes 2.
    instance = tiny(
        days=(day(1), day(2), day(3)),
        zones=(zone(max_parties_per_day=1),),
        cadres=(cadre("P1", duties=2), cadre("P2")),
        min_gap_days=2,
    )
    (text,) = reasons(instance, duty("P1", 3), duty("P2", 1))
    assert text == (
        "None of the days that they could serve (3) has room: on 1 every zone they may serve is full; "
        "on 2 it is too close to a duty they have"
    )


def test_the_party_has_no_common_day() -> None:
    instance = tiny(
        days=(day(1), day(2)),
        cadres=(cadre("P1", unavailable=(on(1),)), cadre("P2", unavailable=(on(2),))),
        parties=(("P1", "P2"),),
    )
    assert reasons(instance) == ["The party has no day on which all its members can serve"]


def test_the_party_has_no_common_zone() -> None:
    instance = tiny(
        zones=(zone("Z1"), zone("Z2")),
        cadres=(cadre("P1", barred_zones=("Z1",)), cadre("P2", only_zones=("Z1",))),
        parties=(("P1", "P2"),),
    )
    assert reasons(instance) == ["The party has no zone that all its members may serve"]


def test_a_partner_owes_less() -> None:
    instance = tiny(cadres=(cadre("P1", duties=2), cadre("P2")), parties=(("P1", "P2"),))
    assert reasons(instance, duty("P1", 1), duty("P2", 1)) == [
        "P2 (P2) of the same party owes 1 more, and a party goes together"
    ]


def test_leaving_out_is_cheaper_and_says_by_which_rule() -> None:
    # Left out: 5. Served on the one day, which they avoid by 9: 9.
    instance = tiny(
        days=(day(1),),
        cadres=(cadre(avoid={on(1): 9}),),
        weights={**tiny().weights, "unserved": 5, "avoid": 1},
    )
    assert reasons(instance) == [
        "A duty on 1 Dec in Z1 adds points (Days to avoid 9) and saves 5: leaving it out is cheaper"
    ]


def test_a_duty_that_would_do_is_not_passed_over() -> None:
    instance = tiny(weights={**tiny().weights, "unserved": 5})
    (text,) = reasons(instance)
    assert text.endswith("is possible and saves 5 points; the plan has not used it")


def test_days_that_are_not_priced_are_counted_only(monkeypatch: Any) -> None:
    monkeypatch.setattr("scheduler.explain.unserved.MOST_READ", 0)
    assert reasons(tiny())[0].startswith("There is room on 10 of their days")


@settings(max_examples=100, deadline=None)
@given(data=st.data(), raw=instances())
def test_everybody_unserved_has_a_reason(data: Any, raw: dict[str, Any]) -> None:
    raw["pins"] = []
    instance = parse_instance(as_bytes(json.loads(json.dumps(raw))))
    plan: list[Duty] = []
    for party in data.draw(st.permutations([*instance.parties, *((person.id,) for person in instance.cadres)])):
        when: date = data.draw(st.sampled_from(instance.days)).date
        where = data.draw(st.sampled_from(instance.zones)).id
        more = [*plan, *(Duty(member, when, where) for member in party)]
        if audit(instance, more).valid:
            plan = more
    found = explain_unserved(instance, plan)
    assert {item.cadre: item.missing for item in found} == audit(instance, plan).unserved
    assert all(item.reasons for item in found)


def test_a_plan_gets_its_reasons_and_an_infeasible_one_stays_as_it_is() -> None:
    plan = Plan("tiny", "", "feasible", 0, 0, {}, (), (Unserved("P1", 1),))
    assert with_reasons(tiny(), plan).unserved[0].reasons
    none = Plan("tiny", "", "infeasible", None, None, {}, (), ())
    assert with_reasons(tiny(), none) is none
