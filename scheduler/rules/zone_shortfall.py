"""Zone shortfall: zones that get fewer visits than they should."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Text
from scheduler.rules.base import Axis, CountLimit, Facts, Rule


class ZoneShortfall(Rule):
    """Amount: for each zone, priority × the visits below `min_visits`; visits already made count.

    For: every zone sees somebody. Asked for by the communities. Unit: visits (× priority). Default
    500 points.
    """

    code = "zone_shortfall"
    title = Text("走访不足", "Too few visits")
    purpose = Text("网格的走访次数少于下限的部分，乘以优先级。", "Visits below a zone's minimum, times its priority.")
    unit = Text("次", "visits")
    default_weight = 500

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        wanting = [
            number
            for number, zone in enumerate(index.instance.zones)
            if zone.priority and zone.min_visits > index.served_zone_visits[zone.id]
        ]
        zones = [index.instance.zones[number] for number in wanting]
        yield CountLimit(
            self.code,
            Axis.PLACE,
            "visits",
            place=np.array(wanting, dtype=np.int64),
            base=np.array([index.served_zone_visits[zone.id] for zone in zones], dtype=np.int64),
            low=np.array([zone.min_visits for zone in zones], dtype=np.int64),
            low_points=np.array([zone.priority * weight for zone in zones], dtype=np.int64),
        )

    def amount(self, facts: Facts) -> int:
        return sum(
            zone.priority * max(0, zone.min_visits - facts.visits[zone.id]) for zone in facts.index.instance.zones
        )
