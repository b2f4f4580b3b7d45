"""Unserved: duties owed that the plan does not give."""

from __future__ import annotations

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text
from scheduler.rules.base import Facts, Fixed, Rule


class Unserved(Rule):
    """Amount: duties owed and not served, for each member of a party.

    For: everybody takes their turn. Asked for by the organising department. Unit: duties. Default
    10,000 points, more than anything else a duty can cost.
    """

    code = "unserved"
    title = Text("未排上", "Unserved")
    purpose = Text("应值勤而没有排上的次数。", "Duties owed that the plan does not give.")
    unit = Text("次", "duties")
    default_weight = 10_000

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        return Fixed(constant=index.owed(cadre), each_duty=-1)

    def amount(self, facts: Facts) -> int:
        return sum(facts.missing(cadre) for cadre in facts.index.instance.cadres)
