"""Post short: roles of posts with fewer people than they want."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule
from scheduler.problem import Text


class PostShort(Rule):
    """Amount: priority × people that lack to a role's `min`.

    For: no post vacant, no squad too small. Asked for by the posts. Unit: people (times priority).
    Default 1,000 points. In the model: a limit for each seat.
    """

    code = "post_short"
    title = Text("岗位缺员", "Posts short of people")
    purpose = Text(
        "岗位某角色的人数不足，乘以岗位的优先级。", "People that a role of a post lacks, times the post's priority."
    )
    unit = Text("人", "people")
    default_weight = 1_000

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        low = np.array([seat.role.min for seat in index.seats], dtype=np.int64)
        priority = np.array([index.instance.posts[seat.post].priority for seat in index.seats], dtype=np.int64)
        columns = np.arange(len(builder.pairs), dtype=np.int64)
        builder.limit(self.code, len(low), builder.pairs.seat, columns, low=low, low_points=weight * priority)

    def amount(self, facts: Facts) -> int:
        return sum(
            post.priority * max(0, role.min - len(facts.in_seat.get((post.id, role.role), ())))
            for post in facts.index.instance.posts
            for role in post.roles
        )
