"""Burden: burdensome days go to those who carried least so far."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class Burden(Rule):
    """Amount: (burden of the day − 1) × the burden that the cadre carries from earlier periods.

    For: weekends and holidays take turns. Asked for by cadres and the organising department. Unit:
    points of what is carried. Default 2 points.
    """

    code = "burden"
    title = Text("重负担日", "Burdensome days")
    purpose = Text(
        "负担重的日期（如周末）排给以往已承担较多的人。", "A burdensome day given to somebody who carried much before."
    )
    unit = Text("分", "points of burden")
    default_weight = 2

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        if not cadre.carried_burden:
            return None
        burden = np.array([day.burden - 1 for day in index.times], dtype=np.int64)
        return burden * cadre.carried_burden

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        return (index.days[duty.date].burden - 1) * index.cadres[duty.cadre].carried_burden

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        burden, carried = index.days[duty.date].burden, index.cadres[duty.cadre].carried_burden
        return Text(
            f"当天负担为{burden}，本人以往已累计{carried}",
            f"the day's burden is {burden}, and they carry {carried} from before",
        )
