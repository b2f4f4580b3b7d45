"""Look-ups into a placement instance, made once and shared by the rules, the model and the audit."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from math import cos, isqrt, radians
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.model import Ints
from scheduler.placement.problem import Group, Pair, Person, Placement, PlacementInstance, Post, Role

METRES_A_DEGREE = 111_195
NO_PAIR = Pair("", "")


class Seat(NamedTuple):
    """A role of a post."""

    post: int
    role: Role


class Point(NamedTuple):
    """Whole metres east and north on the plane of the instance."""

    x: int
    y: int


class PlacementIndex:
    """Positions and groups of an instance's people and posts."""

    def __init__(self, instance: PlacementInstance) -> None:
        self.instance = instance
        self.people = {person.id: person for person in instance.people}
        self.posts = {post.id: post for post in instance.posts}
        self.groups = {group.id: group for group in instance.groups}
        self.person_number = {person.id: number for number, person in enumerate(instance.people)}
        self.post_number = {post.id: number for number, post in enumerate(instance.posts)}
        self.group_number = {group.id: number for number, group in enumerate(instance.groups)}
        self.party_of = {member: party for party in instance.parties for member in party}
        self.pairs = {(pair.person, pair.post): pair for pair in instance.pairs}
        self.seats = tuple(Seat(number, role) for number, post in enumerate(instance.posts) for role in post.roles)
        self.seat_post: Ints = np.array([seat.post for seat in self.seats], dtype=np.int64)
        self.roles = {(post.id, role.role): role for post in instance.posts for role in post.roles}

    @cached_property
    def seat_number(self) -> dict[tuple[str, str], int]:
        """The number of the seat of a role at a post."""
        posts = self.instance.posts
        return {(posts[seat.post].id, seat.role.role): number for number, seat in enumerate(self.seats)}

    @cached_property
    def kinds(self) -> tuple[Role, ...]:
        """The different kinds of seats: role, needs and prefers."""
        return tuple(dict.fromkeys(_kind(seat.role) for seat in self.seats))

    @cached_property
    def seat_kind(self) -> Ints:
        """The kind of each seat."""
        number = {kind: place for place, kind in enumerate(self.kinds)}
        return np.array([number[_kind(seat.role)] for seat in self.seats], dtype=np.int64)

    @cached_property
    def moments(self) -> tuple[Ints, ...]:
        """The largest sets of posts (numbers) that run at one time; one whose term is not given always runs."""
        posts = self.instance.posts
        starts = sorted({post.term.first for post in posts if post.term is not None})
        if not starts:
            return (np.arange(len(posts), dtype=np.int64),) if posts else ()
        running = [
            frozenset(
                number
                for number, post in enumerate(posts)
                if post.term is None or post.term.first <= day <= post.term.last
            )
            for day in starts
        ]
        largest = [one for one in dict.fromkeys(running) if not any(one < other for other in running)]
        return tuple(np.array(sorted(one), dtype=np.int64) for one in largest)

    @cached_property
    def members_of_group(self) -> dict[str, tuple[Person, ...]]:
        """The people of each group."""
        found: dict[str, list[Person]] = {group.id: [] for group in self.instance.groups}
        for person in self.instance.people:
            found[person.group].append(person)
        return {key: tuple(members) for key, members in found.items()}

    @cached_property
    def incumbent(self) -> dict[str, tuple[Placement, ...]]:
        """The placements of the plan so far, by person."""
        found: dict[str, list[Placement]] = defaultdict(list)
        for placement in self.instance.incumbent:
            found[placement.person].append(placement)
        return {person: tuple(placements) for person, placements in found.items()}

    @cached_property
    def barred_pairs(self) -> dict[str, frozenset[str]]:
        """By person: the posts that they or the post's own list bar."""
        found: dict[str, set[str]] = {person.id: set(person.barred_posts) for person in self.instance.people}
        for post in self.instance.posts:
            for person in post.barred_people:
                found[person].add(post.id)
        return {person: frozenset(posts) for person, posts in found.items()}

    @cached_property
    def paired_before(self) -> dict[str, frozenset[str]]:
        """By person: the posts at which they were before."""
        return _by_person(self.instance.paired_before)

    @cached_property
    def refused(self) -> dict[str, frozenset[str]]:
        """By person: the posts that were refused for them."""
        return _by_person(self.instance.refused)

    @cached_property
    def post_wishes(self) -> Ints:
        """How many people each post wishes for: the rank of whoever is not among them."""
        return np.array([len(post.wishes) for post in self.instance.posts], dtype=np.int64)

    @cached_property
    def wished_at(self) -> dict[str, list[tuple[int, int]]]:
        """By person: (post number, rank) of the posts that wish for them."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, post in enumerate(self.instance.posts):
            for rank, person in enumerate(post.wishes):
                found[person].append((number, rank))
        return found

    @cached_property
    def topics_offered(self) -> Ints:
        """Which topics of the round each post offers: 0 or 1, int64[posts, topics]."""
        rows = [[int(topic in post.offers) for topic in self.instance.teach] for post in self.instance.posts]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.instance.teach))

    @cached_property
    def topics_holder_lacks(self) -> Ints:
        """Which topics of the round each post's holder could learn: 0 or 1, int64[posts, topics]."""
        holders = [post.holder_skills for post in self.instance.posts]
        rows = [
            [int(skills is not None and topic not in skills) for topic in self.instance.teach] for skills in holders
        ]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.instance.teach))

    @cached_property
    def post_held(self) -> Ints:
        """1 for each post whose holder goes to the person's group."""
        return np.array([int(post.holder_skills is not None) for post in self.instance.posts], dtype=np.int64)

    @cached_property
    def points(self) -> dict[str, Point]:
        """Where people and posts are, by `person:<id>` and `post:<id>`; those without a position are left out."""
        placed = [(f"person:{one.id}", one.lat, one.lon) for one in self.instance.people]
        placed += [(f"post:{one.id}", one.lat, one.lon) for one in self.instance.posts]
        known = [(key, lat, lon) for key, lat, lon in placed if lat is not None and lon is not None]
        if not known:
            return {}
        middle = (min(lat for _, lat, _ in known) + max(lat for _, lat, _ in known)) / 2
        across = METRES_A_DEGREE * cos(radians(middle))
        return {key: Point(round(lon * across), round(lat * METRES_A_DEGREE)) for key, lat, lon in known}

    def kilometres(self, person: str, post: str) -> int:
        """Whole kilometres in a straight line; 0 where one of the two has no position."""
        here, there = self.points.get(f"person:{person}"), self.points.get(f"post:{post}")
        if here is None or there is None:
            return 0
        return isqrt((here.x - there.x) ** 2 + (here.y - there.y) ** 2) // 1000

    def kilometres_from(self, person: str) -> Ints | None:
        """Whole kilometres to each post, int64[posts]; None where the person has no position."""
        here = self.points.get(f"person:{person}")
        if here is None:
            return None
        x, y, known = self._post_points
        squares = ((x - here.x) ** 2 + (y - here.y) ** 2).astype(np.int64)
        metres = np.floor(np.sqrt(squares.astype(np.float64))).astype(np.int64)
        # The root of a double may be one off at a whole number: the audit's is exact, so is this one.
        metres -= metres * metres > squares
        metres += (metres + 1) * (metres + 1) <= squares
        found: Ints = np.where(known, metres // 1000, 0)
        return found

    @cached_property
    def _post_points(self) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
        found = [self.points.get(f"post:{post.id}") for post in self.instance.posts]
        axis = [[0 if point is None else point[one] for point in found] for one in (0, 1)]
        known = np.array([point is not None for point in found], dtype=bool)
        return np.array(axis[0], dtype=np.int64), np.array(axis[1], dtype=np.int64), known

    @cached_property
    def post_load(self) -> Ints:
        """The load of each post."""
        return np.array([post.load for post in self.instance.posts], dtype=np.int64)

    @cached_property
    def post_group(self) -> Ints:
        """The number of each post's group, -1 where it has none."""
        groups = (-1 if post.group is None else self.group_number[post.group] for post in self.instance.posts)
        return np.array(list(groups), dtype=np.int64)

    @cached_property
    def post_consents(self) -> npt.NDArray[np.bool_]:
        """Which posts agreed to be filled."""
        return np.array([post.consent for post in self.instance.posts], dtype=bool)

    @cached_property
    def post_not_own(self) -> npt.NDArray[np.bool_]:
        """Which posts are not for people of their own group."""
        return np.array([post.not_own_group for post in self.instance.posts], dtype=bool)

    @cached_property
    def special_loads(self) -> dict[str, list[tuple[int, int]]]:
        """By person: (post number, load) where the load is not the post's own."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for pair in self.instance.pairs:
            if pair.load is not None:
                found[pair.person].append((self.post_number[pair.post], pair.load))
        return found

    @cached_property
    def special_points(self) -> dict[str, dict[str, int]]:
        """By person: the points of posts at which the pair has some."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for pair in self.instance.pairs:
            if pair.points:
                found[pair.person][pair.post] = pair.points
        return found

    def load(self, person: str, post: str) -> int:
        """What a post takes of a person's capacity."""
        special = self.pairs.get((person, post), NO_PAIR).load
        return self.posts[post].load if special is None else special

    def room(self, group: Group) -> int | None:
        """How many of a group's people may be placed at one time; None: any number."""
        members = len(self.members_of_group[group.id])
        size = members if group.size is None else group.size
        spare = max(0, size - group.away - group.min_present)
        room = spare if group.max_out is None else min(spare, group.max_out)
        return room if room < members else None

    def post_of(self, placement: Placement) -> Post:
        """The post of a placement."""
        return self.posts[placement.post]


def _kind(role: Role) -> Role:
    """A role without its numbers."""
    return Role(role.role, 0, 0, role.needs, role.prefers)


def _by_person(pairs: tuple[tuple[str, str], ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for person, post in pairs:
        found[person].add(post)
    return {person: frozenset(posts) for person, posts in found.items()}
