"""Cadres with unit, branch, skills and home; newcomers with mentors, and people who go together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from service.models import (
    Affiliation,
    BranchMembership,
    Cadre,
    CadreSkill,
    Party,
    PartyKind,
    PartyMember,
    PartyRole,
    UnitMembership,
)
from service.operations.names import initials_of, pinyin_of
from service.sample.names import Person, invent, telephone
from service.sample.places import SKILLS, Places
from service.sample.units import UnitSeed
from service.sample.writing import Making

NEWCOMERS, TEAMS, MOVED = 61, 8, 9
IN_BRANCH = frozenset({Affiliation.PARTY_MEMBER, Affiliation.PROBATIONARY})
POSITIONS = ("主任科员", "副主任科员", "一级科员", "二级科员", "科员", "工作人员")


@dataclass(slots=True)
class CadreSeed:
    """A cadre as the rest of the generator needs it."""

    number: str
    person: Person
    unit: UnitSeed
    rank: int
    newcomer: bool
    joined_on: date
    affiliation: Affiliation
    home_zone_id: int | None
    id: int = 0
    in_party: bool = False


def make_cadres(making: Making, units: list[UnitSeed], places: Places) -> list[CadreSeed]:
    """Write the cadres and their skills, unit by unit; parties and memberships are written after them."""
    seeds = _seeds(making, units, places)
    chance = making.chance("cadres")
    ids = making.write_known(Cadre, "employee_number", [_row(seed, chance) for seed in seeds])
    for seed in seeds:
        seed.id = ids[seed.number]
    _make_skills(making, seeds, places)
    return seeds


def _affiliation(chance: Random, newcomer: bool) -> Affiliation:
    kinds = list(Affiliation)
    return chance.choices(kinds, (52, 12, 30, 1, 5) if newcomer else (80, 3, 4, 4, 9))[0]


def _newcomers(making: Making, units: list[UnitSeed]) -> list[set[int]]:
    """The places (within its unit) of each unit's newcomers: one for each mentor, not more than a third of a unit."""
    chance = making.chance("newcomers")
    seats = [(index, seat) for index, unit in enumerate(units) for seat in range(unit.size // 3)]
    chosen = chance.sample(seats, min(len(seats), making.part(NEWCOMERS)))
    newest: list[set[int]] = [set() for _ in units]
    for index, _seat in chosen:
        # The newest are the last of their unit's list.
        newest[index].add(units[index].size - 1 - len(newest[index]))
    return newest


def _seeds(making: Making, units: list[UnitSeed], places: Places) -> list[CadreSeed]:
    people = invent(making.chance("people"), making.cadres)
    chance = making.chance("lives")
    newest = _newcomers(making, units)
    width = max(4, len(str(making.cadres)))
    seeds: list[CadreSeed] = []
    for unit, fresh in zip(units, newest, strict=True):
        for rank in range(unit.size):
            newcomer = rank in fresh
            days = chance.randrange(40, 400) if newcomer else chance.randrange(600, 9000)
            seeds.append(
                CadreSeed(
                    number=f"S{len(seeds) + 1:0{width}d}",
                    person=people[len(seeds)],
                    unit=unit,
                    rank=rank,
                    newcomer=newcomer,
                    joined_on=making.today - timedelta(days=days),
                    affiliation=_affiliation(chance, newcomer),
                    home_zone_id=chance.choice(places.zones).id if chance.random() < 0.25 else None,
                )
            )
    return seeds


def _position(seed: CadreSeed, chance: Random) -> str:
    if seed.newcomer:
        return "试用期科员"
    if seed.rank == 0:
        return "主要负责人"
    if seed.rank <= max(1, seed.unit.size // 8):
        return "分管负责人"
    return chance.choice(POSITIONS)


def _row(seed: CadreSeed, chance: Random) -> dict[str, Any]:
    name = seed.person.name
    return {
        "employee_number": seed.number,
        "name": name,
        "pinyin": pinyin_of(name),
        "initials": initials_of(name),
        "affiliation": seed.affiliation,
        "position": _position(seed, chance),
        "joined_on": seed.joined_on,
        "active_from": seed.joined_on,
        "phone": telephone(chance),
        "duties_per_month": 1,
        "home_zone_id": seed.home_zone_id,
    }


def make_memberships(making: Making, seeds: list[CadreSeed]) -> None:
    """Write units and branches; a few in no party came from another unit within the last year, and history says so."""
    chance = making.chance("moves")
    units = list({seed.unit.id: seed.unit for seed in seeds}.values())
    settled = [seed for seed in seeds if not seed.in_party and seed.rank > 1]
    movers = {seed.number for seed in chance.sample(settled, min(len(settled), making.part(MOVED)))}
    rows: list[dict[str, Any]] = []
    for seed in seeds:
        since = seed.joined_on
        if seed.number in movers and len(units) > 1:
            former = chance.choice([unit for unit in units if unit.id != seed.unit.id])
            moved_on = making.today - timedelta(days=chance.randrange(130, 360))
            rows.append(
                {
                    "cadre_id": seed.id,
                    "unit_id": former.id,
                    "valid_from": since,
                    "valid_to": moved_on - timedelta(days=1),
                }
            )
            since = moved_on
        rows.append({"cadre_id": seed.id, "unit_id": seed.unit.id, "valid_from": since, "valid_to": None})
    making.write(UnitMembership, rows)
    members = [seed for seed in seeds if seed.affiliation in IN_BRANCH]
    making.write(
        BranchMembership,
        [
            {"cadre_id": seed.id, "branch_id": seed.unit.branch_id, "valid_from": seed.joined_on, "valid_to": None}
            for seed in members
        ],
    )


def _make_skills(making: Making, seeds: list[CadreSeed], places: Places) -> None:
    chance = making.chance("skills")
    rows = []
    for seed in seeds:
        held = {code for code in SKILLS if chance.random() < (0.45 if code == seed.unit.skill else 0.03)}
        rows += [{"cadre_id": seed.id, "skill_id": places.skills[code]} for code in sorted(held)]
    making.write(CadreSkill, rows)


def make_parties(making: Making, seeds: list[CadreSeed]) -> None:
    """Write the mentor pairs (a newcomer with somebody settled of the same unit) and some who go together."""
    chance = making.chance("parties")
    by_unit: dict[int, list[CadreSeed]] = defaultdict(list)
    for seed in seeds:
        by_unit[seed.unit.id].append(seed)
    pairs: list[tuple[PartyKind, date, list[tuple[CadreSeed, PartyRole]]]] = []
    for members in by_unit.values():
        mentors = [seed for seed in members if not seed.newcomer and seed.rank > 0]
        chance.shuffle(mentors)
        for newcomer in (seed for seed in members if seed.newcomer):
            mentor = mentors.pop()
            pair = [(mentor, PartyRole.MENTOR), (newcomer, PartyRole.NEWCOMER)]
            pairs.append((PartyKind.MENTOR, newcomer.joined_on, pair))
            mentor.in_party = newcomer.in_party = True
    large = [members for members in by_unit.values() if len(members) >= 10]
    for members in chance.sample(large, min(len(large), making.part(TEAMS))):
        free = [seed for seed in members if not seed.in_party and seed.rank > 0]
        if len(free) >= 2:
            team = chance.sample(free, 2)
            pairs.append((PartyKind.TEAM, date(making.today.year, 1, 1), [(seed, PartyRole.MEMBER) for seed in team]))
            for seed in team:
                seed.in_party = True
    _write_parties(making, pairs)


def _write_parties(making: Making, pairs: list[tuple[PartyKind, date, list[tuple[CadreSeed, PartyRole]]]]) -> None:
    width = max(3, len(str(len(pairs))))
    codes = [f"P{number:0{width}d}" for number in range(1, len(pairs) + 1)]
    rows = [
        {"code": code, "kind": kind, "name": None, "valid_from": since, "valid_to": None}
        for code, (kind, since, _) in zip(codes, pairs, strict=True)
    ]
    ids = making.write_known(Party, "code", rows)
    making.write(
        PartyMember,
        [
            {"party_id": ids[code], "cadre_id": seed.id, "role": role}
            for code, (_, _, members) in zip(codes, pairs, strict=True)
            for seed, role in members
        ],
    )
