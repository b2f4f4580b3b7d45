"""Experience short: posts without enough experienced people."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule
from scheduler.problem import Text


class ExperienceShort(Rule):
    """Amount: experienced people that lack to a post's `min_experienced`.

    For: an experienced one on each squad. Asked for by the sites. Unit: people. Default 300 points.
    In the model: a limit for each post on the pairs with experienced people.
    """

    code = "experience_short"
    title = Text("缺有经验者", "Too few experienced")
    purpose = Text("岗位上有经验的人不足。", "Experienced people that a post lacks.")
    unit = Text("人", "people")
    default_weight = 300

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        low = np.array([post.min_experienced for post in index.instance.posts], dtype=np.int64)
        experienced = np.array([person.experienced for person in index.instance.people], dtype=bool)
        wants = low[builder.pairs.post] > 0
        columns = np.flatnonzero(wants & experienced[builder.pairs.person])
        builder.limit(self.code, len(low), builder.pairs.post[columns], columns, low=low, low_points=weight)

    def amount(self, facts: Facts) -> int:
        people = facts.index.people
        return sum(
            max(0, post.min_experienced - sum(people[one.person].experienced for one in facts.at_post.get(post.id, ())))
            for post in facts.index.instance.posts
        )
