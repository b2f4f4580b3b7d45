"""Second look: who looked first does not look again."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation, both, both_en
from scheduler.problem import Text


class SecondLook(Rule):
    """Nobody is at a second look and at the post that it looks at again.

    For: inspections looked at again by others. Asked for by the inspection office. Unit: people. Hard.
    In the model: a limit for each person and second look.
    """

    code = "second_look"
    title = Text("回头看换人", "Second look")
    purpose = Text("参加过首次巡察的人不参加“回头看”。", "Who is at the first look is not at the second.")
    unit = Text("人", "people")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        people = len(index.instance.people)
        for number, post in enumerate(index.instance.posts):
            if post.second_look_of is not None:
                first = index.post_number[post.second_look_of]
                columns = np.flatnonzero(np.isin(builder.pairs.post, [number, first]))
                builder.limit(self.code, people, builder.pairs.person[columns], columns, high=1)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for post in facts.index.instance.posts:
            if post.second_look_of is None:
                continue
            for person_id in sorted(facts.people_at(post.id) & facts.people_at(post.second_look_of)):
                person = facts.index.people[person_id]
                yield Violation(
                    self.code,
                    Text(
                        f"{both(person)}参加过首次巡察，不能再参加{both(post)}",
                        f"{both_en(person)} is at the first look, so not at {both_en(post)}",
                    ),
                    person=person_id,
                    post=post.id,
                )
