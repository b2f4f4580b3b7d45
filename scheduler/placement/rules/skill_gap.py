"""Skill gap: skills that a role wishes for and the person lacks."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Person, Placement
from scheduler.placement.rules.base import Rule
from scheduler.problem import Text


class SkillGap(Rule):
    """Amount: skills among a role's `prefers` that the person lacks.

    For: the right people in the right posts. Asked for by the posts. Unit: skills. Default 10 points.
    """

    code = "skill_gap"
    title = Text("专长不符", "Skills that lack")
    purpose = Text("岗位希望的专长，本人没有。", "Skills that the post wishes for and the person lacks.")
    unit = Text("项专长", "skills")
    default_weight = 10

    def amounts(self, index: PlacementIndex, person: Person, seats: Ints) -> Ints | None:
        skills = set(person.skills)
        lacking = np.array([len(set(kind.prefers) - skills) for kind in index.kinds], dtype=np.int64)
        return lacking[index.seat_kind[seats]]

    def placement_amount(self, index: PlacementIndex, placement: Placement) -> int:
        return len(_lacking(index, placement))

    def words(self, index: PlacementIndex, placement: Placement, amount: int) -> Text:
        lacking = _lacking(index, placement)
        return Text(f"缺少希望的专长：{'、'.join(lacking)}", f"lacks the skills wished for: {', '.join(lacking)}")


def _lacking(index: PlacementIndex, placement: Placement) -> list[str]:
    skills = index.people[placement.person].skills
    return [skill for skill in index.roles[placement.post, placement.role].prefers if skill not in skills]
