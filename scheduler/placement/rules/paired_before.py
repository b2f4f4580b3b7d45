"""Paired before: nobody twice at the same post, or with the same counterpart."""

from __future__ import annotations

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en, posts_mask
from scheduler.problem import Text


class PairedBefore(PairRule):
    """A pair that was made in an earlier round is not made again.

    For: rounds teach something new. Asked for by the organising department. Hard. In the model: no such pairs.
    """

    code = "paired_before"
    title = Text("曾经结对", "Paired before")
    purpose = Text("以前各轮已结过对的不再结对。", "Who was paired in an earlier round is not paired again.")
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        before = index.paired_before.get(person.id)
        return posts_mask(index, before) if before else None

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        if (person.id, post.id) not in index.instance.paired_before:
            return None
        return Text(f"{both(person)}与{both(post)}以前结过对", f"{both_en(person)} was at {both_en(post)} before")
