"""Interval: duties too soon or too long after the last one."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text, counted
from scheduler.rules.base import Rule


class Interval(Rule):
    """Amount: days by which the time since `last_duty` falls outside `interval_days`, for each duty.

    For: an even rhythm from month to month. Asked for by cadres. Unit: calendar days. Default 1
    point a day.
    """

    code = "interval"
    title = Text("距上次值勤", "Time since the last duty")
    purpose = Text(
        "距上次值勤的天数短于下限或长于上限的部分。", "Days by which the time since the last duty is too short or long."
    )
    unit = Text("天", "days")
    default_weight = 1

    def time_amounts(self, index: InstanceIndex, cadre: Cadre) -> Ints | None:
        if cadre.last_duty is None:
            return None
        least, most = index.instance.interval_days
        gap = index.time_days - cadre.last_duty.toordinal()
        amounts: Ints = np.maximum(0, np.maximum(least - gap, gap - most))
        return amounts

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        last = index.cadres[duty.cadre].last_duty
        if last is None:
            return 0
        least, most = index.instance.interval_days
        gap = (duty.date - last).days
        return max(0, least - gap, gap - most)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        last = index.cadres[duty.cadre].last_duty
        gap = (duty.date - last).days if last else 0
        least, most = index.instance.interval_days
        return Text(
            f"距上次值勤{gap}天，应在{least}至{most}天",
            f"{counted(gap, 'day')} after the last duty, where {least} to {most} is meant",
        )
