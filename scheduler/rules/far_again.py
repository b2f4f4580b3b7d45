"""Far again: zones outside the linked communities go to those who had least of them."""

from __future__ import annotations

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty, Text
from scheduler.rules.base import Rule


class FarAgain(Rule):
    """Amount: for a duty in a zone outside the communities that the unit is linked with, what the cadre
    carries of such zones from earlier periods.

    For: far zones take turns. Asked for by cadres. Unit: points of what is carried. Default 1 point.
    """

    code = "far_again"
    title = Text("再去非联点社区", "Outside linked communities again")
    purpose = Text(
        "在单位联点社区以外的网格值勤，且以往已去得较多。",
        "A duty outside the unit's linked communities given to somebody who had more than their share of them.",
    )
    unit = Text("分", "points carried")
    default_weight = 1

    def place_amounts(self, index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
        if not cadre.carried_far:
            return None
        return np.where(index.linked_zones[cadre.unit][zones], 0, cadre.carried_far).astype(np.int64)

    def duty_amount(self, index: InstanceIndex, duty: Duty) -> int:
        cadre = index.cadres[duty.cadre]
        near = index.zones[duty.zone].community in index.units[cadre.unit].linked_communities
        return 0 if near else cadre.carried_far

    def words(self, index: InstanceIndex, duty: Duty, amount: int) -> Text:
        carried = index.cadres[duty.cadre].carried_far
        return Text(
            f"该网格不在本单位的联点社区，本人以往去得较多（累计{carried}）",
            f"the zone is outside the unit's linked communities, and they carry {carried} of such zones from before",
        )
