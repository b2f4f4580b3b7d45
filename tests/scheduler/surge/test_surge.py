"""Two steps as one: how many people a place needs, where they go, and the roster that every rest rule keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from scheduler.engine.options import SolveOptions
from scheduler.placement.audit import audit_placement
from scheduler.placement.problem import Group
from scheduler.problem import ProblemError
from scheduler.roster.audit import audit_roster
from scheduler.surge import (
    Need,
    Place,
    Rest,
    Serving,
    Shift,
    SurgePerson,
    SurgeProblem,
    dump_surge,
    needed_people,
    parse_surge,
    placement_of,
    points_of,
    roster_of,
    solve_surge,
)

MONDAY = date(2026, 12, 7)
DAY, EVENING, NIGHT = Shift("D", 480, 480), Shift("E", 960, 480), Shift("N", 0, 480, night=True)
REST = Rest(between_shifts=660, min_consecutive=1, max_consecutive=5, min_days_off=1)
QUICK = SolveOptions(time_limit=5.0, workers=1)


def problem(count: int = 6, days: int = 7, **given: object) -> SurgeProblem:
    """One place that wants one person in each of three shifts."""
    shifts = (DAY, EVENING, NIGHT)
    whole = SurgeProblem(
        "x", MONDAY, days, shifts, (Place("p", "点位"),),
        tuple(Need("p", day, shift.id, 1) for day in range(days) for shift in shifts), (Group("u", "单位"),),
        tuple(SurgePerson(f"a{number}", f"甲{number}", "u", home=("p",)) for number in range(count)), REST,
    )  # fmt: skip
    return replace(whole, **given)  # type: ignore[arg-type]


def test_people_needed_follow_from_the_shifts_that_one_can_work() -> None:
    # 21 shifts in 7 days; five on, one off, one on: six shifts each.
    assert needed_people(problem())["p"].people == 4
    # Two nights each at most: seven nights take four people.
    nights = problem(rest=replace(REST, max_nights=2))
    assert (needed_people(nights)["p"].people, needed_people(nights)["p"].for_nights) == (4, 4)
    # One night each: seven.
    assert needed_people(problem(rest=replace(REST, max_nights=1)))["p"].people == 7
    # 32 hours each: 21 × 8 hours take six.
    assert needed_people(problem(rest=replace(REST, max_minutes=1920)))["p"].people == 6
    # Half as many again in reserve.
    assert needed_people(problem(reserve=50))["p"].people == 6


def test_a_place_that_wants_nobody_gets_nobody() -> None:
    assert needed_people(problem(needs=()))["p"].people == 0
    assert solve_surge(problem(needs=()), QUICK).placed == {}


def test_a_shift_that_would_begin_too_early_may_not_follow() -> None:
    instance = roster_of(problem(), {"a0": "p"})
    assert {shift.id: shift.not_followed_by for shift in instance.shifts} == {
        # To 16:00, then 00:00 (8 h), 08:00 (16 h).
        "p/D": ("p/N",),
        # To 24:00, then 00:00 (0 h), 08:00 (8 h), 16:00 (16 h).
        "p/E": ("p/D", "p/N"),
        # To 08:00, then 00:00 (16 h).
        "p/N": (),
    }


def test_where_they_live_comes_before_the_units_community() -> None:
    place = Place("p", "点位", lat=27.8, lon=113.1)
    near, far = {"lat": 27.8, "lon": 113.1}, {"lat": 27.9, "lon": 113.1}
    home = SurgePerson("h", "h", "u", home=("p",), **far)
    linked, other = SurgePerson("l", "l", "u", linked=("p",), **near), SurgePerson("o", "o", "u", **near)
    assert points_of(home, place) < points_of(linked, place) < points_of(other, place)
    assert points_of(replace(home, served=True), place) > points_of(other, place)


def test_those_who_had_their_turn_come_again_only_where_nobody_else_can() -> None:
    people = problem().people
    tired = tuple(replace(one, served=number < 4) for number, one in enumerate(people))
    placed = solve_surge(problem(people=tired), QUICK).placed
    assert {"a4", "a5"} <= set(placed)
    assert len(placed) == 4


def test_who_works_days_only_has_no_night() -> None:
    people = tuple(replace(one, days_only=number < 3) for number, one in enumerate(problem().people))
    plan = solve_surge(problem(people=people), QUICK)
    nights = {work.staff for work in plan.roster.assignments if work.shift == "p/N"}
    assert not nights & {"a0", "a1", "a2"}


def test_what_was_worked_before_counts_for_nights_minutes_and_runs() -> None:
    people = tuple(
        replace(one, used_nights=2, used_minutes=960, worked=5, last_shift="D") if one.id == "a0" else one
        for one in problem(4).people
    )
    hard = problem(people=people, rest=replace(REST, max_nights=2, max_minutes=2880))
    instance = roster_of(hard, {one.id: "p" for one in people})
    person = instance.staff[0]
    assert "p/N" not in person.max_shifts
    assert person.max_minutes <= 1920
    plan = solve_surge(hard, QUICK)
    # Five days are behind them: the first day is free.
    assert not any(work.staff == "a0" and work.day == 0 for work in plan.roster.assignments)


def test_shifts_are_shared_alike() -> None:
    plan = solve_surge(problem(7), QUICK)
    chosen = solve_surge(problem(7, reserve=60), QUICK)
    for found in (plan, chosen):
        counts = Counter(work.staff for work in found.roster.assignments)
        assert max(counts.values()) - min(counts[person] for person in found.placed) <= 3


def test_what_is_there_is_kept_where_it_can_be() -> None:
    first = solve_surge(problem(), QUICK)
    serving = tuple(Serving(work.staff, work.day, work.shift.split("/")[1]) for work in first.roster.assignments)
    people = tuple(replace(one, at=first.placed.get(one.id)) for one in problem().people)
    again = solve_surge(problem(people=people, serving=serving), QUICK)
    assert set(again.roster.assignments) == set(first.roster.assignments)


def test_a_least_that_somebody_cannot_reach_binds_them_not() -> None:
    hard = problem(rest=replace(REST, min_minutes=6000))
    plan = solve_surge(hard, QUICK)
    assert plan.roster.status in ("optimal", "feasible")
    assert audit_roster(plan.instance, plan.roster.assignments).valid


def test_a_file_with_an_unknown_field_is_refused() -> None:
    data = dump_surge(problem()).replace(b'"reserve"', b'"reserves"')
    with pytest.raises(ProblemError):
        parse_surge(data)


def large(people: int = 900, places: int = 45, days: int = 14) -> SurgeProblem:
    """A synthetic city: people of 60 units who live around 45 places, some away on days, some of days only."""
    chance = Random(1)
    spots = tuple(
        Place(f"p{n}", f"点位{n}", lat=27.8 + chance.random() * 0.15, lon=113.1 + chance.random() * 0.15)
        for n in range(places)
    )
    needs = tuple(
        Need(spot.id, day, shift.id, 3 if shift.night else 4)
        for spot in spots
        for day in range(days)
        for shift in (DAY, EVENING, NIGHT)
    )
    staff = tuple(
        SurgePerson(
            f"a{n}", f"甲{n}", f"u{n % 60}", home=(f"p{n % places}",) if chance.random() < 0.7 else (),
            linked=(f"p{n % 60 % places}",), days_off=(n % days,) if chance.random() < 0.1 else (),
            days_only=chance.random() < 0.1, avoid={str(n % days): 2} if chance.random() < 0.2 else {},
            lat=27.8 + chance.random() * 0.15, lon=113.1 + chance.random() * 0.15,
        )
        for n in range(people)
    )  # fmt: skip
    groups = tuple(Group(f"u{n}", f"单位{n}", size=people // 60) for n in range(60))
    rest = replace(REST, max_nights=5)
    return SurgeProblem("large", MONDAY, days, (DAY, EVENING, NIGHT), spots, needs, groups, staff, rest, reserve=20)


@pytest.mark.slow
def test_750_people_go_to_45_places_for_14_days_with_every_rest_rule_kept() -> None:
    whole = large()
    # Work units, not seconds: the same on a busy machine.
    plan = solve_surge(whole, SolveOptions(time_limit=None, workers=1, effort=6))
    assert len(plan.placed) >= 750
    assert audit_placement(placement_of(whole), plan.places.placements).valid
    recount = audit_roster(plan.instance, plan.roster.assignments)
    assert recount.valid
    assert recount.objective == plan.roster.objective
    assert plan.roster.bound is not None
    assert 0 <= plan.roster.bound <= recount.objective
    # At most one shift in a hundred is short of a person.
    wanted = sum(need.needed for need in whole.needs)
    assert recount.score["under"] // 100 <= wanted // 100
