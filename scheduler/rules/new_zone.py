"""New zone: duties in another zone than last time."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class NewZone(Rule):
    """Amount: 1 for a duty in another zone than the last one, for cadres who have one.

    For: continuity; residents see a face they know. Asked for by the communities. The opposite of
    `same_zone`: a district gives points to one of the two. Unit: duties. Default 1 point.
    """

    code = "new_zone"
    title = Text("换了网格", "Another zone than last time")
    purpose = Text("与上次值勤的网格不同。", "A duty in another zone than last time.")
    unit = Text("次", "duties")
    default_weight = 1

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        if cadre.last_zone is None:
            return None
        return np.asarray(zones != index.zone_number[cadre.last_zone], dtype=np.int64)

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        last = index.cadres[duty.cadre].last_zone
        return int(last is not None and duty.zone != last)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        return Text("与上次不是同一网格", "it is another zone than last time")
