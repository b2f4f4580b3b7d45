"""People, posts and what is wished of their placements: frozen data, with the field names of docs/format.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

WEIGHT_NAMES = (
    "wanted_short",
    "post_short",
    "experience_short",
    "unplaced",
    "group_share",
    "skill_gap",
    "person_wish",
    "post_wish",
    "distance",
    "not_taught",
    "pair_points",
    "change_post",
    "change_role",
)


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """From the first to the last day, both included."""

    first: date
    last: date

    def meets(self, other: Term) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Group:
    """A unit, a community, an enterprise's park: whatever people come from or posts belong to.

    size: its staff (None: its people in the instance); away: those away already; min_present: who must stay.
    max_out: its people placed at one time, at most. share: as max_out, but soft. max_in: placements at its posts
    at one time, at most.
    """

    id: str
    name: str
    size: int | None = None
    away: int = 0
    min_present: int = 0
    max_out: int | None = None
    share: int | None = None
    max_in: int | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """What a post wants: `min` (soft) to `max` (hard) people in a role. All `needs` are required, `prefers` wished."""

    role: str
    min: int = 1
    max: int = 1
    needs: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """A place that wants people: a grid worker's post, a village, an enterprise, a site, a unit to inspect.

    load: what one placement takes of a person's capacity. offers: the topics a person learns there.
    holder_skills: the skills of who holds the post and goes to the person's group meanwhile (None: nobody does).
    wishes: people in the order the post wishes for them. second_look_of: a post whose people may not come here.
    """

    id: str
    name: str
    roles: tuple[Role, ...]
    group: str | None = None
    term: Term | None = None
    min_experienced: int = 0
    priority: int = 1
    load: int = 1
    offers: tuple[str, ...] = ()
    holder_skills: tuple[str, ...] | None = None
    consent: bool = True
    barred_people: tuple[str, ...] = ()
    not_own_group: bool = False
    second_look_of: str | None = None
    wishes: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be placed.

    roles: what they can act as (None: anything). offers: the topics that whoever comes in exchange learns in
    their group. capacity: of the loads of posts held at one time; max_posts: how many at one time; min_posts: how
    many there should be in all (soft). barred_groups: where kin serve. busy: terms of other service.
    wishes: posts in order of preference.
    """

    id: str
    name: str
    group: str
    skills: tuple[str, ...] = ()
    roles: tuple[str, ...] | None = None
    offers: tuple[str, ...] = ()
    experienced: bool = False
    capacity: int = 1
    max_posts: int = 1
    min_posts: int = 0
    consent: bool = True
    barred_posts: tuple[str, ...] = ()
    barred_groups: tuple[str, ...] = ()
    busy: tuple[Term, ...] = ()
    wishes: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """What is particular about a person at a post: the load (None: the post's), points (`pair_points`)."""

    person: str
    post: str
    load: int | None = None
    points: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One person at one post in one role."""

    person: str
    post: str
    role: str


@dataclass(frozen=True, slots=True)
class Pin:
    """There is a placement of that person (any, where None) at that post (any) in that role (any)."""

    person: str | None = None
    post: str | None = None
    role: str | None = None

    def holds(self, placement: Placement) -> bool:
        """Whether a placement keeps the pin."""
        return (
            self.person in (None, placement.person)
            and self.post in (None, placement.post)
            and self.role in (None, placement.role)
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Placements in all: at least `min` (soft), at most `max` (hard)."""

    min: int
    max: int


@dataclass(frozen=True, slots=True)
class PlacementInstance:
    """All that is to be known for planning placements. Ids are text; sequences keep the file's order.

    teach: topics that the placements are to teach, with their value. parties: people who go together, or not at
    all. apart: people who may not be at one post. paired_before, refused: (person, post) that may not be.
    """

    name: str
    groups: tuple[Group, ...]
    people: tuple[Person, ...]
    posts: tuple[Post, ...]
    weights: Mapping[str, int]
    wanted: Wanted | None = None
    teach: Mapping[str, int] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    parties: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    paired_before: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    pins: tuple[Pin, ...] = ()
    incumbent: tuple[Placement, ...] = ()
