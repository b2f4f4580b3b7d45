"""Duty only in zones that the cadre may serve."""

from scheduler.formulation import formulate
from scheduler.problem import Cadre, Instance
from tests.support.tiny import broken_by, cadre, duty, tiny, zone

# The unit is linked with C1; C2 is in the same subdistrict, C3 in another.
ZONES = (zone("Z1", "C1", "S1"), zone("Z2", "C2", "S1"), zone("Z3", "C3", "S2"))


def with_cadre(**changes: object) -> Instance:
    """The three zones and one cadre."""
    somebody: Cadre = cadre(**changes)
    return tiny(zones=ZONES, cadres=(somebody,))


def offered(instance: Instance) -> list[str]:
    """The zones that the model offers."""
    return [instance.zones[number].id for number in formulate(instance).place_of.tolist()]


def test_another_subdistrict_is_a_breach() -> None:
    (violation,) = broken_by("allowed_zone", with_cadre(), duty("P1", 1, "Z3"))
    assert (violation.cadre, violation.zone) == ("P1", "Z3")


def test_another_community_of_the_same_subdistrict_is_the_boundary() -> None:
    assert broken_by("allowed_zone", with_cadre(), duty("P1", 1, "Z2")) == []


def test_a_linked_community_is_clean() -> None:
    assert broken_by("allowed_zone", with_cadre(), duty("P1", 1, "Z1")) == []
    assert offered(with_cadre()) == ["Z1", "Z2"]


def test_the_home_zone_is_allowed_wherever_it_is() -> None:
    assert broken_by("allowed_zone", with_cadre(home_zone="Z3"), duty("P1", 1, "Z3")) == []
    assert offered(with_cadre(home_zone="Z3")) == ["Z1", "Z2", "Z3"]


def test_a_barred_zone_is_a_breach_even_at_home() -> None:
    barred = with_cadre(home_zone="Z3", barred_zones=("Z1", "Z3"))
    assert len(broken_by("allowed_zone", barred, duty("P1", 1, "Z1"))) == 1
    assert len(broken_by("allowed_zone", barred, duty("P1", 1, "Z3"))) == 1
    assert offered(barred) == ["Z2"]


def test_a_list_of_zones_replaces_all_others() -> None:
    only = with_cadre(only_zones=("Z3", "Z1"), barred_zones=("Z1",), home_zone="Z2")
    assert broken_by("allowed_zone", only, duty("P1", 1, "Z3")) == []
    assert len(broken_by("allowed_zone", only, duty("P1", 1, "Z2"))) == 1
    assert len(broken_by("allowed_zone", only, duty("P1", 1, "Z1"))) == 1
    assert offered(only) == ["Z3"]


def test_an_empty_list_leaves_no_zone() -> None:
    assert offered(with_cadre(only_zones=())) == []
