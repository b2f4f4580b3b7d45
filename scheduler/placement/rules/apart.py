"""Apart: people who may not be at one post."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation, both, both_en
from scheduler.problem import Text


class Apart(Rule):
    """Two people who must recuse themselves from each other are never at the same post.

    For: kin do not serve together. Asked for by law. Unit: posts. Hard. In the model: a limit for two people and a post.
    """

    code = "apart"
    title = Text("互相回避", "Apart")
    purpose = Text("须互相回避的两人不在同一岗位。", "Two people who are to be apart are not at the same post.")
    unit = Text("个岗位", "posts")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        pairs, posts = builder.pairs, len(index.instance.posts)
        for two in index.instance.apart:
            one, other = (pairs.of_person(index.person_number[person]) for person in two)
            shared = np.intersect1d(pairs.post[one], pairs.post[other])
            columns = np.concatenate([one, other])
            columns = columns[np.isin(pairs.post[columns], shared)]
            # Where a person may take several roles of a post the rule "one role" keeps that to one.
            builder.limit(self.code, posts, pairs.post[columns], columns, high=1)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for one, other in facts.index.instance.apart:
            mine = {placement.post for placement in facts.of_person.get(one, ())}
            for post in sorted(mine & {placement.post for placement in facts.of_person.get(other, ())}):
                first, second, place = facts.index.people[one], facts.index.people[other], facts.index.posts[post]
                yield Violation(
                    self.code,
                    Text(
                        f"{both(first)}与{both(second)}须互相回避，却同在{both(place)}",
                        f"{both_en(first)} and {both_en(second)} are to be apart, but both are at {both_en(place)}",
                    ),
                    person=one,
                    post=post,
                )
