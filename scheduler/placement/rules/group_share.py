"""Group share: more people of one unit than its share."""

from __future__ import annotations

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule
from scheduler.placement.rules.group_out import limit_people_out
from scheduler.problem import Text


class GroupShare(Rule):
    """Amount: people of a group out at one time above its `share`, for each largest set of posts that run together.

    For: the burden is spread over many units. Asked for by the units. Unit: people. Default 20 points.
    In the model: a limit for each group and time; who may have several posts counts once.
    """

    code = "group_share"
    title = Text("超出单位份额", "Above the unit's share")
    purpose = Text("一个单位同时派出的人多于其份额。", "A group has more people out at one time than its share.")
    unit = Text("人", "people")
    default_weight = 20

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        share = {group.id: group.share for group in index.instance.groups if group.share is not None}
        limit_people_out(self.code, index, builder, share, weight)

    def amount(self, facts: Facts) -> int:
        index = facts.index
        total = 0
        for moment in index.moments:
            running = {index.instance.posts[number].id for number in moment.tolist()}
            out = {one.person for one in facts.placements if one.post in running}
            for group in index.instance.groups:
                if group.share is not None:
                    mine = sum(index.people[person].group == group.id for person in out)
                    total += max(0, mine - group.share)
        return total
