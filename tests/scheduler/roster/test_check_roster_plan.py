"""A roster plan is valid only when it keeps the rules and says the truth about itself: every mutation is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.engine import SolveOptions
from scheduler.problem import sha256_of
from scheduler.roster.audit import check_roster_plan
from scheduler.roster.engine import solve_roster
from scheduler.roster.problem import Cover, Request, RosterPlan, ShiftPin, Work, dump_roster
from tests.support.rosters import line, person, roster

INSTANCE = roster(
    person("A", max_consecutive=3), person("B", days_off=(0,)), days=5,
    on_requests=(Request("A", 4, "N", 2),), cover=(Cover(0, "D", 2, 50, 1), Cover(1, "D", 1, 50, 1)),
)  # fmt: skip
DATA = dump_roster(INSTANCE)
# A alone covers day 0 (one is missing: 50 points), both days of D; the wish for N on day 4 is met.
WORKS = line("DD..N")
GOOD = RosterPlan("optimal", 50, 50, WORKS, "tiny", sha256_of(DATA), {"under": 50})
IMPOSSIBLE = roster(person("A", min_minutes=481), person("B"), days=1)


def test_a_valid_plan_has_nothing_wrong() -> None:
    assert check_roster_plan(DATA, GOOD) == []


def test_only_the_documented_fields_suffice() -> None:
    assert check_roster_plan(DATA, RosterPlan("optimal", 50, 50, WORKS)) == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"objective": 49, "bound": 49}, "objective"),
        ({"bound": 49}, "status"),
        ({"bound": 51}, "bound"),
        ({"bound": None}, "bound"),
        ({"objective": None}, "objective"),
        ({"status": "feasible"}, "status"),
        ({"score": {"under": 51}}, "score.under"),
        ({"instance": "other"}, "instance"),
        ({"instance_sha256": "0" * 64}, "instance_sha256"),
        ({"conflicts": ("A",)}, "conflicts"),
        ({"assignments": WORKS[1:]}, "objective"),
        ({"assignments": (*WORKS, Work("B", 0, "D"))}, "day off"),
        ({"assignments": (*WORKS, Work("A", 0, "N"))}, "more than one shift"),
        ({"assignments": (*WORKS, Work("A", 2, "D"), Work("A", 3, "D"))}, "days in a row"),
        ({"assignments": (*WORKS, Work("C", 0, "D"))}, "no such person"),
        ({"assignments": (*WORKS, Work("B", 5, "D"))}, "no such person"),
        ({"assignments": (*WORKS, Work("B", -1, "D"))}, "no such person"),
        ({"assignments": (*WORKS, Work("B", 1, "X"))}, "no such person"),
    ],
)
def test_a_mutated_plan_is_found_out(changes: dict[str, Any], word: str) -> None:
    wrong = check_roster_plan(DATA, replace(GOOD, **changes))
    assert any(word in text.en for text in wrong), [text.en for text in wrong]


def test_infeasible_is_believed_of_somebody_without_a_line() -> None:
    plan = solve_roster(IMPOSSIBLE, SolveOptions(effort=1, workers=1))
    # A day shift has 480 minutes and a night shift 600: A can work at night. Nobody is stuck.
    assert plan.status == "optimal"
    stuck = roster(person("A", min_minutes=481, max_minutes=599), person("B"), days=1)
    plan = solve_roster(stuck, SolveOptions(effort=1, workers=1))
    assert (plan.status, plan.objective, plan.bound, plan.conflicts) == ("infeasible", None, None, ("A",))
    assert check_roster_plan(dump_roster(stuck), plan) == []


def test_contradicting_pins_leave_somebody_without_a_line() -> None:
    stuck = roster(person("A"), pins=(ShiftPin("A", 0, "D"), ShiftPin("A", 0, "N")))
    plan = solve_roster(stuck, SolveOptions(effort=1, workers=1))
    assert plan.conflicts == ("A",)
    assert check_roster_plan(dump_roster(stuck), plan) == []


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        (RosterPlan("infeasible", None, None, (), conflicts=("A",)), "can keep every hard rule"),
        (RosterPlan("infeasible", None, None, ()), "expected the staff"),
        (RosterPlan("infeasible", None, None, (), conflicts=("Z",)), "no such person"),
        (RosterPlan("infeasible", 5, None, (), conflicts=("A",)), "expected null"),
        (RosterPlan("infeasible", None, None, WORKS, conflicts=("A",)), "expected none"),
    ],
)
def test_a_false_claim_of_infeasibility_is_found_out(plan: RosterPlan, word: str) -> None:
    assert any(word in text.en for text in check_roster_plan(DATA, plan))
