"""Not taught: topics of the round that a pair does not teach."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule
from scheduler.problem import Text


class NotTaught(Rule):
    """Amount: the value of each topic that the person does not learn anew at the post; and again for the post's holder.

    A person learns a topic that the post offers and they have not; the holder, who goes to the person's group,
    one that the person's group offers (`offers` of the person) and the holder has not.
    For: a rotation is to teach. Asked for by the organising department. Unit: value. Default 10 points.
    """

    code = "not_taught"
    title = Text("学不到的内容", "Not taught")
    purpose = Text(
        "本轮要学的内容中，双方经这一安排学不到的（按价值计）。",
        "What the round is to teach and the two do not learn from this pair.",
    )
    unit = Text("分值", "value")
    default_weight = 10

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        teach = index.instance.teach
        if not teach:
            return None
        new = np.array([0 if topic in person.skills else value for topic, value in teach.items()], dtype=np.int64)
        given = np.array([value * (topic in person.offers) for topic, value in teach.items()], dtype=np.int64)
        total = sum(teach.values())
        amounts = total - index.topics_offered @ new + total * index.post_held - index.topics_holder_lacks @ given
        found: Ints = amounts[index.seat_post[seats]]
        return found

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        person, post = index.people[placement.person], index.post_of(placement)
        teach = index.instance.teach
        amount = _missed(teach.items(), post.offers, person.skills)
        if post.holder_skills is not None:
            amount += _missed(teach.items(), person.offers, post.holder_skills)
        return amount

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        person, post = index.people[placement.person], index.post_of(placement)
        learned = [topic for topic in index.instance.teach if topic in post.offers and topic not in person.skills]
        if not learned:
            return Text("本人学不到本轮的内容", "the person learns nothing of what the round is to teach")
        return Text(f"本人能学到：{'、'.join(learned)}", f"the person learns: {', '.join(learned)}")


def _missed(teach: Iterable[tuple[str, int]], offered: tuple[str, ...], known: tuple[str, ...]) -> int:
    return sum(value for topic, value in teach if topic not in offered or topic in known)
