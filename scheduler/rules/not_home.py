"""Not home: duties elsewhere than where the cadre lives."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class NotHome(Rule):
    """Amount: 1 for a duty outside the home zone, for cadres who have one.

    For: short ways, and people serve their own neighbours. Asked for by cadres. Unit: duties.
    Default 2 points.
    """

    code = "not_home"
    title = Text("非居住网格", "Not the home zone")
    purpose = Text("本人有居住网格而去了别处。", "A duty elsewhere than in the zone where the person lives.")
    unit = Text("次", "duties")
    default_weight = 2

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        if cadre.home_zone is None:
            return None
        return np.asarray(zones != index.zone_number[cadre.home_zone], dtype=np.int64)

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        home = index.cadres[duty.cadre].home_zone
        return int(home is not None and duty.zone != home)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        return Text("不是本人居住的网格", "it is not the zone where they live")
