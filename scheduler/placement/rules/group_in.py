"""Group in: a community takes so many at one time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation
from scheduler.problem import Text


class GroupIn(Rule):
    """At one time at most `max_in` placements are at posts of a group.

    For: a community keeps enough of its own grid workers. Asked for by communities. Unit: placements. Hard.
    In the model: a limit for each group and time.
    """

    code = "group_in"
    title = Text("社区接收人数", "Group in")
    purpose = Text("同一时间在其岗位上安排的人次不超过上限。", "Placements at a group's posts at one time.")
    unit = Text("人次", "placements")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        groups = [group for group in index.instance.groups if group.max_in is not None]
        number = {group.id: place for place, group in enumerate(groups)}
        post_group = np.array([number.get(post.group or "", -1) for post in index.instance.posts], dtype=np.int64)
        high = np.array([group.max_in for group in groups], dtype=np.int64)
        for moment in index.moments:
            at = np.full(len(post_group), -1, dtype=np.int64)
            at[moment] = post_group[moment]
            columns = np.flatnonzero(at[builder.pairs.post] >= 0)
            builder.limit(self.code, len(groups), at[builder.pairs.post[columns]], columns, high=high)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for group in facts.index.instance.groups:
            if group.max_in is None:
                continue
            mine = [one for one in facts.placements if facts.index.post_of(one).group == group.id]
            count = max((len(together) for together in facts.at_one_time(mine)), default=0)
            if count > group.max_in:
                yield Violation(
                    self.code,
                    Text(
                        f"{group.name}同时接收{count}人次，至多{group.max_in}人次",
                        f"{group.name} takes {count} at one time, at most {group.max_in}",
                    ),
                    group=group.id,
                )
