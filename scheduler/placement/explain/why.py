"""Why this pair: its points by rule, against what else the person and the post could have had."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import Placement, PlacementInstance
from scheduler.placement.rules import PAIR_RULES, SOFT_RULES, both, both_en
from scheduler.problem import Text, counted


@dataclass(frozen=True, slots=True)
class Charge:
    """What a rule charges a pair: points, and why."""

    rule: str
    points: int
    words: Text


@dataclass(frozen=True, slots=True)
class Other:
    """Another pair: its points above those of the pair asked about, and who or what stands there now.

    A pair with fewer points (`more` below 0) is not in the plan because something else would cost more: what it
    would cost the whole plan is what `what_if` says.
    """

    placement: Placement
    more: int
    charges: tuple[Charge, ...]
    now: Text


@dataclass(frozen=True, slots=True)
class WhyPair:
    """A placement's points by rule, and the best others: for its person, and for its seat."""

    placement: Placement
    points: int
    charges: tuple[Charge, ...]
    for_person: tuple[Other, ...]
    for_post: tuple[Other, ...]
    forbidden: int


def why_pair(
    instance: PlacementInstance, placements: Sequence[Placement], placement: Placement, most: int = 3
) -> WhyPair:
    """Why a placement of a plan is there, with the `most` best others on each side; `forbidden`: others no rule allows."""
    index = PlacementIndex(instance)
    charges = _charges(index, placement)
    points = sum(charge.points for charge in charges)
    elsewhere = [
        Placement(placement.person, post.id, role.role)
        for post in instance.posts
        for role in post.roles
        if (post.id, role.role) != (placement.post, placement.role)
    ]
    others = [
        Placement(person.id, placement.post, placement.role)
        for person in instance.people
        if person.id != placement.person
    ]
    open_posts, open_people = _allowed(index, elsewhere), _allowed(index, others)
    return WhyPair(
        placement,
        points,
        charges,
        for_person=_best(index, placements, open_posts, points, most),
        for_post=_best(index, placements, open_people, points, most),
        forbidden=len(elsewhere) + len(others) - len(open_posts) - len(open_people),
    )


def objections(instance: PlacementInstance, placement: Placement) -> tuple[Text, ...]:
    """Every rule about single pairs that forbids a placement, in words; none: it is allowed by itself."""
    index = PlacementIndex(instance)
    person, post = index.people[placement.person], index.posts[placement.post]
    role = index.roles[placement.post, placement.role]
    found = [rule.objection(index, person, post, role) for rule in PAIR_RULES]
    load = index.load(person.id, post.id)
    if person.max_posts == 0 or load > person.capacity:
        found.append(
            Text(
                f"{both(person)}至多{person.max_posts}个岗位、负荷{person.capacity}，{post.name}的负荷是{load}",
                f"{both_en(person)} bears {counted(person.max_posts, 'post')} with load {person.capacity}, {post.name} is a load of {load}",
            )
        )
    return tuple(text for text in found if text is not None)


def _charges(index: PlacementIndex, placement: Placement) -> tuple[Charge, ...]:
    """What each rule charges the pair by itself, what costs or saves most first."""
    found = []
    for rule in SOFT_RULES:
        amount = rule.placement_amount(index, placement)
        points = index.instance.weights[rule.code] * amount
        if points:
            found.append(Charge(rule.code, points, rule.words(index, placement, amount)))
    return tuple(sorted(found, key=lambda charge: -abs(charge.points)))


def _points(index: PlacementIndex, placement: Placement) -> int:
    weights = index.instance.weights
    return sum(weights[rule.code] * rule.placement_amount(index, placement) for rule in SOFT_RULES)


def _allowed(index: PlacementIndex, placements: Iterable[Placement]) -> list[Placement]:
    """Those that no rule about single pairs forbids."""
    found = []
    for one in placements:
        person, post = index.people[one.person], index.posts[one.post]
        role = index.roles[one.post, one.role]
        bearable = person.max_posts > 0 and index.load(one.person, one.post) <= person.capacity
        if bearable and all(rule.objection(index, person, post, role) is None for rule in PAIR_RULES):
            found.append(one)
    return found


def _best(
    index: PlacementIndex, plan: Sequence[Placement], pairs: list[Placement], points: int, most: int
) -> tuple[Other, ...]:
    """The pairs with fewest points, with what is there now."""
    ranked = sorted((_points(index, one), one) for one in pairs)[:most]
    return tuple(Other(one, cost - points, _charges(index, one), _now(index, plan, one)) for cost, one in ranked)


def _now(index: PlacementIndex, plan: Sequence[Placement], other: Placement) -> Text:
    """Who is in the seat now, and where the person is."""
    here = [index.people[one.person] for one in plan if (one.post, one.role) == (other.post, other.role)]
    there = [index.posts[one.post] for one in plan if one.person == other.person]
    seat = "、".join(both(person) for person in here) or "空缺"
    seat_en = ", ".join(both_en(person) for person in here) or "vacant"
    where = "、".join(both(post) for post in there) or "未安排"
    where_en = ", ".join(both_en(post) for post in there) or "not placed"
    person, post = index.people[other.person], index.posts[other.post]
    return Text(
        f"{post.name}现由{seat}担任；{person.name}现在：{where}",
        f"{post.name} has {seat_en}; {person.name} is at: {where_en}",
    )
