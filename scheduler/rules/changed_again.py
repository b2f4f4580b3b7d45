"""Changed again: whoever suffered changes before is the last to be moved now."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Text
from scheduler.rules import changing
from scheduler.rules.base import CountLimit, Facts, Fixed, Rule


class ChangedAgain(Rule):
    """Amount: for each duty of the plan so far, of a cadre who serves at all, what the cadre carries of
    earlier changes: once where they no longer have one on its date, once where no longer in its zone.

    For: changes after publication hit everybody in turn. Asked for by cadres. Unit: points of what is
    carried. Default 1 point.
    """

    code = "changed_again"
    title = Text("再次改动", "Changed again")
    purpose = Text(
        "与原方案相比改了日期或网格，且以往已多次被改动。",
        "A day or zone that moves for somebody whose published duties were changed before.",
    )
    unit = Text("分", "points carried")
    default_weight = 1

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        carried = cadre.carried_changes
        if not carried:
            return None
        parts = [part for part in (changing.fixed_of_days(index, cadre), changing.fixed_of_zones(index, cadre)) if part]
        return Fixed(
            constant=carried * sum(part.constant for part in parts),
            each_duty=carried * sum(part.each_duty for part in parts),
            serving=carried * sum(part.serving for part in parts),
        )

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        amounts = changing.zone_amounts(index, cadre, zones) if cadre.carried_changes else None
        return None if amounts is None else cadre.carried_changes * amounts

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        amounts = changing.day_amounts(index, cadre) if cadre.carried_changes else None
        return None if amounts is None else cadre.carried_changes * amounts

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        for cadre_id in index.incumbent:
            cadre = index.cadres[cadre_id]
            if cadre.carried_changes:
                yield from changing.zone_limits(self.code, index, cadre, weight * cadre.carried_changes)

    def amount(self, facts: Facts) -> int:
        return sum(
            facts.index.cadres[cadre].carried_changes
            * (changing.changed_days(facts, cadre) + changing.changed_zones(facts, cadre))
            for cadre in facts.index.incumbent
        )
