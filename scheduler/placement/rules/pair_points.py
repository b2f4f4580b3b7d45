"""Pair points: what is given for single pairs."""

from __future__ import annotations

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Pair, Person, Placement
from scheduler.placement.rules.base import Rule, by_post
from scheduler.problem import Text


class PairPoints(Rule):
    """Amount: the `points` of the pair in `pairs`.

    For: what no other rule knows, and instances of the literature. Asked for by admins. Unit: points. Default 1 point.
    """

    code = "pair_points"
    title = Text("指定分值", "Points of the pair")
    purpose = Text("为这一对单独指定的分值。", "Points given for this very pair.")
    unit = Text("分", "points")
    default_weight = 1

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        points = index.special_points.get(person.id)
        return by_post(index, seats, points, 0) if points else None

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        return index.pairs.get((placement.person, placement.post), Pair("", "")).points
