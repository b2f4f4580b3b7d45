"""Avoid: days that a cadre would rather not have."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text, en_day, zh_day
from scheduler.rules.base import Rule


class Avoid(Rule):
    """Amount: the cadre's `avoid` figure for the date of a duty (0 to 10 on the pages).

    For: wishes short of leave. Asked for by cadres. Unit: points of dislike. Default 1 point each.
    """

    code = "avoid"
    title = Text("不便日期", "Days to avoid")
    purpose = Text("排在本人希望避开的日期，按填写的程度计。", "A duty on a day that the person would rather avoid.")
    unit = Text("分", "points of dislike")
    default_weight = 1

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        if not cadre.avoid:
            return None
        amounts = np.zeros(len(index.times), dtype=np.int64)
        for day, figure in cadre.avoid.items():
            if day in index.time_number:
                amounts[index.time_number[day]] = figure
        return amounts

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        return index.cadres[duty.cadre].avoid.get(duty.date, 0)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        return Text(
            f"本人希望避开{zh_day(duty.date)}（程度{amount}）",
            f"they would rather avoid {en_day(duty.date)} (by {amount})",
        )
