"""Tiny instances, written in one line, and what a single rule says of a plan for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from scheduler.audit import audit
from scheduler.formulation import formulate
from scheduler.model import AssignmentModel, InstanceIndex, Ints
from scheduler.problem import WEIGHT_NAMES, Cadre, Day, Duty, Instance, Unit, Zone, validate
from scheduler.rules import RULES, Facts, Violation


def on(number: int) -> date:
    """The date of a day of December 2026; 0 is the last of November, −1 the one before."""
    return date.fromordinal(date(2026, 11, 30).toordinal() + number)


def day(number: int, **changes: Any) -> Day:
    """An ordinary open day that wants any number of people."""
    return replace(Day(on(number), open=True, burden=1, min=0, max=99), **changes)


def days(*numbers: int) -> tuple[Day, ...]:
    """Ordinary open days."""
    return tuple(day(number) for number in numbers)


def zone(name: str = "Z1", community: str = "C1", subdistrict: str = "S1", **changes: Any) -> Zone:
    """A zone that wants nobody and takes anybody."""
    plain = Zone(name, name, community, subdistrict, min_visits=0, max_visits=99, max_parties_per_day=99, priority=1)
    return replace(plain, **changes)


def unit(name: str = "U1", linked: Sequence[str] = ("C1",), min_present: int = 0) -> Unit:
    """A unit that keeps nobody in the office."""
    return Unit(name, name, tuple(linked), min_present)


def cadre(name: str = "P1", unit_id: str = "U1", **changes: Any) -> Cadre:
    """Somebody who owes one duty."""
    return replace(Cadre(name, name, unit_id), **changes)


def tiny(**changes: Any) -> Instance:
    """An instance of one zone, one unit, one cadre and days 1 to 10, but for the changes; no rule has points."""
    plain = Instance(
        name="tiny",
        days=days(*range(1, 11)),
        units=(unit(),),
        zones=(zone(),),
        cadres=(cadre(),),
        weights=dict.fromkeys(WEIGHT_NAMES, 0),
        spacing_days=5,
        interval_days=(0, 999),
        min_gap_days=1,
    )
    instance = replace(plain, **changes)
    validate(instance)
    return instance


def duty(name: str, number: int, zone_id: str = "Z1") -> Duty:
    """A duty on a day of December 2026."""
    return Duty(name, on(number), zone_id)


def triples(instance: Instance, model: AssignmentModel, duties: Sequence[Duty]) -> tuple[Ints, Ints, Ints]:
    """A plan of whole crews as the model's (crew, place, time) arrays."""
    index = InstanceIndex(instance)
    first = {index.instance.cadres[members[0]].id: number for number, members in enumerate(model.members)}
    rows = [
        (first[item.cadre], index.zone_number[item.zone], index.time_number[item.date])
        for item in duties
        if item.cadre in first
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return columns[0], columns[1], columns[2]


def amount_of(code: str, instance: Instance, *duties: Duty) -> int:
    """What one soft rule counts in a plan that breaks no hard rule; the recount and the model must agree.

    Points of 1 and of 7 are both tried in the model, so that a weight that is not applied is noticed.
    """
    assert audit(instance, duties).violations == ()
    counted = RULES[code].amount(Facts(InstanceIndex(instance), duties))
    for points in (1, 7):
        alone = replace(instance, weights={**dict.fromkeys(WEIGHT_NAMES, 0), code: points})
        model = formulate(alone)
        assert model.objective_of(*triples(alone, model, duties)) == points * counted
        assert audit(alone, duties).objective == points * counted
    return counted


def broken_by(code: str, instance: Instance, *duties: Duty) -> list[Violation]:
    """How a plan breaks one hard rule; it must break no other."""
    found = list(audit(instance, duties).violations)
    assert {violation.rule for violation in found} <= {code}
    return found
