"""Need shortfall: zones that lack people with a skill they need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Text
from scheduler.rules.base import Axis, CountLimit, Facts, Rule


class NeedShortfall(Rule):
    """Amount: for each zone and skill, the needed duties less those there by cadres with the skill.

    For: legal, health or building advice reaches where it is asked for. Asked for by the
    communities. Unit: duties. Default 100 points. Duties already served count.
    """

    code = "need_shortfall"
    title = Text("专长不足", "Skills lacking")
    purpose = Text("网格需要某项专长而来的人不够的次数。", "Duties by people with a needed skill that a zone lacks.")
    unit = Text("次", "duties")
    default_weight = 100

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        wanted: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for number, zone in enumerate(index.instance.zones):
            for skill, need in zone.needs.items():
                done = index.served_skills[zone.id, skill]
                if need > done:
                    wanted[skill].append((number, done, need))
        for skill, rows in wanted.items():
            place, base, low = np.array(rows, dtype=np.int64).T
            yield CountLimit(
                self.code, Axis.PLACE, f"skill:{skill}", place=place, base=base, low=low, low_points=weight
            )

    def amount(self, facts: Facts) -> int:
        return sum(
            max(0, need - facts.skill_duties[zone.id, skill])
            for zone in facts.index.instance.zones
            for skill, need in zone.needs.items()
        )
