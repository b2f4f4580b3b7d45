"""Units with sizes, floors and linked communities; party branches, joint ones among them."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.models import Branch, BranchStanding, Unit, UnitLink
from service.sample.geography import DATA
from service.sample.places import Places
from service.sample.writing import Making, shares

UNITS, BRANCHES, OWN_BRANCH, MODEL_BRANCHES, CADRES = 61, 44, 30, 6, 598
CADRES_PER_LINK = 13


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """A unit as the rest of the generator needs it: its cadres' number, frequent skill, links and branch."""

    id: int
    name: str
    size: int
    skill: str
    links: list[str]
    branch_id: int


@dataclass(frozen=True, slots=True)
class Name:
    """A unit of the list: its names, how many cadres it has beside others, and a skill frequent in it."""

    name: str
    short_name: str
    weight: int
    skill: str


def names(count: int) -> list[Name]:
    """`count` units of the list; the largest ones for a small sample, numbered branch offices for a large one."""
    with (DATA / "units.csv").open(encoding="utf-8") as file:
        known = [
            Name(row["name"], row["short_name"], int(row["weight"]), row["skill"] or "") for row in csv.DictReader(file)
        ]
    if count < len(known):
        kept = sorted(range(len(known)), key=lambda index: (-known[index].weight, index))[:count]
        return [known[index] for index in sorted(kept)]
    repeated = []
    for index in range(count):
        unit, round_number = known[index % len(known)], index // len(known) + 1
        suffix = "" if round_number == 1 else f"第{round_number}分部"
        repeated.append(Name(unit.name + suffix, unit.short_name + suffix, unit.weight, unit.skill))
    return repeated


def floor(size: int) -> int:
    """How many of a unit's cadres must stay: a good half, and always so that a pair can go."""
    return max(0, min(size - 2, -(-size * 55 // 100)))


def _links(making: Making, sizes: list[int], places: Places) -> list[list[str]]:
    """The linked communities of each unit: every community has at least one, all bear about alike.

    Large units first; each takes the communities that lack most cadres for the visits they can take.
    """
    chance = making.chance("links")
    room: dict[str, float] = defaultdict(float)
    for zone in places.zones:
        room[zone.community] += zone.capacity
    scale = making.cadres / sum(room.values())
    lacking = {code: room[code] * scale * chance.uniform(0.98, 1.02) for code in sorted(room)}
    links: list[list[str]] = [[] for _ in sizes]
    count = max(1, len(lacking))
    for index in sorted(range(len(sizes)), key=lambda index: (-sizes[index], index)):
        wanted = max(1, min(count, round(sizes[index] / CADRES_PER_LINK), -(-sizes[index] * count // making.cadres)))
        links[index] = sorted(sorted(lacking, key=lambda code: -lacking[code])[:wanted])
        for code in links[index]:
            lacking[code] -= sizes[index] / wanted
    _link_the_rest(links, sizes, sorted(room))
    return links


def _link_the_rest(links: list[list[str]], sizes: list[int], communities: list[str]) -> None:
    """Give communities that nobody is linked with to the units with most cadres a link."""
    linked = {code for codes in links for code in codes}
    for code in communities:
        if code not in linked:
            index = max(range(len(sizes)), key=lambda index: sizes[index] / len(links[index]))
            links[index] = sorted([*links[index], code])


def _branch_groups(sizes: list[int]) -> list[list[int]]:
    """The units of each branch: the larger ones have their own, the smaller ones share joint branches."""
    count = len(sizes)
    own = max(1, round(count * OWN_BRANCH / UNITS))
    joint = min(count - own, max(1, round(count * BRANCHES / UNITS) - own)) if count > own else 0
    order = sorted(range(count), key=lambda index: (-sizes[index], index))
    groups = [[index] for index in order[:own]]
    groups += [sorted(order[own + start :: joint]) for start in range(joint)]
    return sorted(groups)


def make_units(making: Making, places: Places, count: int) -> list[UnitSeed]:
    """Write units, links and branches."""
    listed = names(count)
    least = 3 if making.cadres >= 6 * count else min(1, making.cadres // count)
    sizes = shares([unit.weight for unit in listed], making.cadres, least)
    width = max(2, len(str(count)))
    codes = [f"U{number:0{width}d}" for number in range(1, count + 1)]
    rows = [
        {
            "code": code,
            "name": unit.name,
            "short_name": unit.short_name,
            "position": position,
            "min_present": floor(size),
        }
        for position, (code, unit, size) in enumerate(zip(codes, listed, sizes, strict=True), start=1)
    ]
    ids = making.write_known(Unit, "code", rows)
    links = _links(making, sizes, places)
    since = date(making.today.year - 2, 1, 1)
    making.write(
        UnitLink,
        [
            {"unit_id": ids[code], "community_id": places.communities[community], "valid_from": since}
            for code, communities in zip(codes, links, strict=True)
            for community in communities
        ],
    )
    branches = _make_branches(making, listed, sizes)
    return [
        UnitSeed(ids[code], unit.name, size, unit.skill, linked, branches[index])
        for index, (code, unit, size, linked) in enumerate(zip(codes, listed, sizes, links, strict=True))
    ]


def _make_branches(making: Making, listed: list[Name], sizes: list[int]) -> list[int]:
    """Write the branches; the id of each unit's branch."""
    groups = _branch_groups(sizes)
    chance = making.chance("branches")
    model = max(1, round(len(groups) * MODEL_BRANCHES / BRANCHES))
    standings = [BranchStanding.MODEL] * model + [BranchStanding.STANDARD] * (len(groups) - model)
    chance.shuffle(standings)
    rows: list[dict[str, Any]] = []
    for number, (group, standing) in enumerate(zip(groups, standings, strict=True), start=1):
        joined = "、".join(listed[index].short_name for index in group)
        rows.append(
            {
                "code": f"B{number:03d}",
                "name": f"{joined}联合党支部" if len(group) > 1 else f"{joined}党支部",
                "standing": standing,
                "joint": len(group) > 1,
            }
        )
    ids = making.write_known(Branch, "code", rows)
    of_unit = {index: ids[row["code"]] for row, group in zip(rows, groups, strict=True) for index in group}
    return [of_unit[index] for index in range(len(sizes))]
