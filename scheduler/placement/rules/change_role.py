"""Change of role: another role at the same post than in the plan so far."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule
from scheduler.problem import Text


class ChangeRole(Rule):
    """Amount: 1 for each placement at a post that the person has in the incumbent, in another role.

    For: fewest moves. Asked for by everybody. Unit: changes. Default 10 points.
    """

    code = "change_role"
    title = Text("变动角色", "Changed roles")
    purpose = Text("在原岗位上改任其他角色。", "Another role at the same post than in the plan so far.")
    unit = Text("次变动", "changes")
    default_weight = 10

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        before = index.incumbent.get(person.id)
        if not before:
            return None
        posts = [index.post_number[one.post] for one in before]
        same = [index.seat_number[one.post, one.role] for one in before]
        return (np.isin(index.seat_post[seats], posts) & ~np.isin(seats, same)).astype(np.int64)

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        before = index.incumbent.get(placement.person, ())
        return int(any(one.post == placement.post and one.role != placement.role for one in before))

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        return Text("在原岗位改任其他角色", "another role at the same post")
