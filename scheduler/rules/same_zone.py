"""Same zone: duties in the same zone as last time."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class SameZone(Rule):
    """Amount: 1 for a duty in the same zone as last time, for cadres who have a last one.

    For: rotation, so that nobody and no zone is tied to the other. Asked for by the discipline
    inspection. The opposite of `new_zone`. Unit: duties. Default 0 points (off).
    """

    code = "same_zone"
    title = Text("仍在原网格", "The same zone as last time")
    purpose = Text("与上次值勤的网格相同。", "A duty in the same zone as last time.")
    unit = Text("次", "duties")
    default_weight = 0

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        if cadre.last_zone is None:
            return None
        return np.asarray(zones == index.zone_number[cadre.last_zone], dtype=np.int64)

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        return int(duty.zone == index.cadres[duty.cadre].last_zone)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        return Text("与上次是同一网格", "it is the same zone as last time")
