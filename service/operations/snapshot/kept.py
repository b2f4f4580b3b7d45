"""Duties of the version in force that a re-plan keeps: those that come soon and those pinned, unless impossible."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from scheduler.audit import audit
from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Duty, Instance, Pin, Text
from scheduler.rules import Violation


@dataclass(frozen=True, slots=True)
class Released:
    """A published duty that cannot stay, and why."""

    duty: Duty
    why: Text


def keep(instance: Instance, candidates: Iterable[Duty]) -> tuple[list[Duty], list[Released]]:
    """Part duties into those that can stay together and those that have become impossible.

    A duty that breaks a rule by itself goes alone (with its party); where a limit on a count is
    broken, as few as need be go, the last by employee number first.
    """
    index = InstanceIndex(instance)
    bare = replace(instance, pins=(), incumbent=())
    bare_index = InstanceIndex(bare)
    staying = sorted(duty for duty in candidates if duty.cadre in index.cadres)
    released: list[Released] = []
    while broken := audit(bare, staying, bare_index).violations:
        doomed = _doomed(broken[0], staying, index)
        party = index.party_of.get(doomed.cadre, (doomed.cadre,))
        leaving = [duty for duty in staying if duty == doomed or (duty.cadre in party and duty.date == doomed.date)]
        released += [Released(duty, broken[0].text) for duty in leaving]
        staying = [duty for duty in staying if duty not in leaving]
    return staying, sorted(released, key=lambda item: item.duty)


def _doomed(violation: Violation, staying: list[Duty], index: InstanceIndex) -> Duty:
    """The duty to give up for a broken rule."""
    concerned = [
        duty
        for duty in staying
        if violation.cadre in (None, duty.cadre)
        and violation.date in (None, duty.date)
        and violation.zone in (None, duty.zone)
        and violation.unit in (None, index.cadres[duty.cadre].unit)
    ]
    if not concerned:
        # The rule names a member of a party who has no duty: another member's goes.
        party = index.party_of.get(violation.cadre or "", ())
        concerned = [duty for duty in staying if duty.cadre in party] or staying
    return concerned[-1]


def pins_of(kept: Iterable[Duty]) -> tuple[Pin, ...]:
    """Pins that hold duties exactly where they are."""
    return tuple(Pin(duty.cadre, duty.date, duty.zone) for duty in kept)


def close_days(cadres: Iterable[Cadre], days: Collection[date], pins: Iterable[Pin]) -> tuple[Cadre, ...]:
    """Nobody new on these days: they become unavailable (not absent) to all but those pinned there."""
    pinned = {(pin.cadre, pin.date) for pin in pins}
    closed = []
    for cadre in cadres:
        shut = {day for day in days if (cadre.id, day) not in pinned}
        unavailable = tuple(sorted(shut.union(cadre.unavailable)))
        closed.append(replace(cadre, unavailable=unavailable, absent=cadre.away if unavailable else None))
    return tuple(closed)
