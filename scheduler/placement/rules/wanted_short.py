"""Wanted short: fewer placements in all than were asked for."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule
from scheduler.problem import Text


class WantedShort(Rule):
    """Amount: placements that lack to `wanted.min`.

    For: a round has the pairs it was announced with. Asked for by the organising department. Unit: placements.
    Default 10,000 points. In the model: a limit on all pairs.
    """

    code = "wanted_short"
    title = Text("总数不足", "Fewer than wanted")
    purpose = Text("安排的总数少于所要的数目。", "Fewer placements in all than were asked for.")
    unit = Text("人次", "placements")
    default_weight = 10_000

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        if index.instance.wanted is not None:
            columns = np.arange(len(builder.pairs), dtype=np.int64)
            builder.limit(
                self.code, 1, np.zeros_like(columns), columns, low=index.instance.wanted.min, low_points=weight
            )

    def amount(self, facts: Facts) -> int:
        wanted = facts.index.instance.wanted
        return 0 if wanted is None else max(0, wanted.min - len(facts.placements))
