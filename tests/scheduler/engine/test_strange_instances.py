"""Instances that are valid but strange: each is solved to the end, as the second recount counts it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.audit import check_plan
from scheduler.engine import SolveOptions, solve
from scheduler.problem import WEIGHT_NAMES, Instance, Pin, dump_instance
from tests.support.recount import Recount
from tests.support.tiny import cadre, day, duty, on, tiny, unit, zone

WEIGHTS = {**dict.fromkeys(WEIGHT_NAMES, 3), "unserved": 100}
EVERY_DAY = tuple(on(number) for number in range(1, 11))
Change = Callable[[Instance], Instance]


def usual() -> Instance:
    """Four cadres of two units, two zones, ten days."""
    return tiny(
        units=(unit("U1"), unit("U2")), zones=(zone("Z1", min_visits=1), zone("Z2", min_visits=1)),
        cadres=tuple(cadre(f"P{number}", f"U{1 + number % 2}") for number in range(4)), weights=WEIGHTS,
    )  # fmt: skip


def people(**changes: object) -> Change:
    return lambda instance: replace(
        instance,
        cadres=tuple(replace(one, **changes) for one in instance.cadres),  # type: ignore[arg-type]
    )


def everywhere(**changes: object) -> Change:
    return lambda instance: replace(
        instance,
        zones=tuple(replace(one, **changes) for one in instance.zones),  # type: ignore[arg-type]
    )


def anything(**changes: object) -> Change:
    return lambda instance: replace(instance, **changes)  # type: ignore[arg-type]


def nowhere(instance: Instance) -> Instance:
    return replace(instance, zones=(), units=(unit("U1", ()), unit("U2", ())))


def all_days(**changes: object) -> Change:
    return lambda instance: replace(instance, days=tuple(day(number, **changes) for number in range(1, 11)))


def begun(instance: Instance) -> Instance:
    """Three days are over: one has served, one was to; of the others one is pinned to a day, one to what was done."""
    past = tuple(replace(one, past=number < 3) for number, one in enumerate(instance.days))
    return replace(
        instance, days=past, served=(duty("P0", 2),), incumbent=(duty("P0", 2), duty("P1", 3), duty("P2", 8, "Z2")),
        pins=(Pin("P3", on(9), "Z2"), Pin("P0", on(2))),
    )  # fmt: skip


# The change, how many are served, and points that are counted by hand.
STRANGE: list[tuple[str, Change, int, int]] = [
    ("no zones", nowhere, 0, 400),
    ("no cadres", anything(cadres=()), 0, 6),
    ("nothing at all", anything(cadres=(), zones=(), units=(), days=()), 0, 0),
    ("no days", anything(days=()), 0, 406),
    ("no open days", all_days(open=False), 0, 406),
    ("all days past", all_days(past=True), 0, 406),
    ("nobody available", people(unavailable=EVERY_DAY), 0, 406),
    ("no zone allowed", people(only_zones=()), 0, 406),
    ("all stay in the office", anything(units=(unit("U1", min_present=99), unit("U2", min_present=99))), 0, 406),
    ("zones that take nobody", everywhere(max_visits=0), 0, 406),
    # One visit a zone, and each still lacks one of the two it wants.
    ("more wanted than taken", everywhere(min_visits=2, max_visits=1), 2, 206),
    # On one day the two zones each have two: in each of the five runs of five that hold the day one too many.
    ("one day", anything(days=(day(1),)), 4, 30),
    ("a unit of nobody", lambda given: replace(given, units=(*given.units, unit("U3", (), 5))), 4, 0),
    # A second visit to a zone lies with the first in at least 99 − 9 runs, for 3 points each: dearer than a duty left out.
    ("runs longer than the period", anything(spacing_days=99), 2, 200),
    ("nothing has a price", anything(weights=dict.fromkeys(WEIGHT_NAMES, 0)), -1, 0),
    ("nobody owes a duty", people(duties=0), 0, 6),
    # Days 1 and 8, or so: no third duty fits into ten days. Eight duties in two zones crowd; see the recount.
    ("three duties a week apart", lambda given: replace(people(duties=3)(given), min_gap_days=7), 8, -1),
    ("a party of two units", anything(parties=(("P0", "P1"), ("P2", "P3"))), 4, 0),
    ("a month that has begun", begun, 3, -1),
]


@pytest.mark.parametrize(("change", "served", "points"), [row[1:] for row in STRANGE], ids=[row[0] for row in STRANGE])
def test_a_strange_instance_is_solved_to_the_end(change: Change, served: int, points: int) -> None:
    instance = change(usual())
    data = dump_instance(instance)
    plan = solve(instance, SolveOptions(effort=20, workers=1, time_limit=None))
    assert check_plan(data, plan) == []
    recount = Recount(json.loads(data), [(one.cadre, one.date.isoformat(), one.zone) for one in plan.assignments])
    assert (recount.broken, sum(recount.score.values())) == (set(), plan.objective)
    assert plan.status == "optimal"
    assert served in (-1, len(plan.assignments))
    assert points in (-1, plan.objective)
