"""Post's wish: how far down the post's own list the person stands."""

from __future__ import annotations

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule
from scheduler.problem import Text


class PostWish(Rule):
    """Amount: 0 for the person wished for first, 1 for the second …; the length of the list for one not on it.

    For: communities, enterprises and grid workers have a say. Asked for by them. Unit: places. Default 5 points.
    """

    code = "post_wish"
    title = Text("岗位意向", "The post's wish")
    purpose = Text(
        "本人在岗位意向名单中的位次；未列入的按名单总数计。", "How far down the post's list the person stands."
    )
    unit = Text("位", "places")
    default_weight = 5

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        ranks = index.post_wishes.copy()
        for post, rank in index.wished_at.get(person.id, ()):
            ranks[post] = rank
        return ranks[index.seat_post[seats]] if ranks.any() else None

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        wishes = index.post_of(placement).wishes
        return wishes.index(placement.person) if placement.person in wishes else len(wishes)

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        if placement.person in index.post_of(placement).wishes:
            return Text(f"是岗位第{amount + 1}人选", f"it is the post's choice no. {amount + 1}")
        return Text("不在岗位意向名单之内", "the person is not on the post's list")
