"""A plan file against its instance file: everything it says of itself is recounted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.audit import Clash, audit, check_plan, clash_of
from scheduler.problem import Duty, Instance, Pin, Plan, Unserved, dump_instance, sha256_of
from tests.support.tiny import cadre, day, duty, on, tiny, unit, zone

# P1 and P2 owe one each, 100 points who is left out; P1 avoids the 1st by 3.
INSTANCE = tiny(
    cadres=(cadre("P1", avoid={on(1): 3}), cadre("P2")), weights={**tiny().weights, "unserved": 100, "avoid": 1}
)
DATA = dump_instance(INSTANCE)


def true_plan(*duties: Duty, bound: int = 0) -> Plan:
    """A plan that says the truth about itself."""
    recount = audit(INSTANCE, duties)
    status = "optimal" if bound == recount.objective else "feasible"
    unserved = tuple(Unserved(who, missing) for who, missing in recount.unserved.items())
    return Plan("tiny", sha256_of(DATA), status, recount.objective, bound, recount.score, duties, unserved)


GOOD = true_plan(duty("P1", 1))  # P2 is left out: 100 + 3


def wrong(plan: Plan, data: bytes = DATA) -> list[str]:
    """What is wrong with a plan, in English."""
    return [text.en for text in check_plan(data, plan)]


def test_a_true_plan_passes() -> None:
    assert GOOD.objective == 103
    assert wrong(GOOD) == []
    assert wrong(true_plan(duty("P1", 2), duty("P2", 2), bound=0)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda plan: replace(plan, objective=102), "objective = 102"),
        (lambda plan: replace(plan, bound=104), "bound = 104"),
        (lambda plan: replace(plan, bound=None), "bound = null"),
        (lambda plan: replace(plan, objective=None), "objective = null"),
        (lambda plan: replace(plan, status="optimal"), "status = 'optimal'"),
        (lambda plan: replace(plan, bound=103), "status = 'feasible'"),
        (lambda plan: replace(plan, score={**plan.score, "avoid": 4}), "score.avoid = 4"),
        (lambda plan: replace(plan, score={}), "score.unserved = 0"),
        (lambda plan: replace(plan, instance_sha256="0" * 64), "instance_sha256 = "),
        (lambda plan: replace(plan, instance="another"), "instance = 'another'"),
        (lambda plan: replace(plan, unserved=()), "unserved[P2] = []"),
        (lambda plan: replace(plan, unserved=(Unserved("P2", 2),)), "unserved[P2] = [2]"),
        (lambda plan: replace(plan, unserved=(*plan.unserved, Unserved("P1", 1))), "unserved[P1] = [1]"),
        (lambda plan: replace(plan, unserved=plan.unserved * 2), "unserved[P2] = [1, 1]"),
        (lambda plan: replace(plan, conflicts=(Pin("P1"),)), "conflicts"),
    ],
)
def test_a_claim_that_is_not_so_is_named(change: Callable[[Plan], Plan], field: str) -> None:
    found = wrong(change(GOOD))
    assert found
    assert any(text.startswith(field) for text in found), found


def test_a_broken_rule_is_named() -> None:
    # Twice where once is owed.
    found = wrong(replace(GOOD, assignments=(duty("P1", 1), duty("P1", 2))))
    assert found == ["P1 (P1) serves 2 times, owes 1"]


def test_the_hash_is_of_the_bytes_of_the_file() -> None:
    assert len(wrong(GOOD, DATA + b" ")) == 1


# Three of one unit, of whom one can be spared a day; P3 is on leave on the 2nd.
CLASHING = tiny(
    units=(unit(min_present=2),),
    cadres=(cadre("P1"), cadre("P2"), cadre("P3", unavailable=(on(2),), absent=())),
    pins=(Pin("P1", on(1)), Pin("P2", on(1)), Pin("P3", on(2)), Pin("P3", on(3))),
)


def infeasible(*conflicts: Pin) -> Plan:
    """A plan that says that these pins of CLASHING clash."""
    return Plan("tiny", sha256_of(dump_instance(CLASHING)), "infeasible", None, None, {}, (), (), conflicts=conflicts)


def test_an_infeasible_plan_whose_pins_clash_passes() -> None:
    for conflicts in (CLASHING.pins, CLASHING.pins[:2], CLASHING.pins[2:3]):
        assert wrong(infeasible(*conflicts), dump_instance(CLASHING)) == []


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (infeasible(CLASHING.pins[0], CLASHING.pins[3]), "status = 'infeasible'"),
        (infeasible(), "status = 'infeasible'"),
        (infeasible(Pin("P1", on(5))), "conflicts[0]"),
        (replace(infeasible(*CLASHING.pins), objective=0), "objective = 0"),
        (replace(infeasible(*CLASHING.pins), bound=0), "bound = 0"),
        (replace(infeasible(*CLASHING.pins), assignments=(duty("P1", 1),)), "assignments"),
        (replace(infeasible(*CLASHING.pins), unserved=(Unserved("P1", 1),)), "unserved"),
        (replace(infeasible(*CLASHING.pins), score={"avoid": 1}), "score"),
    ],
)
def test_an_infeasible_plan_that_is_not_so_is_named(plan: Plan, field: str) -> None:
    found = wrong(plan, dump_instance(CLASHING))
    assert any(text.startswith(field) for text in found), found


def clash(instance: Instance) -> Clash:
    return clash_of(instance, instance.pins)


def test_pins_to_different_days_do_not_clash() -> None:
    assert clash(tiny(units=(unit(min_present=1),), cadres=CLASHING.cadres, pins=CLASHING.pins[1:2])) is Clash.NONE


def test_one_duty_cannot_keep_pins_to_two_days_or_two_zones() -> None:
    zones = (zone("Z1"), zone("Z2"))
    assert clash(tiny(zones=zones, pins=(Pin("P1", on(1)), Pin("P1", on(2))))) is Clash.PROVEN
    assert clash(tiny(zones=zones, pins=(Pin("P1", None, "Z1"), Pin("P1", None, "Z2")))) is Clash.PROVEN
    assert clash(tiny(zones=zones, pins=(Pin("P1", on(1)), Pin("P1", None, "Z2")))) is Clash.NONE


def test_two_duties_can_keep_two_pins_as_far_apart_as_the_gap() -> None:
    twice = (cadre(duties=2),)
    assert clash(tiny(cadres=twice, min_gap_days=4, pins=(Pin("P1", on(1)), Pin("P1", on(4))))) is Clash.PROVEN
    assert clash(tiny(cadres=twice, min_gap_days=4, pins=(Pin("P1", on(1)), Pin("P1", on(5))))) is Clash.NONE


def test_a_zone_takes_no_more_pinned_parties_than_it_can() -> None:
    two = (cadre("P1"), cadre("P2"))
    here = (Pin("P1", on(1), "Z1"), Pin("P2", on(1), "Z1"))
    assert clash(tiny(zones=(zone(max_parties_per_day=1),), cadres=two, pins=here)) is Clash.PROVEN
    assert clash(tiny(zones=(zone(max_visits=1),), cadres=two, pins=(Pin("P1"), Pin("P2")))) is Clash.PROVEN
    assert (
        clash(tiny(zones=(zone(max_parties_per_day=1),), cadres=two, pins=here, parties=(("P1", "P2"),))) is Clash.NONE
    )


def test_days_and_zones_that_clash_only_together_are_found() -> None:
    # Two people, two days, one zone that takes one party a day and both want the 1st or the zone is full.
    instance = tiny(
        zones=(zone("Z1", max_parties_per_day=1), zone("Z2", "C9", "S9")),
        cadres=(cadre("P1"), cadre("P2")),
        days=(day(1), day(2)),
        pins=(Pin("P1", on(1)), Pin("P2", on(1))),
    )
    assert clash(instance) is Clash.PROVEN
    assert clash(replace(instance, pins=(Pin("P1", on(1)), Pin("P2")))) is Clash.NONE


def test_a_pin_that_a_served_duty_keeps_never_clashes() -> None:
    instance = tiny(days=(day(1, past=True), day(2)), served=(duty("P1", 1),), pins=(Pin("P1", on(1)),))
    assert clash(instance) is Clash.NONE


def test_a_search_out_of_steps_says_that_it_does_not_know() -> None:
    instance = tiny(cadres=tuple(cadre(f"P{number}") for number in range(4)), zones=(zone(max_visits=3),),
                    pins=tuple(Pin(f"P{number}") for number in range(4)))  # fmt: skip
    assert clash_of(instance, instance.pins, most_steps=2) is Clash.UNKNOWN
