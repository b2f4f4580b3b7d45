"""Capacity: what one person can bear at one time."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from scheduler.model import Ints
from scheduler.placement.model import ModelBuilder, PlacementIndex
from scheduler.placement.problem import Person
from scheduler.placement.rules.base import Facts, Mask, Rule, Violation, both, both_en
from scheduler.problem import Text, counted


class Capacity(Rule):
    """At one time a person has at most `max_posts` posts, whose loads are at most `capacity`.

    For: an officer serves several enterprises, but not too many. Asked for by officers. Unit: load. Hard.
    In the model: limits for each person and time; a pair's factor is its load.
    """

    code = "capacity"
    title = Text("承担能力", "Capacity")
    purpose = Text(
        "同一时间的岗位数和负荷不超过本人的上限。", "Posts and loads at one time are within what the person can bear."
    )
    unit = Text("负荷", "load")
    hard = True

    def narrow(self, index: PlacementIndex, person: Person) -> Mask | None:
        if person.max_posts == 0:
            return np.zeros(len(index.seats), dtype=bool)
        left: Mask = _loads(index, person)[index.seat_post] <= person.capacity
        return left

    def limits(self, index: PlacementIndex, builder: ModelBuilder, weight: int) -> None:
        people = index.instance.people
        pairs = builder.pairs
        loads = np.zeros(len(pairs), dtype=np.int64)
        for number, person in enumerate(people):
            mine = slice(int(pairs.start[number]), int(pairs.start[number + 1]))
            if person.max_posts > 1 and mine.start < mine.stop:
                loads[mine] = _loads(index, person)[pairs.post[mine]]
        posts = np.array([person.max_posts for person in people], dtype=np.int64)
        capacity = np.array([person.capacity for person in people], dtype=np.int64)
        for moment in index.moments:
            running = np.zeros(len(index.instance.posts), dtype=bool)
            running[moment] = True
            columns = np.flatnonzero(running[pairs.post])
            row = pairs.person[columns]
            builder.limit(self.code, len(people), row, columns, high=posts)
            builder.limit(self.code, len(people), row, columns, loads[columns], high=capacity)

    def violations(self, facts: Facts) -> Iterable[Violation]:
        index = facts.index
        for person_id, placements in facts.of_person.items():
            person = index.people[person_id]
            for together in facts.at_one_time(placements):
                load = sum(index.load(person_id, one.post) for one in together)
                if len(together) > person.max_posts or load > person.capacity:
                    yield Violation(self.code, _words(person, len(together), load), person=person_id)
                    break


def _loads(index: PlacementIndex, person: Person) -> Ints:
    """The load of each post for the person: int64[posts]."""
    loads = index.post_load.copy()
    for post, load in index.special_loads.get(person.id, ()):
        loads[post] = load
    return loads


def _words(person: Person, posts: int, load: int) -> Text:
    return Text(
        f"{both(person)}同时有{posts}个岗位、负荷{load}，至多{person.max_posts}个岗位、负荷{person.capacity}",
        f"{both_en(person)} has {counted(posts, 'post')} with load {load} at one time, at most {person.max_posts} with load "
        f"{person.capacity}",
    )
