"""Consent: only people and posts that agreed."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en
from scheduler.problem import Text


class Consent(PairRule):
    """A person is placed, and a post filled, only where both sides' consent is there.

    For: units let their people go, communities take them in. Asked for by units and communities. Hard.
    In the model: no pairs with who did not agree.
    """

    code = "consent"
    title = Text("同意", "Consent")
    purpose = Text(
        "人员（及其单位）和岗位（及其社区）都已同意。", "Both the person's side and the post's side have agreed."
    )
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        if not person.consent:
            return np.zeros(len(index.seats), dtype=bool)
        left: Mask = index.post_consents[index.seat_post]
        return left

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        if not person.consent:
            return Text(f"{both(person)}一方未同意", f"{both_en(person)} or their unit has not agreed")
        if not post.consent:
            return Text(f"{both(post)}一方未同意", f"{both_en(post)} has not agreed")
        return None
