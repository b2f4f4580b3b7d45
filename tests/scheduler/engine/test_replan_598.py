"""One change to a published month of 598 people: no duty changes that need not, and that is proven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scheduler.audit import audit
from scheduler.engine import SolveOptions, replan
from scheduler.problem import Duty, Instance, Pin
from tests.support.tiny import cadre, day, duty, on, tiny, unit, zone

DAYS, ZONES, UNITS, CADRES = 23, 230, 60, 598
OPTIONS = SolveOptions(effort=60, workers=1, time_limit=None)
# P300 of U0 serves in Z70.
HIT = 300


def day_of(number: int) -> int:
    """The day that a number serves on: the three visits of a zone are five days apart."""
    return (number + number // ZONES * 5) % DAYS + 1


def month() -> Instance:
    """598 people of 60 units, 230 zones in 10 communities: number n serves in zone n mod 230."""
    duties = [duty(f"P{number}", day_of(number), f"Z{number % ZONES}") for number in range(CADRES)]
    plain = tiny(
        days=tuple(day(number, min=22, max=30) for number in range(1, DAYS + 1)),
        zones=tuple(
            zone(f"Z{number}", community=f"C{number % 10}", min_visits=1, max_visits=4, max_parties_per_day=1)
            for number in range(ZONES)
        ),
        units=tuple(unit(f"U{number}", linked=[f"C{number % 10}"], min_present=6) for number in range(UNITS)),
        cadres=tuple(
            cadre(f"P{number}", f"U{number % UNITS}", avoid={on(number % 11 + 1): 3}) for number in range(CADRES)
        ),
    )
    weights = {**plain.weights, "unserved": 10_000, "zone_shortfall": 20, "avoid": 1, "spacing": 2,
               "day_balance": 5, "change_day": 20, "change_zone": 10}  # fmt: skip
    return replace(plain, incumbent=tuple(sorted(duties)), weights=weights)


def leave(instance: Instance) -> Instance:
    """P300 is away on their day."""
    away = (on(day_of(HIT)),)
    return replace(instance, cadres=tuple(
        replace(one, unavailable=away) if one.id == f"P{HIT}" else one for one in instance.cadres))  # fmt: skip


def zone_closed(instance: Instance) -> Instance:
    """Z70 (three visits: P70, P300, P530) takes nobody."""
    return replace(instance, zones=tuple(
        replace(one, min_visits=0, max_visits=0) if one.id == "Z70" else one for one in instance.zones))  # fmt: skip


def gone(instance: Instance) -> Instance:
    """P300 has left: nobody else is touched."""
    return replace(
        instance,
        cadres=tuple(one for one in instance.cadres if one.id != f"P{HIT}"),
        incumbent=tuple(one for one in instance.incumbent if one.cadre != f"P{HIT}"),
    )


def new_person(instance: Instance) -> Instance:
    """Somebody joins U0: served, and no duty changes."""
    return replace(instance, cadres=(*instance.cadres, cadre("NEW", "U0")))


def day_closed(instance: Instance) -> Instance:
    """Day 2 is closed: ten numbers below 230, ten below 460 and six more serve on it."""
    return replace(instance, days=tuple(replace(one, open=one.date != on(2)) for one in instance.days))


def pinned_on_another(instance: Instance) -> Instance:
    """P300 is pinned where P60 stands, who has to go elsewhere: two changes."""
    return replace(instance, pins=(Pin(f"P{HIT}", on(day_of(60)), "Z60"),))


@pytest.mark.parametrize(
    ("change", "needed"),
    [(leave, 1), (zone_closed, 3), (gone, 0), (new_person, 0), (day_closed, 26), (pinned_on_another, 2)],
)
def test_not_one_duty_more_than_needed(change: Callable[[Instance], Instance], needed: int) -> None:
    before = month()
    assert audit(before, before.incumbent).valid
    instance = change(before)
    plan = replan(instance, OPTIONS)
    said = plan.solver["replan"]
    recount = audit(instance, plan.assignments)
    assert recount.valid
    assert not recount.unserved
    there: set[Duty] = set(plan.assignments)
    assert sum(old not in there for old in instance.incumbent) == needed
    assert (said["changed"], said["changed_at_least"], said["unserved_at_least"]) == (needed, needed, 0)
    assert said["points_at_least"] is not None
