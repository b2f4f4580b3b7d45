"""Distance: how far the post is from where the person is."""

from __future__ import annotations

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule
from scheduler.problem import Text


class Distance(Rule):
    """Amount: whole kilometres in a straight line; 0 where one of the two has no position.

    For: short ways for months. Asked for by cadres. Unit: kilometres. Default 1 point.
    """

    code = "distance"
    title = Text("距离", "Distance")
    purpose = Text("本人与岗位的直线距离（整公里）。", "Whole kilometres in a straight line to the post.")
    unit = Text("公里", "km")
    default_weight = 1

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        far = index.kilometres_from(person.id)
        return None if far is None else far[index.seat_post[seats]]

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        return index.kilometres(placement.person, placement.post)

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        return Text(f"相距{amount}公里", f"it is {amount} km away")
