"""Person's wish: how far down the person's own list the post stands."""

from __future__ import annotations

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule, by_post
from scheduler.problem import Text


class PersonWish(Rule):
    """Amount: 0 for the post wished for first, 1 for the second …; the length of the list for one that is not on it.

    For: people go where they want to. Asked for by cadres. Unit: places. Default 5 points.
    """

    code = "person_wish"
    title = Text("本人志愿", "The person's wish")
    purpose = Text("岗位在本人志愿中的位次；未列入的按志愿总数计。", "How far down the person's list the post stands.")
    unit = Text("位", "places")
    default_weight = 5

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        if not person.wishes:
            return None
        ranks = {post: rank for rank, post in enumerate(person.wishes)}
        return by_post(index, seats, ranks, len(person.wishes))

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        wishes = index.people[placement.person].wishes
        return wishes.index(placement.post) if placement.post in wishes else len(wishes)

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        if placement.post in index.people[placement.person].wishes:
            return Text(f"是本人第{amount + 1}志愿", f"it is the person's wish no. {amount + 1}")
        return Text("不在本人志愿之内", "it is not among the person's wishes")
