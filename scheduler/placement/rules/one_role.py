"""One role: a person acts in one role at a post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation, both, both_en
from scheduler.problem import Text, counted


class OneRole(Rule):
    """A person is at a post once, in one role.

    For: a head counts once. Asked for by the sites. Unit: placements. Hard.
    In the model: a limit for each person and post with several roles, where more than one post is allowed at all.
    """

    code = "one_role"
    title = Text("一岗一角色", "One role")
    purpose = Text("同一人在同一岗位只担任一个角色。", "A person acts in one role at a post.")
    unit = Text("人次", "placements")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        pairs = builder.pairs
        several = np.array([len(post.roles) > 1 for post in index.instance.posts], dtype=bool)
        many = np.array([person.max_posts > 1 for person in index.instance.people], dtype=bool)
        columns = np.flatnonzero(several[pairs.post] & many[pairs.person])
        keys = pairs.person[columns] * len(several) + pairs.post[columns]
        groups, row = np.unique(keys, return_inverse=True)
        builder.limit(self.code, len(groups), row.astype(np.int64), columns, high=1)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        times = Counter((one.person, one.post) for one in facts.placements)
        for (person_id, post_id), count in times.items():
            if count > 1:
                person, post = facts.index.people[person_id], facts.index.posts[post_id]
                yield Violation(
                    self.code,
                    Text(
                        f"{both(person)}在{both(post)}列了{count}次",
                        f"{both_en(person)} is at {both_en(post)} {counted(count, 'time')}",
                    ),
                    person=person_id,
                    post=post_id,
                )
