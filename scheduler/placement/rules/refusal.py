"""Refusal: pairs that an admin or one of the two refused."""

from __future__ import annotations

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en, posts_mask
from scheduler.problem import Text


class Refusal(PairRule):
    """A refused pair is not proposed again.

    For: what people decided stands. Asked for by admins. Hard. In the model: no such pairs.
    """

    code = "refusal"
    title = Text("已否决", "Refused")
    purpose = Text("已被否决的结对不再提出。", "A pair that was refused is not proposed again.")
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        refused = index.refused.get(person.id)
        return posts_mask(index, refused) if refused else None

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        if (person.id, post.id) not in index.instance.refused:
            return None
        return Text(f"{both(person)}到{both(post)}已被否决", f"{both_en(person)} at {both_en(post)} was refused")
