"""The groups of an instance: units that people come from, and units, communities and parks that posts belong to."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.placement import problem
from service.models import ProgrammeKind
from service.operations.engagements import Hold
from service.operations.programmes.instance.posts import group_id
from service.operations.programmes.instance.reading import Facts


def groups_of(
    facts: Facts, people: Iterable[problem.Person], posts: Iterable[problem.Post]
) -> tuple[problem.Group, ...]:
    """Every group that people or posts name, with the programme's limits."""
    wanted = {person.group for person in people} | {post.group for post in posts if post.group is not None}
    most_out, share, most_in = _limits(facts)
    return tuple(
        problem.Group(
            id=group,
            name=_name(facts, group),
            size=_size(facts, group),
            away=_away(facts, group),
            min_present=_floor(facts, group),
            max_out=most_out.get(group),
            share=share.get(group),
            max_in=most_in.get(group),
        )
        for group in sorted(wanted)
    )


def _limits(facts: Facts) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """The most out (hard, soft) and the most in, by group."""
    most_out: dict[str, int] = {}
    share: dict[str, int] = {}
    most_in: dict[str, int] = {}
    for limit in facts.limits:
        if limit.unit_id is not None:
            (share if limit.soft else most_out)[group_id("unit", limit.unit_id)] = limit.most
        elif limit.community_id is not None:
            most_in[group_id("community", limit.community_id)] = limit.most
        elif limit.park is not None:
            most_in[group_id("park", limit.park)] = limit.most
    return most_out, share, most_in


def _unit(group: str) -> int | None:
    kind, _, row = group.partition("-")
    return int(row) if kind == "unit" else None


def _name(facts: Facts, group: str) -> str:
    unit = _unit(group)
    if unit is not None:
        return facts.unit_rows[unit].name
    kind, _, row = group.partition("-")
    if kind == "park":
        return row
    return next(
        place.name
        for post in (one.post for one in facts.posts)
        for place in (post.community, post.zone.community if post.zone is not None else None)
        if place is not None and place.id == int(row)
    )


def _size(facts: Facts, group: str) -> int | None:
    unit = _unit(group)
    return None if unit is None else len(facts.members.get(unit, ()))


def _away(facts: Facts, group: str) -> int:
    """Members who serve elsewhere, outside this programme, when it begins."""
    unit = _unit(group)
    if unit is None:
        return 0
    return sum(
        any(
            one.hold is Hold.FULL
            and (one.programme_id is None or one.programme_id != facts.programme.id)
            and one.meets(facts.first, facts.first)
            for one in facts.engaged.get(cadre, ())
        )
        for cadre in facts.members.get(unit, ())
    )


def _floor(facts: Facts, group: str) -> int:
    """Who must stay in a unit while its people are away. In an exchange somebody comes for each who goes."""
    unit = _unit(group)
    if unit is None or not facts.programme.exempts or facts.programme.kind == ProgrammeKind.ROTATION:
        return 0
    return facts.unit_rows[unit].min_present
