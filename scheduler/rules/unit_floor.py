"""Unit floor: enough of a unit's cadres stay in the office on every open day."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Text, en_day, zh_day
from scheduler.rules.base import Axis, CountLimit, Facts, Rule, Violation


class UnitFloor(Rule):
    """On an open day a unit has at most max(0, size − absent − `min_present`) cadres on duty.

    For: the office stays able to work. Asked for by the units. Unit: cadres a unit and day. Hard.
    In the model: a limit on a unit's day, where it can bind at all.
    """

    code = "unit_floor"
    title = Text("单位在岗人数", "Unit floor")
    purpose = Text(
        "每个开放日，单位除请假和值勤外须留足在岗人数。",
        "On every open day a unit keeps enough people in the office besides those away and on duty.",
    )
    unit = Text("人", "cadres")
    hard = True

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        days = [day.date for day in index.times]
        for unit in index.instance.units:
            members = index.members_of_unit[unit.id]
            free = np.full(len(days), len(members), dtype=np.int64)
            for cadre in members:
                free[[index.time_number[day] for day in cadre.unavailable if day in index.time_number]] -= 1
            room = np.array([index.room(unit.id, day) for day in days], dtype=np.int64)
            bound = np.flatnonzero(free > room)
            if len(bound):
                yield CountLimit(
                    self.code, Axis.TIME, f"unit:{unit.id}", first_time=bound, last_time=bound + 1, high=room[bound]
                )

    def violations(self, facts: Facts) -> Iterable[Violation]:
        index = facts.index
        for (unit, day), count in sorted(facts.unit_day.items()):
            if not index.days[day].open or index.days[day].past:
                continue
            room = index.room(unit, day)
            if count > room:
                name = index.units[unit].name
                yield Violation(
                    self.code,
                    Text(
                        f"{name}在{zh_day(day)}派出{count}人，至多可派{room}人",
                        f"{name} sends {count} on {en_day(day)}, can spare {room}",
                    ),
                    unit=unit,
                    date=day,
                )
