"""Term: nobody is in two places."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en
from scheduler.problem import Text


class TermRule(PairRule):
    """A post's term has no day in common with the person's other service; a post without a term runs always.

    For: nobody is in two places. Asked for by everybody. Hard. In the model: no pairs with who is busy then.
    """

    code = "term"
    title = Text("任期冲突", "Term")
    purpose = Text("任期内没有其他任务。", "The person has no other service during the post's term.")
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        if not person.busy:
            return None
        free = np.array([_clash(person, post) is None for post in index.instance.posts], dtype=bool)
        left: Mask = free[index.seat_post]
        return left

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        return _clash(person, post)


def _clash(person: Person, post: Post) -> Text | None:
    for busy in person.busy:
        if post.term is None or post.term.meets(busy):
            return Text(
                f"{both(person)}在{busy.first}至{busy.last}另有任务，与{post.name}的任期重叠",
                f"{both_en(person)} serves elsewhere from {busy.first} to {busy.last}, within the term of {post.name}",
            )
    return None
