"""Changed zone: duties that move to another zone than in the plan so far."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Text
from scheduler.rules import changing
from scheduler.rules.base import CountLimit, Facts, Fixed, Rule


class ChangeZone(Rule):
    """Amount: 1 for each duty of the plan so far, of a cadre who serves at all, in whose zone they no
    longer have one.

    For: who was told a zone keeps it. Asked for by cadres and communities. Unit: changed duties.
    Default 10 points.
    """

    code = "change_zone"
    title = Text("改了网格", "Changed zones")
    purpose = Text("与原方案相比，换了网格的值勤。", "Duties that move to another zone than in the plan so far.")
    unit = Text("次", "duties")
    default_weight = 10

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        return changing.fixed_of_zones(index, cadre)

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        return changing.zone_amounts(index, cadre, zones)

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        for cadre in index.incumbent:
            yield from changing.zone_limits(self.code, index, index.cadres[cadre], weight)

    def amount(self, facts: Facts) -> int:
        return sum(changing.changed_zones(facts, cadre) for cadre in facts.index.incumbent)
