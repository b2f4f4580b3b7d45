"""Small placement instances: drawn at random with every feature, and every plan of one, counted by the audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from random import Random
from typing import Any

from hypothesis import strategies as st

from scheduler.placement.audit import audit_placement
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import (
    WEIGHT_NAMES,
    Group,
    Pair,
    Person,
    Pin,
    Placement,
    PlacementInstance,
    Post,
    Role,
    Term,
    Wanted,
)
from scheduler.placement.rules import SHORTAGES

SKILLS = ("law", "talk", "build")
ROLES = ("lead", "help")
TERMS = (
    Term(date(2026, 12, 1), date(2026, 12, 31)),
    Term(date(2026, 12, 31), date(2027, 2, 1)),
    Term(date(2027, 1, 1), date(2027, 3, 1)),
)
ZEROS = dict.fromkeys(WEIGHT_NAMES, 0)


class Draw:
    """Draws from a seed; `rare` is what few instances have, so that most have something to choose."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)

    def rare(self, value: Any, common: Any, share: float = 0.07) -> Any:
        return value if self.luck.random() < share else common

    def some(self, values: Sequence[str], most: int, share: float = 0.5) -> tuple[str, ...]:
        mixed = self.luck.sample(list(values), len(values))
        return tuple(value for value in mixed if self.luck.random() < share)[:most]

    def number(self, low: int, high: int) -> int:
        return self.luck.randint(low, high)

    def where(self) -> dict[str, Any]:
        if self.luck.random() < 0.2:
            return {}
        return {"lat": self.luck.uniform(27.8, 28.0), "lon": self.luck.uniform(113.0, 113.3)}


def _group(draw: Draw, number: int) -> Group:
    return Group(
        f"g{number}",
        f"group {number}",
        size=draw.rare(draw.number(1, 4), None),
        away=draw.rare(1, 0),
        min_present=draw.rare(1, 0),
        max_out=draw.rare(draw.number(1, 2), None, 0.25),
        share=draw.rare(draw.number(0, 1), None, 0.3),
        max_in=draw.rare(draw.number(1, 2), None, 0.3),
    )


def _role(draw: Draw, name: str) -> Role:
    most = draw.number(1, 2)
    return Role(name, draw.number(0, most), most, draw.rare(("law",), ()), draw.some(SKILLS, 2, 0.3))


def _post(draw: Draw, number: int, people: Sequence[str], others: Sequence[str]) -> Post:
    names = draw.luck.choice([("lead",), ("help",), ROLES]) if number == 0 and len(people) < 3 else ("help",)
    return Post(
        f"w{number}",
        f"post {number}",
        tuple(_role(draw, name) for name in names),
        group=draw.luck.choice([None, "g0", "g1"]),
        term=draw.rare(draw.luck.choice(TERMS), None, 0.4),
        min_experienced=draw.rare(1, 0, 0.3),
        priority=draw.number(1, 2),
        load=draw.luck.choice([0, 1, 1, 2]),
        offers=draw.some(SKILLS, 2),
        holder_skills=draw.rare(draw.some(SKILLS, 2), None, 0.4),
        consent=draw.rare(False, True, 0.05),
        barred_people=draw.rare(draw.some(people, 1), ()),
        not_own_group=draw.rare(True, False),
        second_look_of=draw.rare(draw.luck.choice(others), None, 0.3) if others else None,
        wishes=draw.some(people, 2, 0.4),
        **draw.where(),
    )


def _person(draw: Draw, number: int, jobs: Sequence[str]) -> Person:
    return Person(
        f"p{number}",
        f"person {number}",
        draw.luck.choice(["g0", "g1"]),
        skills=draw.some(SKILLS, 3),
        roles=draw.rare(draw.some(ROLES, 2), None),
        offers=draw.some(SKILLS, 2),
        experienced=draw.luck.random() < 0.5,
        capacity=draw.number(1, 3),
        max_posts=draw.luck.choice([1, 1, 1, 2, 2, 3]),
        min_posts=draw.rare(1, 0, 0.3),
        consent=draw.rare(False, True, 0.05),
        barred_posts=draw.rare(draw.some(jobs, 1), ()),
        barred_groups=draw.rare(draw.some(("g0", "g1"), 1), ()),
        busy=draw.rare((draw.luck.choice(TERMS),), ()),
        wishes=draw.some(jobs, 2, 0.4),
        **draw.where(),
    )


def small_instance(seed: int, *, pins: bool = True) -> PlacementInstance:
    """At most three people and three posts, with anything that an instance may have."""
    draw = Draw(seed)
    people = [f"p{number}" for number in range(draw.number(2, 3))]
    jobs = [f"w{number}" for number in range(draw.number(2, 3))]
    posts = tuple(_post(draw, number, people, jobs[:number]) for number in range(len(jobs)))
    seats = [(post.id, role.role) for post in posts for role in post.roles]
    every = [(person, job) for person in people for job in jobs]
    before = {(person, seat[0]): Placement(person, *seat) for person in people for seat in seats}
    wanted = sorted([draw.number(0, 3), draw.number(0, 3)])
    return PlacementInstance(
        name="small",
        groups=(_group(draw, 0), _group(draw, 1)),
        people=tuple(_person(draw, number, jobs) for number in range(len(people))),
        posts=posts,
        weights={name: draw.number(0, 90 if name in SHORTAGES else 9) for name in WEIGHT_NAMES},
        wanted=draw.rare(Wanted(*wanted), None, 0.4),
        teach={skill: draw.number(1, 3) for skill in draw.some(SKILLS, 2, 0.3)},
        pairs=tuple(Pair(*two, draw.rare(draw.number(0, 2), None, 0.5), draw.number(0, 5))
                    for two in every if draw.luck.random() < 0.4),
        parties=draw.rare((tuple(people[: draw.number(1, 3)]),), (), 0.25),
        apart=draw.rare(((people[0], people[-1]),), (), 0.2) if len(people) > 1 else (),
        paired_before=draw.rare((draw.luck.choice(every),), ()),
        refused=draw.rare((draw.luck.choice(every),), ()),
        pins=draw.rare(tuple(_pin(draw, people, jobs) for _ in range(draw.number(1, 2))), (), 0.25) if pins else (),
        incumbent=tuple(one for one in before.values() if draw.luck.random() < 0.25),
    )  # fmt: skip


def _pin(draw: Draw, people: Sequence[str], jobs: Sequence[str]) -> Pin:
    person, post = draw.luck.choice([None, *people]), draw.luck.choice([None, *jobs])
    return Pin(person, post or (jobs[0] if person is None else None), draw.rare("help", None) if post is None else None)


def small_instances(*, pins: bool = True) -> st.SearchStrategy[PlacementInstance]:
    """Instances by seed."""
    return st.integers(0, 10**9).map(lambda seed: small_instance(seed, pins=pins))


def every_plan(instance: PlacementInstance, most: int = 10) -> Iterator[tuple[tuple[Placement, ...], int]]:
    """Each plan that breaks no hard rule with its objective, by the audit; the pairs are all there are."""
    index = PlacementIndex(instance)
    pairs = [
        Placement(person.id, post.id, role.role)
        for person in instance.people
        for post in instance.posts
        for role in post.roles
    ]
    alone = [one for one in pairs if _alone(instance, index, one)]
    assert len(alone) <= most
    for size in range(len(alone) + 1):
        for chosen in combinations(alone, size):
            recount = audit_placement(instance, chosen, index)
            if recount.valid:
                yield tuple(sorted(chosen)), recount.objective


def _alone(instance: PlacementInstance, index: PlacementIndex, one: Placement) -> bool:
    """Whether nothing forbids the pair in itself; pins and parties may want more beside it."""
    broken = audit_placement(instance, [one], index).violations
    return all(violation.rule in ("pin", "party") for violation in broken)


def pairs_left(instance: PlacementInstance) -> int:
    """How many pairs the model has."""
    return len(formulate_placement(instance).pairs)
