"""Each person too many on a shift costs its points."""

from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import Cover
from tests.support.rosters import line, person, roster

NEEDED = roster(person("A"), person("B"), cover=(Cover(0, "D", 1, 100, 3),))


def test_a_person_too_many_costs_the_points() -> None:
    assert audit_roster(NEEDED, (*line("D"), *line("D", "B"))).score["over"] == 3


def test_exactly_so_many_are_the_boundary() -> None:
    assert audit_roster(NEEDED, line("D")).score["over"] == 0


def test_too_few_are_clean() -> None:
    assert audit_roster(NEEDED, ()).score["over"] == 0
