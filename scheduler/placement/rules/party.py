"""Party: those who go together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation, both, both_en
from scheduler.problem import Text


class PartyRule(Rule):
    """Where one member of a party is placed every other is placed too, each in a role.

    For: mentors with the new, inspection groups. Asked for by admins. Unit: people. Hard.
    In the model: for two members and a post, the one's placements less the other's are 0.
    """

    code = "party"
    title = Text("同组", "Party")
    purpose = Text("同组人员去同一岗位，或者都不去。", "Members of a party are at the same posts, or at none.")
    unit = Text("人", "people")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        pairs, posts = builder.pairs, len(index.instance.posts)
        for party in index.instance.parties:
            for one, other in pairwise(party):
                rows, columns, factors = [], [], []
                for member, factor in ((one, 1), (other, -1)):
                    mine = pairs.of_person(index.person_number[member])
                    rows.append(pairs.post[mine])
                    columns.append(mine)
                    factors.append(np.full(len(mine), factor, dtype=np.int64))
                builder.limit(self.code, posts, np.concatenate(rows), np.concatenate(columns), np.concatenate(factors),
                              low=0, high=0, low_points=-1)  # fmt: skip

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for party in facts.index.instance.parties:
            posts = [{one.post for one in facts.of_person.get(member, ())} for member in party]
            for post in sorted({post for mine in posts for post in mine if any(post not in other for other in posts)}):
                missing = next(member for member, mine in zip(party, posts, strict=True) if post not in mine)
                person, place = facts.index.people[missing], facts.index.posts[post]
                yield Violation(
                    self.code,
                    Text(
                        f"{both(person)}没有与同组人员一起去{both(place)}",
                        f"{both_en(person)} is not with the party at {both_en(place)}",
                    ),
                    person=missing,
                    post=post,
                )
