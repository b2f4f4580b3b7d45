"""A published month, and one thing that happens to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scheduler.engine import SolveOptions, solve
from scheduler.problem import Cadre, Duty, Instance, Pin

CHANGES = {
    "leave": "leave on the day of duty",
    "gone": "a person gone",
    "new": "a person new",
    "zone": "a zone closed",
    "day": "a day closed",
    "pin": "a pin on another day",
}


def published(instance: Instance, options: SolveOptions) -> Instance:
    """The instance with a plan for it as incumbent."""
    return replace(instance, incumbent=solve(instance, options).assignments)


def _middle(instance: Instance) -> Duty:
    """A duty in the middle of the month, of somebody in no party."""
    together = {cadre for party in instance.parties for cadre in party}
    alone = [duty for duty in instance.incumbent if duty.cadre not in together]
    return sorted(alone, key=lambda duty: (duty.date, duty.cadre))[len(alone) // 2]


def _with_cadre(instance: Instance, wanted: str, change: Callable[[Cadre], Cadre]) -> Instance:
    cadres = tuple(change(cadre) if cadre.id == wanted else cadre for cadre in instance.cadres)
    return replace(instance, cadres=cadres)


def _leave(instance: Instance) -> Instance:
    duty = _middle(instance)
    return _with_cadre(
        instance, duty.cadre, lambda cadre: replace(cadre, unavailable=tuple(sorted({*cadre.unavailable, duty.date})))
    )


def _gone(instance: Instance) -> Instance:
    duty = _middle(instance)
    kept = tuple(cadre for cadre in instance.cadres if cadre.id != duty.cadre)
    return replace(instance, cadres=kept, incumbent=tuple(d for d in instance.incumbent if d.cadre != duty.cadre))


def _new(instance: Instance) -> Instance:
    unit = next(cadre.unit for cadre in instance.cadres if cadre.id == _middle(instance).cadre)
    return replace(instance, cadres=(*instance.cadres, Cadre("NEW", "新人", unit)))


def _zone(instance: Instance) -> Instance:
    closed = _middle(instance).zone
    zones = tuple(replace(zone, min_visits=0, max_visits=0) if zone.id == closed else zone for zone in instance.zones)
    return replace(instance, zones=zones)


def _day(instance: Instance) -> Instance:
    closed = _middle(instance).date
    days = tuple(replace(day, open=False) if day.date == closed else day for day in instance.days)
    return replace(instance, days=days)


def _pin(instance: Instance) -> Instance:
    duty = _middle(instance)
    cadre = next(cadre for cadre in instance.cadres if cadre.id == duty.cadre)
    days = [day.date for day in instance.days if day.open and day.date not in (*cadre.unavailable, duty.date)]
    return replace(instance, pins=(*instance.pins, Pin(cadre.id, days[len(days) // 3])))


APPLY: dict[str, Callable[[Instance], Instance]] = {
    "leave": _leave, "gone": _gone, "new": _new, "zone": _zone, "day": _day, "pin": _pin,
}  # fmt: skip


def with_change(instance: Instance, kind: str) -> Instance:
    """A published instance after a change.

    Raises:
        KeyError: there is no such kind.
    """
    return APPLY[kind](instance)
