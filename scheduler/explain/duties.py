"""What one duty costs by itself, rule by rule: the answer to "why is this day, or this zone, not the best for me"."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Text
from scheduler.rules import SOFT_RULES


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
