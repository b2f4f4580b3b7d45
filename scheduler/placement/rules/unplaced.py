"""Unplaced: people with fewer posts than they should have."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule
from scheduler.problem import Text


class UnplacedRule(Rule):
    """Amount: posts that lack to a person's `min_posts`.

    For: a batch of people who are all to be posted. Asked for by the organising department. Unit: posts.
    Default 1,000 points. In the model: a limit for each person.
    """

    code = "unplaced"
    title = Text("未安排", "Not placed")
    purpose = Text("应派的人所得岗位不足。", "Posts that people lack who should have some.")
    unit = Text("个岗位", "posts")
    default_weight = 1_000

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        low = np.array([person.min_posts for person in index.instance.people], dtype=np.int64)
        columns = np.arange(len(builder.pairs), dtype=np.int64)
        builder.limit(self.code, len(low), builder.pairs.person, columns, low=low, low_points=weight)

    def amount(self, facts: Facts) -> int:
        return sum(
            max(0, person.min_posts - len(facts.of_person.get(person.id, ()))) for person in facts.index.instance.people
        )
