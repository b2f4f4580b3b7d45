"""Each person missing on a shift costs its points."""

from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import Cover
from tests.support.rosters import line, person, roster

NEEDED = roster(person("A"), person("B"), cover=(Cover(0, "D", 2, 100, 1),))


def test_each_person_missing_costs_the_points() -> None:
    assert audit_roster(NEEDED, ()).score["under"] == 200
    assert audit_roster(NEEDED, line("D")).score["under"] == 100


def test_exactly_so_many_are_the_boundary() -> None:
    assert audit_roster(NEEDED, (*line("D"), *line("D", "B"))).score["under"] == 0


def test_two_rows_for_one_shift_are_charged_each() -> None:
    twice = roster(cover=(Cover(0, "D", 1, 100, 1), Cover(0, "D", 2, 10, 1)))
    assert audit_roster(twice, ()).score["under"] == 120


def test_nobody_needed_is_clean() -> None:
    assert audit_roster(roster(cover=(Cover(0, "D", 0, 100, 1),)), ()).score["under"] == 0
