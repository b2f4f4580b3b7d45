"""Seats: a role of a post takes so many people and no more."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation
from scheduler.problem import Text


class Seats(Rule):
    """A role of a post has at most `max` people.

    For: an enterprise has one officer, a grid worker one counterpart. Asked for by the posts. Unit: people. Hard.
    In the model: a limit for each seat.
    """

    code = "seats"
    title = Text("岗位人数", "Seats")
    purpose = Text("每个岗位的每个角色不超过上限。", "Each role of a post has no more people than its most.")
    unit = Text("人", "people")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        most = np.array([seat.role.max for seat in index.seats], dtype=np.int64)
        columns = np.arange(len(builder.pairs), dtype=np.int64)
        builder.limit(self.code, len(most), builder.pairs.seat, columns, high=most)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for (post, role), placements in facts.in_seat.items():
            most = facts.index.roles[post, role].max
            if len(placements) > most:
                name = facts.index.posts[post].name
                yield Violation(
                    self.code,
                    Text(
                        f"{name}的{role}安排了{len(placements)}人，至多{most}人",
                        f"{name} has {len(placements)} as {role}, at most {most}",
                    ),
                    post=post,
                )
