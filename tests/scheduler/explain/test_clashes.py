"""Clashing pins: smallest sets that clash, who has a part, and the smallest ways out, looked at one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.audit import Clash, clash_of
from scheduler.engine.pin_clash import PinClash
from scheduler.engine.pin_sets import PinSets
from scheduler.engine.smallest_clash import smallest_clash, with_a_part
from scheduler.explain import PinTrouble, Remedy, diagnose_pins, pin_words, trouble_lines, trouble_summary
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Instance, Pin, parse_instance
from tests.support.instances import Json, as_bytes, instances
from tests.support.tiny import cadre, day, days, on, tiny, unit, zone

SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def floor_of_one() -> Instance:
    """A unit of four that can spare one a day, and three pinned to one day."""
    return tiny(
        units=(unit(min_present=3),),
        cadres=tuple(cadre(f"P{number}") for number in range(1, 5)),
        pins=tuple(Pin(f"P{number}", on(1)) for number in range(1, 4)),
    )


def test_a_floor_is_named_with_how_many_can_be_kept_and_the_room_needed() -> None:
    (found,) = diagnose_pins(floor_of_one())
    assert (found.pins, len(found.smallest), found.proven, found.keepable) == ((0, 1, 2), 2, True, 1)
    assert found.alike
    assert found.reason is not None
    assert "至多可派1人" in found.reason.zh
    fewest, wider = found.remedies
    assert (len(fewest.pins), fewest.steps, fewest.smallest) == (2, (), True)
    assert [step.en for step in wider.steps] == ["U1 spares 2 more on 1 Dec (with so many fewer in the office)"]
    told = [line.zh for line in trouble_lines(InstanceIndex(floor_of_one()), found)]
    assert "这3项锁定至多能兑现1项，其中任何2项都不能同时兑现" in told[0]
    assert "  → 放弃其中任意2项锁定" in told


def test_a_reason_stands_with_the_pins_that_it_concerns_and_not_with_all() -> None:
    # One duty owed and two zones pinned; two others at one time in a zone that takes one party a day.
    instance = tiny(
        zones=(zone("Z1", max_parties_per_day=1), zone("Z2")),
        cadres=(cadre("P1"), cadre("P2"), cadre("P3")),
        pins=(Pin("P1", None, "Z1"), Pin("P1", None, "Z2"), Pin("P2", on(2), "Z1"), Pin("P3", on(2), "Z1")),
    )
    index = InstanceIndex(instance)
    (found,) = diagnose_pins(instance)
    assert found.reason is None
    assert found.smallest_reason is not None
    lines = trouble_lines(index, found)
    assert lines[0].en == "These 4 pins cannot all be kept: 2 at most:"
    (smallest,) = [line.en for line in lines if "smallest set" in line.en]
    assert smallest.endswith(f": {found.smallest_reason.en}")
    assert f"Already 2 of them clash: {found.smallest_reason.en}." in trouble_summary(index, found).en


def test_who_is_in_no_party_is_not_said_to_be_in_one_and_one_thing_is_counted_as_one() -> None:
    alone = tiny(cadres=(cadre("P1"), cadre("P2")), pins=(Pin("P1", on(1)), Pin("P1", on(2))))
    (found,) = diagnose_pins(alone)
    assert found.reason is not None
    assert "同组" not in found.reason.zh
    assert "party" not in found.reason.en
    assert ": 1 duty at most, at least" in found.reason.en
    together = replace(alone, parties=(("P1", "P2"),), pins=(Pin("P1", on(1)), Pin("P2", on(2))))
    (found,) = diagnose_pins(together)
    assert found.reason is not None
    assert "同组" in found.reason.zh
    assert "or the party: 1 duty" in found.reason.en


def test_a_pin_on_a_day_of_leave_can_be_kept_when_the_leave_ends() -> None:
    instance = tiny(cadres=(cadre("P1", unavailable=(on(1),)),), pins=(Pin("P1", on(1)),))
    (trouble,) = diagnose_pins(instance)
    assert trouble.pins == trouble.smallest == (0,)
    assert trouble.reason is not None
    assert "不能值勤" in trouble.reason.zh
    assert [remedy.pins for remedy in trouble.remedies] == [(0,), ()]
    assert "销假" in trouble.remedies[1].steps[0].zh
    assert "  → give up this pin" in [line.en for line in trouble_lines(InstanceIndex(instance), trouble)]


def test_a_pin_on_a_closed_day_and_one_in_a_zone_out_of_reach_name_what_would_help() -> None:
    instance = tiny(
        days=(*days(1), day(2, open=False)),
        zones=(zone("Z1"), zone("Z2", "C2", "S2")),
        cadres=(cadre("P1"), cadre("P2")),
        pins=(Pin("P1", on(2)), Pin("P2", None, "Z2")),
    )
    closed, out_of_reach = diagnose_pins(instance)
    assert [step.en for remedy in closed.remedies for step in remedy.steps] == ["open 2 Dec"]
    assert [step.en for remedy in out_of_reach.remedies for step in remedy.steps] == ["link U1 with the community C2"]
    assert "any day" in pin_words(InstanceIndex(instance), 1).en


def test_two_days_for_one_duty_and_a_full_zone_are_named() -> None:
    (twice,) = diagnose_pins(tiny(pins=(Pin("P1", on(1)), Pin("P1", on(2)))))
    assert twice.reason is not None
    assert "至多1次" in twice.reason.zh
    assert [len(way.pins) for way in twice.remedies] == [1]
    (crowded,) = diagnose_pins(tiny(zones=(zone(max_parties_per_day=1),), cadres=(cadre("P1"), cadre("P2")),
                                    pins=(Pin("P1", on(1), "Z1"), Pin("P2", on(1), "Z1"))))  # fmt: skip
    assert [step.zh for step in crowded.remedies[1].steps] == ["Z1在12月1日多接待1组"]


def test_a_pin_that_its_units_floor_alone_forbids_says_so() -> None:
    (found,) = diagnose_pins(tiny(units=(unit(min_present=1),), pins=(Pin("P1", on(1)),)))
    assert found.reason is not None
    assert "至多可派0人" in found.reason.zh
    assert [len(way.pins) for way in found.remedies] == [1, 0]


def test_pins_that_can_be_kept_are_no_trouble() -> None:
    assert diagnose_pins(tiny(pins=(Pin("P1", on(1)),))) == ()


def two_floors() -> Instance:
    """Two units of four, each of which can spare one a day; two of one and three of the other pinned to one day."""
    return tiny(
        units=(unit("U1", min_present=3), unit("U2", min_present=3)),
        cadres=tuple(cadre(f"P{number}", f"U{1 + number // 4}") for number in range(8)),
        pins=tuple(Pin(f"P{number}", on(1)) for number in (0, 1, 4, 5, 6)),
    )


def test_clashes_that_have_nothing_to_do_with_each_other_are_told_apart() -> None:
    first, second = diagnose_pins(two_floors())
    assert (first.pins, second.pins) == ((0, 1), (2, 3, 4))
    assert (first.keepable, second.keepable) == (1, 1)
    assert [[len(remedy.pins) for remedy in trouble.remedies] for trouble in (first, second)] == [[1, 0], [2, 0]]


def test_the_smallest_clash_is_found_beside_a_larger_one() -> None:
    # U1 can spare two of its five that day; Z1 takes one party a day. Three on the day clash at the floor, but the
    # two in Z1 clash as well, and they are fewer.
    instance = tiny(
        units=(unit(min_present=3),),
        zones=(zone(max_parties_per_day=1), zone("Z2")),
        cadres=tuple(cadre(f"P{number}") for number in range(5)),
        pins=(*(Pin(f"P{number}", on(1), "Z2") for number in (0, 1)),
              *(Pin(f"P{number}", on(1), "Z1") for number in (2, 3))),
    )  # fmt: skip
    (found,) = diagnose_pins(instance)
    assert (found.pins, found.smallest, found.proven, found.alike, found.keepable) == (
        (0, 1, 2, 3), (2, 3), True, False, 2,
    )  # fmt: skip
    told = [line.en for line in trouble_lines(InstanceIndex(instance), found)]
    assert any("A smallest set of them that clashes has these 2 (proven" in line for line in told)


def test_no_time_leaves_the_proof_out() -> None:
    (found,) = PinClash(formulate(floor_of_one()), 30.0).clashes()
    assert found.proven
    late = PinSets(formulate(floor_of_one()), 0.0)
    assert smallest_clash(late, found.pins) == (found.pins, False)
    assert with_a_part(late, found.pins, found.smallest) == found.smallest


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
    for trouble in found:
        some = [pins[number] for number in trouble.smallest]
        assert trouble.proven
        assert clash_of(instance, some) is Clash.PROVEN
        for fewer in combinations(trouble.pins, len(some) - 1):
            assert clash_of(instance, [pins[number] for number in fewer]) is Clash.NONE
        assert set(trouble.pins) == _with_a_part(instance, pins, trouble.pins)
        for remedy in trouble.remedies:
            if not remedy.steps:
                _check_given_up(instance, pins, trouble, remedy)
    # What is named is all there is: without one way out of each, the rest can be kept.
    gone = {number for trouble in found for number in trouble.remedies[0].pins}
    assert clash_of(instance, [pin for number, pin in enumerate(pins) if number not in gone]) is Clash.NONE
    assert _with_a_part(instance, pins, range(len(pins))) == {number for trouble in found for number in trouble.pins}


def _with_a_part(instance: Instance, pins: tuple[Pin, ...], among: Iterable[int]) -> set[int]:
    """All pins of sets that clash and that no pin can be left out of, by looking at every set."""
    least = list[set[int]]()
    numbers = sorted(among)
    for size in range(1, len(numbers) + 1):
        for some in combinations(numbers, size):
            if any(known <= set(some) for known in least):
                continue
            if clash_of(instance, [pins[number] for number in some]) is Clash.PROVEN:
                least.append(set(some))
    return set().union(*least)


def _check_given_up(instance: Instance, pins: tuple[Pin, ...], trouble: PinTrouble, remedy: Remedy) -> None:
    """The others can be kept, and no fewer given up would do."""
    kept = [pins[number] for number in trouble.pins if number not in remedy.pins]
    assert clash_of(instance, kept) is Clash.NONE
    assert trouble.keepable == len(kept)
    for fewer in combinations(trouble.pins, len(remedy.pins) - 1):
        rest = [pins[number] for number in trouble.pins if number not in fewer]
        assert clash_of(instance, rest) is Clash.PROVEN
