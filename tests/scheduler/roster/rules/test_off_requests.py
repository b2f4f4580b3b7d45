"""A shift against a wish costs its points."""

from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import Request
from tests.support.rosters import line, roster

WISHED = roster(off_requests=(Request("A", 2, "N", 7),))


def test_the_unwanted_shift_costs_the_points() -> None:
    assert audit_roster(WISHED, line("..N")).score["off_requests"] == 7


def test_another_shift_that_day_is_the_boundary() -> None:
    assert audit_roster(WISHED, line("..D")).score["off_requests"] == 0


def test_a_free_day_is_clean() -> None:
    assert audit_roster(WISHED, ()).score["off_requests"] == 0
