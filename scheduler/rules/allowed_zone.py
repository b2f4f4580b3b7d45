"""Allowed zones: duty only in a zone that the cadre may serve."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text
from scheduler.rules.base import Facts, Rule, Violation, mask_of, named, named_en


class AllowedZone(Rule):
    """A duty lies in a zone of the subdistricts of the unit's linked communities, or the home zone;
    where `only_zones` is given, in one of those alone; never in a barred one.

    For: units serve where they are linked, and recusals are kept. Asked for by the organising
    department and the discipline inspection. Unit: zones. Hard. In the model: no other pairs exist.
    """

    code = "allowed_zone"
    title = Text("可去网格", "Allowed zones")
    purpose = Text(
        "只去联点社区所在街道的网格或本人居住的网格；有限定时只去限定的网格；回避的网格不去。",
        "Only zones in the subdistricts of the unit's linked communities, or the home zone; "
        "only the listed ones where a list is given; never a recused one.",
    )
    unit = Text("个网格", "zones")
    hard = True

    def narrow_places(self, index: InstanceIndex, cadre: Cadre) -> npt.NDArray[np.bool_] | None:
        if cadre.only_zones is not None:
            mask = mask_of(len(index.zones), [index.zone_number[zone] for zone in cadre.only_zones])
        else:
            mask = index.reachable_zones[cadre.unit].copy()
            if cadre.home_zone is not None:
                mask[index.zone_number[cadre.home_zone]] = True
        for zone in cadre.barred_zones:
            mask[index.zone_number[zone]] = False
        return mask

    def violations(self, facts: Facts) -> Iterable[Violation]:
        index = facts.index
        reached = _reached_subdistricts(index)
        for cadre_id, duties in facts.planned.items():
            cadre = index.cadres[cadre_id]
            for duty in duties:
                zone = index.zones[duty.zone]
                if duty.zone in cadre.barred_zones:
                    why = Text("该网格须回避", "from which they are barred")
                elif cadre.only_zones is not None:
                    if duty.zone in cadre.only_zones:
                        continue
                    why = Text("不在限定的网格内", "which is not among the zones they are limited to")
                elif zone.subdistrict in reached[cadre.unit] or duty.zone == cadre.home_zone:
                    continue
                else:
                    why = Text(
                        "不在联点社区所在街道，也不是居住网格",
                        "which is neither in a linked community's subdistrict nor their home zone",
                    )
                yield Violation(
                    self.code,
                    Text(
                        f"{named(index, cadre_id)}去{zone.name}，{why.zh}",
                        f"{named_en(index, cadre_id)} serves in {zone.name}, {why.en}",
                    ),
                    cadre=cadre_id,
                    zone=duty.zone,
                    date=duty.date,
                )


def _reached_subdistricts(index: InstanceIndex) -> dict[str, set[str]]:
    subdistrict_of = {zone.community: zone.subdistrict for zone in index.instance.zones}
    return {
        unit.id: {subdistrict_of[community] for community in unit.linked_communities} for unit in index.instance.units
    }
