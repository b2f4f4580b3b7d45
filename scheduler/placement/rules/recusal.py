"""Recusal: never where one's own interests or kin are."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en, posts_mask
from scheduler.problem import Text


class Recusal(PairRule):
    """Nobody at a post they are barred from, at one of a group where kin serve, or where their own group may not go.

    For: the recusal rules (公务员回避规定). Asked for by law. Hard.
    In the model: no such pairs.
    """

    code = "recusal"
    title = Text("回避", "Recusal")
    purpose = Text(
        "不去须回避的岗位，不去亲属所在的单位；标明的岗位不由本单位人员担任。",
        "Nobody at a post they are barred from or where kin serve; some posts are not for people of that group.",
    )
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        own = index.post_not_own & (index.post_group == index.group_number[person.group])
        kin = np.isin(index.post_group, [index.group_number[group] for group in person.barred_groups])
        left: Mask = ~(own | kin)[index.seat_post] & posts_mask(index, index.barred_pairs[person.id])
        return left

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        if post.id in person.barred_posts or person.id in post.barred_people:
            return Text(f"{both(person)}须回避{both(post)}", f"{both_en(person)} is barred from {both_en(post)}")
        if post.group is not None and post.group in person.barred_groups:
            return Text(
                f"{both(person)}的亲属在{index.groups[post.group].name}，须回避{post.name}",
                f"{both_en(person)} has kin in {index.groups[post.group].name}, so not to {post.name}",
            )
        if post.not_own_group and post.group == person.group:
            return Text(
                f"{both(post)}不由本单位人员担任，{both(person)}属于该单位",
                f"{both_en(post)} is not for its own people, and {both_en(person)} is one",
            )
        return None
