"""Wanted at most: no more placements in all than were asked for."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation
from scheduler.problem import Text, counted


class WantedMost(Rule):
    """There are at most `wanted.max` placements.

    For: a round of so many pairs. Asked for by the organising department. Unit: placements. Hard.
    In the model: a limit on all pairs.
    """

    code = "wanted_most"
    title = Text("总数上限", "Wanted at most")
    purpose = Text("安排的总数不超过所要的上限。", "No more placements in all than were asked for.")
    unit = Text("人次", "placements")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        if index.instance.wanted is not None:
            columns = np.arange(len(builder.pairs), dtype=np.int64)
            builder.limit(self.code, 1, np.zeros_like(columns), columns, high=index.instance.wanted.max)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        wanted = facts.index.instance.wanted
        if wanted is not None and len(facts.placements) > wanted.max:
            yield Violation(
                self.code,
                Text(
                    f"共安排{len(facts.placements)}人次，至多{wanted.max}人次",
                    f"{counted(len(facts.placements), 'placement')} in all, at most {wanted.max}",
                ),
            )
