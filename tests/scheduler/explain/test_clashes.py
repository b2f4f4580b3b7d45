"""Clashing pins: sets that clash and none of whose parts does, and the smallest ways out, looked at one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.audit import Clash, clash_of
from scheduler.explain import diagnose_pins, pin_words
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Pin, parse_instance
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, day, days, on, tiny, unit, zone

SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def floor_of_one() -> Instance:
    """A unit of four that can spare one a day, and three pinned to one day."""
    return tiny(
        units=(unit(min_present=3),),
        cadres=tuple(cadre(f"P{number}") for number in range(1, 5)),
        pins=tuple(Pin(f"P{number}", on(1)) for number in range(1, 4)),
    )


def test_a_floor_is_named_and_the_fewest_pins_or_the_room_needed() -> None:
    found = diagnose_pins(floor_of_one())
    assert len(found.troubles[0].pins) == 2
    assert found.troubles[0].reason is not None
    assert "至多可派1人" in found.troubles[0].reason.zh
    fewest, wider = found.ways_out
    assert (len(fewest.pins), fewest.steps, fewest.smallest) == (2, (), True)
    assert [step.en for step in wider.steps] == ["U1 spares 2 more on 2026-12-01 (with so many fewer in the office)"]


def test_a_pin_on_a_day_of_leave_can_be_kept_when_the_leave_ends() -> None:
    found = diagnose_pins(tiny(cadres=(cadre("P1", unavailable=(on(1),)),), pins=(Pin("P1", on(1)),)))
    trouble = found.troubles[0]
    assert trouble.pins == (0,)
    assert trouble.reason is not None
    assert "不能值勤" in trouble.reason.zh
    assert [remedy.pins for remedy in trouble.remedies] == [(0,), ()]
    assert "销假" in trouble.remedies[1].steps[0].zh
    assert found.ways_out == ()


def test_a_pin_on_a_closed_day_and_one_in_a_zone_out_of_reach_name_what_would_help() -> None:
    instance = tiny(
        days=(*days(1), day(2, open=False)),
        zones=(zone("Z1"), zone("Z2", "C2", "S2")),
        cadres=(cadre("P1"), cadre("P2")),
        pins=(Pin("P1", on(2)), Pin("P2", None, "Z2")),
    )
    closed, out_of_reach = diagnose_pins(instance).troubles
    assert [step.en for remedy in closed.remedies for step in remedy.steps] == ["open 2026-12-02"]
    assert [step.en for remedy in out_of_reach.remedies for step in remedy.steps] == ["link U1 with the community C2"]
    assert "any day" in pin_words(InstanceIndex(instance), 1).en


def test_two_days_for_one_duty_and_a_full_zone_are_named() -> None:
    twice = diagnose_pins(tiny(pins=(Pin("P1", on(1)), Pin("P1", on(2)))))
    assert twice.troubles[0].reason is not None
    assert "至多1次" in twice.troubles[0].reason.zh
    assert [len(way.pins) for way in twice.ways_out] == [1]
    crowded = diagnose_pins(tiny(zones=(zone(max_parties_per_day=1),), cadres=(cadre("P1"), cadre("P2")),
                                 pins=(Pin("P1", on(1), "Z1"), Pin("P2", on(1), "Z1"))))  # fmt: skip
    assert [step.zh for step in crowded.ways_out[1].steps] == ["Z1在12月1日多接待1组"]


def test_a_pin_that_its_units_floor_alone_forbids_says_so() -> None:
    found = diagnose_pins(tiny(units=(unit(min_present=1),), pins=(Pin("P1", on(1)),)))
    assert found.troubles[0].reason is not None
    assert "至多可派0人" in found.troubles[0].reason.zh
    assert [len(way.pins) for way in found.ways_out] == [1, 0]


def test_pins_that_can_be_kept_are_no_trouble() -> None:
    found = diagnose_pins(tiny(pins=(Pin("P1", on(1)),)))
    assert (found.troubles, found.ways_out) == ((), ())


@SLOWLY
@given(instances(most_cadres=4), st.data())
def test_what_is_said_of_clashes_is_true(data: Json, luck: st.DataObject) -> None:
    plain = parse_instance(as_bytes(data))
    days_of = [None, *(item.date for item in plain.days if item.open and not item.past)]
    pin = st.builds(
        Pin, st.sampled_from([one.id for one in plain.cadres]), st.sampled_from(days_of),
        st.sampled_from([None, *(item.id for item in plain.zones)]),
    )  # fmt: skip
    pins = tuple(luck.draw(st.lists(pin, min_size=2, max_size=5, unique=True)))
    instance = replace(plain, pins=pins)
    found = diagnose_pins(instance)
    assume(found.troubles)
    for trouble in found.troubles:
        some = [pins[number] for number in trouble.pins]
        assert clash_of(instance, some) is Clash.PROVEN
        for gone in range(len(some)):
            assert clash_of(instance, some[:gone] + some[gone + 1 :]) is Clash.NONE
    # What no change of other pins can help has remedies of its own and is left aside by the ways out.
    alone = {trouble.pins[0] for trouble in found.troubles if trouble.remedies}
    rest = [number for number in range(len(pins)) if number not in alone]
    for way in found.ways_out:
        if way.steps:
            continue
        kept = [pins[number] for number in rest if number not in way.pins]
        assert clash_of(instance, kept) is Clash.NONE
        for fewer in combinations(rest, len(way.pins) - 1):
            assert clash_of(instance, [pins[number] for number in rest if number not in fewer]) is Clash.PROVEN
