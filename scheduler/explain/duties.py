"""What one duty costs by itself, rule by rule: the answer to "why is this day, or this zone, not the best for me"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.explain.openings import Openings
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text
from scheduler.rules import SOFT_RULES, Facts


@dataclass(frozen=True, slots=True)
class DutyCost:
    """Points of one duty under one rule, in words."""

    rule: str
    points: int
    text: Text


def explain_duty(index: InstanceIndex, duty: Duty) -> tuple[DutyCost, ...]:
    """What a duty costs under each rule about single duties; rules without points are left out."""
    found = []
    for rule in SOFT_RULES:
        amount = rule.duty_amount(index, duty)
        points = index.instance.weights[rule.code] * amount
        if points:
            found.append(DutyCost(rule.code, points, rule.words(index, duty, amount)))
    return tuple(found)


def possible_days(index: InstanceIndex, cadre: str) -> list[date]:
    """The days on which a cadre could serve, whatever the others do."""
    days = Openings(Facts(index, ())).days_of(index.cadres[cadre])
    return [day.date for day, possible in zip(index.times, days.tolist(), strict=True) if possible]


def possible_zones(index: InstanceIndex, cadre: str) -> list[str]:
    """The zones that a cadre may serve, whatever the others do."""
    zones = Openings(Facts(index, ())).zones_of(index.cadres[cadre])
    return [zone.id for zone, possible in zip(index.instance.zones, zones.tolist(), strict=True) if possible]
