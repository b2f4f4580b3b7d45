"""Posts that share nobody are solved apart, and strange small rosters are solved to the end."""

from __future__ import annotations

import pytest

from scheduler.engine import Progress, SolveOptions
from scheduler.roster.audit import audit_roster
from scheduler.roster.engine import solve_roster
from scheduler.roster.formulation import parts_of
from scheduler.roster.problem import Cover, Roster
from tests.support.rosters import DAY, MONDAY, person, roster

EFFORT = SolveOptions(effort=4, workers=1, time_limit=None)
COVER = (Cover(0, "D", 2, 50, 1), Cover(3, "N", 2, 50, 1))
DAYS, NIGHTS = {"D": 9}, {"N": 9}


def test_people_who_share_no_shift_come_apart() -> None:
    whole = roster(
        person("A", max_shifts=DAYS), person("B", max_shifts=NIGHTS), person("C", max_shifts=DAYS), cover=COVER
    )
    parts = parts_of(whole)
    assert [[who.id for who in part.staff] for part in parts] == [["A", "C"], ["B"]]
    assert [[row.shift for row in part.cover] for part in parts] == [["D"], ["N"]]
    plan = solve_roster(whole, EFFORT)
    # Two are needed for the night and one can come: 50 points, and no more.
    assert (plan.status, plan.objective, plan.bound) == ("optimal", 50, 50)
    assert audit_roster(whole, plan.assignments).objective == 50


def test_one_shared_shift_keeps_them_together() -> None:
    whole = roster(person("A", max_shifts=DAYS), person("B"), person("C", max_shifts=NIGHTS), cover=COVER)
    assert parts_of(whole) == [whole]


def test_a_shift_that_nobody_may_work_is_charged_once() -> None:
    whole = roster(person("A", max_shifts=DAYS), person("B", max_shifts=DAYS), cover=(Cover(0, "N", 3, 7, 1),))
    assert len(parts_of(whole)) == 2
    plan = solve_roster(whole, EFFORT)
    assert (plan.objective, plan.bound) == (21, 21)


@pytest.mark.parametrize(
    ("instance", "objective"),
    [
        (Roster("no staff", MONDAY, 5, (DAY,), (), (), (), (Cover(0, "D", 2, 5, 1),)), 10),
        (Roster("no shifts", MONDAY, 5, (), (person("A", max_shifts={}),), (), (), ()), 0),
        (roster(person("A", max_consecutive=0, min_consecutive=0), cover=(Cover(0, "D", 2, 5, 1),)), 10),
        (roster(person("A"), days=1, cover=(Cover(0, "D", 2, 5, 1),)), 5),
    ],
)
def test_strange_rosters_are_solved_to_the_end(instance: Roster, objective: int) -> None:
    plan = solve_roster(instance, EFFORT)
    assert (plan.status, plan.objective, plan.bound) == ("optimal", objective, objective)


def test_asked_to_stop_at_once_it_still_gives_a_valid_roster() -> None:
    instance = roster(*(person(f"P{number}", max_consecutive=4, min_days_off=2) for number in range(6)), cover=COVER)
    heard: list[Progress] = []
    plan = solve_roster(instance, SolveOptions(time_limit=60), heard.append, lambda: True)
    assert audit_roster(instance, plan.assignments).valid
    assert heard
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.bound <= plan.objective


def test_the_same_work_gives_the_same_roster() -> None:
    instance = roster(*(person(f"P{number}", max_consecutive=4, min_days_off=2) for number in range(6)), cover=COVER)
    first, second = (solve_roster(instance, EFFORT) for _ in range(2))
    assert (first.assignments, first.bound) == (second.assignments, second.bound)
