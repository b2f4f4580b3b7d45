"""Day balance: about as many cadres on duty each day as the day should have."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Text
from scheduler.rules.base import Axis, CountLimit, Facts, Rule


class DayBalance(Rule):
    """Amount: cadres on duty above the day's `max` or below its `min`, on open days that are not past.

    For: no day is empty and none is crowded. Asked for by the organising department. Unit: cadres.
    Default 50 points: a day at its least is worth more than anybody's turn (see `burden`).
    """

    code = "day_balance"
    title = Text("每日人数", "People a day")
    purpose = Text("当天值勤人数超过上限或低于下限的部分。", "People on duty above a day's most or below its least.")
    unit = Text("人", "cadres")
    default_weight = 50

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        numbers = np.arange(len(index.times), dtype=np.int64)
        yield CountLimit(
            self.code,
            Axis.TIME,
            "cadres",
            first_time=numbers,
            last_time=numbers + 1,
            low=np.array([day.min for day in index.times], dtype=np.int64),
            high=np.array([day.max for day in index.times], dtype=np.int64),
            low_points=weight,
            high_points=weight,
        )

    def amount(self, facts: Facts) -> int:
        return sum(
            max(0, facts.day_total[day.date] - day.max, day.min - facts.day_total[day.date])
            for day in facts.index.times
        )
