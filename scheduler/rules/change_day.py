"""Changed day: duties that move to another day than in the plan so far."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
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
        waiting = _open_changes(index, cadre)
        if not waiting:
            return None
        # Who has served in the period serves at all, whatever is planned; others only when given a duty.
        if cadre.id in index.served:
            return Fixed(constant=len(waiting))
        return Fixed(serving=len(waiting)) if index.duties_of(cadre) > 1 else Fixed(each_duty=len(waiting))

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        waiting = _open_changes(index, cadre)
        if not waiting:
            return None
        amounts = np.zeros(len(index.times), dtype=np.int64)
        for duty in waiting:
            if duty.date in index.time_number:
                amounts[index.time_number[duty.date]] -= 1
        return amounts

    def amount(self, facts: Facts) -> int:
        total = 0
        for cadre, duties in facts.index.incumbent.items():
            dates = {duty.date for duty in facts.duties[cadre]}
            total += sum(bool(dates) and duty.date not in dates for duty in duties)
        return total


def _open_changes(index: InstanceIndex, cadre: Cadre) -> list[Duty]:
    """The duties of the plan so far that no served duty keeps."""
    done = {duty.date for duty in index.served.get(cadre.id, ())}
    return [duty for duty in index.incumbent.get(cadre.id, ()) if duty.date not in done]
