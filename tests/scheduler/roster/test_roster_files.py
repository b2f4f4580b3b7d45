"""Roster files: read and written without loss, and refused with path, value and expectation."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.problem import ProblemError
from scheduler.roster.problem import (
    Cover,
    History,
    Request,
    Roster,
    RosterPlan,
    ShiftPin,
    dump_roster,
    dump_roster_plan,
    parse_roster,
    parse_roster_plan,
)
from tests.support.rosters import line, person, roster, rosters

FULL = roster(
    person("A", days_off=(1,)), person("B"),
    on_requests=(Request("A", 0, "D", 3),), off_requests=(Request("B", 1, "N", 2),),
    cover=(Cover(0, "D", 1, 100, 1),), history={"A": History(worked=2, last_shift="N"), "B": History(free=1)},
    pins=(ShiftPin("A", 3, None), ShiftPin("B", 4, "D")),
)  # fmt: skip
Change = Callable[[dict[str, Any]], None]


def put(*path: Any, value: Any) -> Change:
    """Puts a value at a path."""

    def change(data: dict[str, Any]) -> None:
        place: Any = data
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(rosters())
def test_what_is_written_is_read_again(instance: Roster) -> None:
    assert parse_roster(dump_roster(instance)) == instance


def test_every_field_is_read_again() -> None:
    assert parse_roster(dump_roster(FULL)) == FULL


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("version", put("version", value=2)),
        ("start", put("start", value="2026-13-01")),
        ("days", put("days", value=0)),
        ("days", put("days", value=14.0)),
        ("colour", put("colour", value=1)),
        ("shifts[0].minutes", put("shifts", 0, "minutes", value=0)),
        ("shifts[1].not_followed_by[0]", put("shifts", 1, "not_followed_by", value=["X"])),
        ("shifts[1].id", put("shifts", 1, "id", value="D")),
        ("staff[1].id", put("staff", 1, "id", value="A")),
        ("staff[0].max_shifts.X", put("staff", 0, "max_shifts", value={"X": 1})),
        ("staff[0].max_shifts.D", put("staff", 0, "max_shifts", value={"D": -1})),
        ("staff[0].min_minutes", put("staff", 0, "min_minutes", value=100_000)),
        ("staff[0].min_consecutive", put("staff", 0, "min_consecutive", value=100)),
        ("staff[0].days_off[0]", put("staff", 0, "days_off", value=[14])),
        ("staff[0].days_off[1]", put("staff", 0, "days_off", value=[1, 1])),
        ("on_requests[0].staff", put("on_requests", 0, "staff", value="Z")),
        ("on_requests[0].day", put("on_requests", 0, "day", value=14)),
        ("off_requests[0].shift", put("off_requests", 0, "shift", value="X")),
        ("cover[0].needed", put("cover", 0, "needed", value=True)),
        ("cover[0].day", put("cover", 0, "day", value=99)),
        ("history.Z", put("history", "Z", value={"free": 1})),
        ("history.A.last_shift", put("history", "A", "last_shift", value="X")),
        ("history.A", put("history", "A", value={"free": 1, "worked": 1})),
        ("history.A", put("history", "A", value={})),
        ("history.B.last_shift", put("history", "B", "last_shift", value="D")),
        ("pins[0].staff", put("pins", 0, "staff", value="Z")),
        ("pins[1].shift", put("pins", 1, "shift", value="X")),
        ("pins[1].shift", lambda data: data["pins"][1].pop("shift")),
        ("name", lambda data: data.pop("name")),
    ],
)
def test_a_wrong_field_is_refused_by_its_path(path: str, change: Change) -> None:
    data = json.loads(dump_roster(FULL))
    change(data)
    with pytest.raises(ProblemError) as refused:
        parse_roster(json.dumps(data).encode())
    assert path in [error.path for error in refused.value.errors]
    assert all(error.text().zh and error.text().en for error in refused.value.errors)


def test_a_period_past_the_last_date_is_refused() -> None:
    data = json.loads(dump_roster(roster()))
    data["start"] = "9999-12-25"
    with pytest.raises(ProblemError, match="days = 14"):
        parse_roster(json.dumps(data).encode())


def test_points_too_large_to_be_summed_exactly_are_refused() -> None:
    data = json.loads(dump_roster(FULL))
    data["cover"] = [{"day": 0, "shift": "D", "needed": 10**7, "under_points": 10**7, "over_points": 0}] * 2
    with pytest.raises(ProblemError, match="cover"):
        parse_roster(json.dumps(data).encode())


def test_a_plan_is_read_again() -> None:
    plan = RosterPlan("feasible", 5, 3, line("DD.N"), "tiny", "0" * 64, {"under": 5}, {"seconds": 1})
    found = parse_roster_plan(dump_roster_plan(plan))
    assert (found.assignments, found.objective, found.bound) == (plan.assignments, 5, 3)
    assert parse_roster_plan(
        dump_roster_plan(RosterPlan("infeasible", None, None, (), conflicts=("A",)))
    ).conflicts == ("A",)


def test_a_plan_of_only_the_documented_fields_is_read() -> None:
    data = {"format": "grid-duty/surge-plan", "version": 1, "status": "feasible", "objective": 1, "bound": 0,
            "assignments": [{"staff": "A", "day": 0, "shift": "D"}]}  # fmt: skip
    assert parse_roster_plan(json.dumps(data).encode()).assignments == line("D")


@pytest.mark.parametrize("key", ["status", "objective", "assignments"])
def test_a_plan_without_a_field_is_refused(key: str) -> None:
    data = json.loads(dump_roster_plan(RosterPlan("feasible", 5, 3, line("DD"))))
    del data[key]
    with pytest.raises(ProblemError, match=key):
        parse_roster_plan(json.dumps(data).encode())
