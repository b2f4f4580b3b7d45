"""Changed day: duties that move to another day than in the plan so far."""

from __future__ import annotations

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Text
from scheduler.rules import changing
from scheduler.rules.base import Facts, Fixed, Rule


class ChangeDay(Rule):
    """Amount: 1 for each duty of the plan so far, of a cadre who serves at all, on whose date they no
    longer have one.

    For: who was told a day keeps it. Asked for by everybody. Unit: changed duties. Default 20 points.
    """

    code = "change_day"
    title = Text("改了日期", "Changed days")
    purpose = Text("与原方案相比，换了日期的值勤。", "Duties that move to another day than in the plan so far.")
    unit = Text("次", "duties")
    default_weight = 20

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        return changing.fixed_of_days(index, cadre)

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        return changing.day_amounts(index, cadre)

    def amount(self, facts: Facts) -> int:
        return sum(changing.changed_days(facts, cadre) for cadre in facts.index.incumbent)
