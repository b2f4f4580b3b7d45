"""The first step: people to places as a placement instance. Where they live comes first, then the unit's communities."""

from __future__ import annotations

from scheduler.placement.problem import Pair, Person, Placement, PlacementInstance, Post, Role
from scheduler.placement.rules import SOFT_RULES
from scheduler.surge.people import needed_people
from scheduler.surge.problem import Place, SurgePerson, SurgeProblem

MEMBER = "member"
# Points of going to a place outside the home community: of the unit's linked communities, elsewhere; where nobody knows
# how far it is; of being called again after one's turn.
LINKED, ELSEWHERE, UNKNOWN_WAY, SERVED = 10, 20, 5, 300
WEIGHTS = {"post_short": 1000, "experience_short": 400, "distance": 1, "pair_points": 1, "change_post": 200}


def placement_of(problem: SurgeProblem) -> PlacementInstance:
    """The instance: each place wants so many people, some of them able to work at night; each person goes to one."""
    wanted = needed_people(problem)
    weights = {rule.code: WEIGHTS.get(rule.code, 0) for rule in SOFT_RULES}
    posts = tuple(_post(place, wanted[place.id].people, wanted[place.id].for_nights) for place in problem.places)
    open_posts = {post.id for post in posts if post.roles}
    people = tuple(_person(person) for person in problem.people)
    pairs = tuple(
        Pair(person.id, place.id, points=points)
        for person in problem.people
        for place in problem.places
        if place.id in open_posts and (points := points_of(person, place))
    )
    incumbent = tuple(
        Placement(person.id, person.at, MEMBER) for person in problem.people if person.at in open_posts and person.at
    )
    return PlacementInstance(problem.name, problem.groups, people, posts, weights, pairs=pairs, incumbent=incumbent)


def points_of(person: SurgePerson, place: Place) -> int:
    """What it costs to send somebody to a place, before the kilometres."""
    where = 0 if place.id in person.home else LINKED if place.id in person.linked else ELSEWHERE
    known = place.lat is not None and person.lat is not None
    return where + (0 if known or not where else UNKNOWN_WAY) + (SERVED if person.served else 0)


def _post(place: Place, people: int, for_nights: int) -> Post:
    roles = (Role(MEMBER, people, people),) if people else ()
    return Post(
        place.id, place.name, roles, min_experienced=min(for_nights, people), priority=place.priority,
        lat=place.lat, lon=place.lon,
    )  # fmt: skip


def _person(person: SurgePerson) -> Person:
    return Person(
        person.id, person.name, person.group, experienced=not person.days_only, lat=person.lat, lon=person.lon
    )
