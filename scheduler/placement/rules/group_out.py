"""Group out: a unit lets so many of its people go at one time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.rules.base import Facts, Rule, Violation
from scheduler.placement.rules.capacity import pair_loads
from scheduler.problem import Text


class GroupOut(Rule):
    """At one time at most `max_out` of a group's people are placed, and `min_present` of those not away stay.

    For: the office stays able to work. Asked for by the units. Unit: people. Hard.
    In the model: a limit for each group and time; who may have several posts counts once.
    """

    code = "group_out"
    title = Text("单位派出人数", "Group out")
    purpose = Text(
        "同一时间派出的人数不超过上限，并留足在岗人数。", "A group's people out at one time; enough of them stay."
    )
    unit = Text("人", "people")
    hard = True

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        room = {group.id: index.room(group) for group in index.instance.groups}
        limit_people_out(self.code, index, builder, {key: most for key, most in room.items() if most is not None}, None)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        for group in facts.index.instance.groups:
            room = facts.index.room(group)
            count = most_out(facts, group.id)
            if room is not None and count > room:
                yield Violation(
                    self.code,
                    Text(
                        f"{group.name}同时派出{count}人，至多可派{room}人",
                        f"{group.name} has {count} out at one time, can spare {room}",
                    ),
                    group=group.id,
                )


def limit_people_out(
    rule: str, index: PlacementIndex, builder: ModelBuilder, most: dict[str, int], points: int | None
) -> None:
    """A limit on the people of each of these groups who are placed at one time: hard, or with points for each above."""
    groups = list(most)
    figures: dict[str, Ints] = {"high": np.array(list(most.values()), dtype=np.int64)}
    if points is not None:
        figures["high_points"] = np.full(len(groups), points, dtype=np.int64)
    number = {group: place for place, group in enumerate(groups)}
    group_of = np.array([number.get(person.group, -1) for person in index.instance.people], dtype=np.int64)
    many = np.array([person.max_posts > 1 for person in index.instance.people], dtype=bool)
    pairs = builder.pairs
    for moment in index.moments:
        running = np.zeros(len(index.instance.posts), dtype=bool)
        running[moment] = True
        mine = np.flatnonzero(running[pairs.post] & (group_of[pairs.person] >= 0))
        once, several = mine[~many[pairs.person[mine]]], mine[many[pairs.person[mine]]]
        rows, columns = [group_of[pairs.person[once]]], [once]
        if len(several):
            people, place = np.unique(pairs.person[several], return_inverse=True)
            rows.append(group_of[people])
            columns.append(_serving(index, builder, people, place.astype(np.int64), several))
        builder.limit(rule, len(groups), np.concatenate(rows), np.concatenate(columns), **figures)


def _serving(index: PlacementIndex, builder: ModelBuilder, people: Ints, place: Ints, pairs: Ints) -> Ints:
    """Columns that say that these people have one of the pairs (place: of the people), none beyond what they can bear."""
    mine = [index.instance.people[number] for number in people.tolist()]
    posts = np.array([person.max_posts for person in mine], dtype=np.int64)
    capacity = np.array([person.capacity for person in mine], dtype=np.int64)
    return builder.serving(place, pairs, [(1, posts), (pair_loads(index, builder.pairs)[pairs], capacity)])


def most_out(facts: Facts, group: str) -> int:
    """The most people of a group who are placed at one time, in plain Python."""
    return max((len(people) for people in out_together(facts)[group]), default=0)


def out_together(facts: Facts) -> dict[str, list[set[str]]]:
    """By group: the sets of its people who are placed at one time."""
    mine = defaultdict(list)
    for placement in facts.placements:
        mine[facts.index.people[placement.person].group].append(placement)
    found: dict[str, list[set[str]]] = defaultdict(list)
    for group, placements in mine.items():
        found[group] = [{one.person for one in together} for together in facts.at_one_time(placements)]
    return found
