"""Not linked: duties outside the unit's linked communities."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class NotLinked(Rule):
    """Amount: 1 for a duty in a zone outside the communities that the unit is linked with.

    For: a unit knows its communities and they know it. Asked for by the organising department.
    Unit: duties. Default 6 points.
    """

    code = "not_linked"
    title = Text("非联点社区", "Outside linked communities")
    purpose = Text("在单位联点社区以外的网格值勤。", "A duty outside the unit's linked communities.")
    unit = Text("次", "duties")
    default_weight = 6

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        return np.asarray(~index.linked_zones[cadre.unit][zones], dtype=np.int64)

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        unit = index.units[index.cadres[duty.cadre].unit]
        return int(index.zones[duty.zone].community not in unit.linked_communities)

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        return Text("该网格不在本单位的联点社区", "the zone is outside the unit's linked communities")
