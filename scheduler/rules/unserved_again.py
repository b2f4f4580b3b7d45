"""Unserved again: whoever was left out before is the last to be left out now."""

from __future__ import annotations

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Text
from scheduler.rules.base import Facts, Fixed, Rule


class UnservedAgain(Rule):
    """Amount: duties owed and not served × what the cadre carries of having been left out before.

    For: where not everybody can be served, all are left out in turn. Asked for by communities and the
    organising department. Unit: points of what is carried. Default 80 points.
    """

    code = "unserved_again"
    title = Text("再次未排上", "Unserved again")
    purpose = Text(
        "应值勤而没有排上，且以往已多次没有排上。", "A duty owed and not given to somebody who was left out before."
    )
    unit = Text("分", "points carried")
    default_weight = 80

    def fixed_amounts(self, index: InstanceIndex, cadre: Cadre) -> Fixed | None:
        carried = cadre.carried_unserved
        return Fixed(constant=index.owed(cadre) * carried, each_duty=-carried) if carried else None

    def amount(self, facts: Facts) -> int:
        return sum(facts.missing(cadre) * cadre.carried_unserved for cadre in facts.index.instance.cadres)
