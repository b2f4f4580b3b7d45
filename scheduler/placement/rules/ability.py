"""Ability: a role is taken only by who can."""

from __future__ import annotations

import numpy as np

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Post, Role
from scheduler.placement.rules.base import Mask, PairRule, both, both_en
from scheduler.problem import Text


class Ability(PairRule):
    """A person acts in a role that is among theirs and has every skill that it needs.

    For: an inspector can inspect, a problem-solver can solve. Asked for by the sites. Hard.
    In the model: no pairs with seats that one cannot take.
    """

    code = "ability"
    title = Text("能力", "Ability")
    purpose = Text("能担任该角色，并具备其必需的专长。", "The person can act in the role and has every skill it needs.")
    unit = Text("人次", "placements")

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        able = np.array([_able(person, kind) for kind in index.kinds], dtype=bool)
        left: Mask = able[index.seat_kind]
        return left

    def objection(self, index: PlacementIndex, person: Person, post: Post, role: Role) -> Text | None:
        if person.roles is not None and role.role not in person.roles:
            return Text(f"{both(person)}不能担任{role.role}", f"{both_en(person)} cannot act as {role.role}")
        lacking = [skill for skill in role.needs if skill not in person.skills]
        if lacking:
            return Text(
                f"{both(person)}缺少{post.name}{role.role}所需的专长：{'、'.join(lacking)}",
                f"{both_en(person)} lacks skills that {role.role} at {post.name} needs: {', '.join(lacking)}",
            )
        return None


def _able(person: Person, kind: Role) -> bool:
    return (person.roles is None or kind.role in person.roles) and set(kind.needs) <= set(person.skills)
