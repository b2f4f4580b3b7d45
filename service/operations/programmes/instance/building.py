"""Facts of a programme to the instance of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from scheduler.placement import problem
from scheduler.placement.problem import PlacementInstance, dump_placement_instance, validate_placement
from scheduler.problem import sha256_of
from service.models import Programme, ProgrammePin
from service.operations.engagements import last_day_of
from service.operations.programmes.instance.groups import groups_of
from service.operations.programmes.instance.people import people_of
from service.operations.programmes.instance.posts import posts_of
from service.operations.programmes.instance.reading import Facts, read_facts

# How many may be wanted where the programme names no upper bound.
NO_BOUND = 100_000


@dataclass(frozen=True, slots=True)
class Built:
    """An instance with its canonical bytes and their SHA-256. `first`: the day from which new placements run."""

    instance: PlacementInstance
    data: bytes
    sha256: str
    first: date


def build_instance(session: Session, programme: Programme, today: date) -> PlacementInstance:
    """The instance of a programme as its tables are now; see `freeze` for its bytes.

    Raises:
        ProblemError: the tables hold what no instance may (a defect of what was entered).
    """
    instance = instance_of(read_facts(session, programme, today))
    validate_placement(instance)
    return instance


def freeze(session: Session, programme: Programme, today: date) -> Built:
    """The instance with its canonical bytes.

    Raises:
        ProblemError: see `build_instance`.
    """
    facts = read_facts(session, programme, today)
    instance = instance_of(facts)
    validate_placement(instance)
    data = dump_placement_instance(instance)
    return Built(instance, data, sha256_of(data), facts.first)


def instance_of(facts: Facts) -> PlacementInstance:
    """The instance that the facts give."""
    programme = facts.programme
    posts = posts_of(facts)
    people = people_of(facts, {post.id: post for post in posts})
    known = {person.id for person in people}
    roles = {(post.id, role.role) for post in posts for role in post.roles}
    at = {post.id for post in posts}
    wanted = None
    if programme.wanted_least is not None or programme.wanted_most is not None:
        wanted = problem.Wanted(programme.wanted_least or 0, programme.wanted_most or NO_BOUND)
    return PlacementInstance(
        name=programme.name,
        groups=groups_of(facts, people, posts),
        people=people,
        posts=tuple(_known_people(post, known) for post in posts),
        weights=facts.settings.weights,
        wanted=wanted,
        teach={facts.skill_names[code]: value for code, value in facts.settings.teach.items() if code in facts.skill_names},
        paired_before=_pairs(facts.paired, known, at),
        refused=_refused(facts.pins, known, at),
        pins=_pins(facts.pins, known, at, roles),
        incumbent=_incumbent(facts, known, roles),
    )  # fmt: skip


def _known_people(post: problem.Post, known: set[str]) -> problem.Post:
    """The post with only those in its lists who are in the instance."""
    return replace(
        post,
        barred_people=tuple(one for one in post.barred_people if one in known),
        wishes=tuple(one for one in post.wishes if one in known),
    )


def _pairs(pairs: set[tuple[int, int]], known: set[str], at: set[str]) -> tuple[tuple[str, str], ...]:
    found = ((str(cadre), str(post)) for cadre, post in sorted(pairs))
    return tuple((cadre, post) for cadre, post in found if cadre in known and post in at)


def _refused(pins: Sequence[ProgrammePin], known: set[str], at: set[str]) -> tuple[tuple[str, str], ...]:
    """Every pair that is ruled out; a refusal of a person or a post alone rules out all of theirs."""
    found: set[tuple[str, str]] = set()
    for pin in pins:
        if pin.refused:
            cadres = known if pin.cadre_id is None else {str(pin.cadre_id)} & known
            posts = at if pin.post_id is None else {str(pin.post_id)} & at
            found.update((cadre, post) for cadre in cadres for post in posts)
    return tuple(sorted(found))


def _pins(
    pins: Sequence[ProgrammePin], known: set[str], at: set[str], roles: set[tuple[str, str]]
) -> tuple[problem.Pin, ...]:
    found = []
    for pin in pins:
        cadre = None if pin.cadre_id is None else str(pin.cadre_id)
        post = None if pin.post_id is None else str(pin.post_id)
        if pin.refused or cadre not in known | {None} or post not in at | {None}:
            continue
        role = pin.role if post is not None and (post, pin.role) in roles else None
        found.append(problem.Pin(cadre, post, role))
    return tuple(found)


def _incumbent(facts: Facts, known: set[str], roles: set[tuple[str, str]]) -> tuple[problem.Placement, ...]:
    """Who is placed already, as far as they still are on the day from which is planned."""
    found = {
        problem.Placement(str(one.cadre_id), str(one.post_id), one.role)
        for one in facts.placements
        if last_day_of(one) >= facts.first
    }
    return tuple(one for one in sorted(found) if one.person in known and (one.post, one.role) in roles)
