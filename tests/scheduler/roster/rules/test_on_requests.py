"""A wish for a shift that is not met costs its points."""

from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import Request
from tests.support.rosters import line, roster

WISHED = roster(on_requests=(Request("A", 2, "N", 7),))


def test_a_free_day_and_another_shift_cost_the_points() -> None:
    assert audit_roster(WISHED, ()).score["on_requests"] == 7
    assert audit_roster(WISHED, line("..D")).score["on_requests"] == 7


def test_the_shift_on_the_day_before_is_the_boundary() -> None:
    assert audit_roster(WISHED, line(".N")).score["on_requests"] == 7


def test_a_wish_that_is_met_is_clean() -> None:
    assert audit_roster(WISHED, line("..N")).score["on_requests"] == 0
