"""Change of post: people who are no longer where the plan so far has them."""

from __future__ import annotations

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Facts, Rule, by_post
from scheduler.problem import Text


class ChangePost(Rule):
    """Amount: 1 for each placement of the incumbent whose person is not at that post any more.

    For: fewest moves. Asked for by everybody. Unit: moves. Default 50 points.
    In the model: all of the incumbent as a constant, less 1 for each pair that is in it.
    """

    code = "change_post"
    title = Text("变动岗位", "Moves")
    purpose = Text("原方案中的人不再在原岗位。", "Who is no longer where the plan so far has them.")
    unit = Text("次变动", "moves")
    default_weight = 50

    def constant(self, index: PlacementIndex) -> int:
        return len(index.instance.incumbent)

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        before = index.incumbent.get(person.id)
        return by_post(index, seats, {one.post: -1 for one in before}, 0) if before else None

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        return -any(one.post == placement.post for one in index.incumbent.get(placement.person, ()))

    def amount(self, facts: Facts) -> int:
        return sum(one.person not in facts.people_at(one.post) for one in facts.index.instance.incumbent)

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        return Text("保留原岗位", "it keeps the post of the plan so far")
