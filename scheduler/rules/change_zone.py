"""Changed zone: duties that move to another zone than in the plan so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Text
from scheduler.rules.base import Axis, CountLimit, Facts, Fixed, Rule


class ChangeZone(Rule):
    """Amount: 1 for each duty of the plan so far, of a cadre who serves at all, in whose zone they no
    longer have one.

    For: who was told a zone keeps it. Asked for by cadres and communities. Unit: changed duties.
    Default 10 points. In the model: the cost of a pair for a crew with one duty; for one with more,
    a limit for each such zone.
    """

    code = "change_zone"
    title = Text("改了网格", "Changed zones")
    purpose = Text("与原方案相比，换了网格的值勤。", "Duties that move to another zone than in the plan so far.")
    unit = Text("次", "duties")
    default_weight = 10

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        waiting = _open_changes(index, cadre).total()
        if not waiting:
            return None
        done = cadre.id in index.served
        if index.duties_of(cadre) > 1:
            # The limits charge whoever lacks the zone, serving or not: take that off who does not serve.
            return None if done else Fixed(constant=-waiting, serving=waiting)
        return Fixed(constant=waiting) if done else Fixed(each_duty=waiting)

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        waiting = _open_changes(index, cadre)
        if not waiting or index.duties_of(cadre) > 1:
            return None
        amounts = np.zeros(len(zones), dtype=np.int64)
        for zone, times in waiting.items():
            amounts[zones == index.zone_number[zone]] -= times
        return amounts

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        for cadre_id in index.incumbent:
            cadre = index.cadres[cadre_id]
            waiting = _open_changes(index, cadre)
            if waiting and index.duties_of(cadre) > 1:
                yield CountLimit(
                    self.code,
                    Axis.PLACE,
                    f"crew:{index.crew_number[cadre_id]}",
                    place=np.array([index.zone_number[zone] for zone in waiting], dtype=np.int64),
                    low=1,
                    low_points=weight * np.array(list(waiting.values()), dtype=np.int64),
                )

    def amount(self, facts: Facts) -> int:
        total = 0
        for cadre, duties in facts.index.incumbent.items():
            zones = {duty.zone for duty in facts.duties[cadre]}
            total += sum(bool(zones) and duty.zone not in zones for duty in duties)
        return total


def _open_changes(index: InstanceIndex, cadre: Cadre) -> Counter[str]:
    """The zones of the plan so far that no served duty keeps, and how many duties each had."""
    done = {duty.zone for duty in index.served.get(cadre.id, ())}
    return Counter(duty.zone for duty in index.incumbent.get(cadre.id, ()) if duty.zone not in done)
