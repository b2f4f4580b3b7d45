"""What is pinned stays."""

import pytest

from scheduler.formulation import formulate
from scheduler.model import ANY, Requirement
from scheduler.problem import Pin
from tests.support.tiny import broken_by, cadre, day, duty, on, tiny, zone

ZONES = (zone("Z1"), zone("Z2"))


@pytest.mark.parametrize(
    "pin",
    [Pin("P1", on(2), "Z1"), Pin("P1", on(1), "Z2"), Pin("P1", on(2)), Pin("P1", None, "Z2"), Pin("P2")],
    ids=["other day", "other zone", "day alone", "zone alone", "no duty"],
)
def test_a_pin_that_no_duty_keeps_is_a_breach(pin: Pin) -> None:
    instance = tiny(zones=ZONES, cadres=(cadre("P1"), cadre("P2")), pins=(pin,))
    assert len(broken_by("pin", instance, duty("P1", 1, "Z1"))) == 1


@pytest.mark.parametrize("pin", [Pin("P1", on(1), "Z1"), Pin("P1", on(1)), Pin("P1", None, "Z1"), Pin("P1")])
def test_a_duty_that_is_what_the_pin_asks_for_is_the_boundary(pin: Pin) -> None:
    assert broken_by("pin", tiny(zones=ZONES, pins=(pin,)), duty("P1", 1, "Z1")) == []


def test_no_pins_are_clean() -> None:
    assert broken_by("pin", tiny()) == []


def test_one_of_two_duties_keeps_the_pin() -> None:
    instance = tiny(cadres=(cadre(duties=2),), pins=(Pin("P1", on(8)),))
    assert broken_by("pin", instance, duty("P1", 1), duty("P1", 8)) == []


def test_a_served_duty_keeps_the_pin_and_the_model_asks_for_no_more() -> None:
    instance = tiny(days=(day(1, past=True), day(2)), served=(duty("P1", 1),), pins=(Pin("P1", on(1)),))
    assert broken_by("pin", instance) == []
    model = formulate(instance)
    assert (model.requirements, model.impossible) == ((), ())


def test_the_model_requires_what_is_pinned_of_the_whole_party() -> None:
    instance = tiny(
        zones=ZONES,
        cadres=(cadre("P1"), cadre("P2"), cadre("P3")),
        parties=(("P2", "P3"),),
        pins=(Pin("P3", on(4)), Pin("P1", None, "Z2")),
    )
    assert formulate(instance).requirements == (Requirement(1, ANY, 3, 0), Requirement(0, 1, ANY, 1))


@pytest.mark.parametrize(
    "pin",
    [Pin("P1", on(1)), Pin("P1", on(2)), Pin("P1", on(3)), Pin("P1", None, "Z2"), Pin("P2")],
    ids=["past", "closed", "leave", "barred", "owes nothing"],
)
def test_a_pin_that_nothing_can_keep_is_impossible(pin: Pin) -> None:
    instance = tiny(
        days=(day(1, past=True), day(2, open=False), day(3), day(4)),
        zones=ZONES,
        cadres=(cadre("P1", unavailable=(on(3),), barred_zones=("Z2",)), cadre("P2", duties=0)),
        pins=(pin,),
    )
    model = formulate(instance)
    assert (model.requirements, model.impossible) == ((), (0,))
