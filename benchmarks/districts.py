"""Instances of any size and of three kinds, made by a seed, for the benchmark and the tests of the engine; synthetic.

plain: an ordinary month. tight: much leave, high floors, and every zone wants more visits than there are
people for, so that somebody stays unserved and zones fall short. weekends: weekends are open, with double burden.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.problem import Cadre, Day, Instance, Unit, Zone, validate

FIRST = date(2026, 12, 1)
WEIGHTS = {
    "unserved": 10_000, "unserved_again": 80, "zone_shortfall": 500, "need_shortfall": 100, "not_linked": 6,
    "far_again": 1, "not_home": 2, "new_zone": 1, "same_zone": 0, "avoid": 1, "interval": 1, "burden": 2, "spacing": 3,
    "day_balance": 5, "change_day": 20, "change_zone": 10, "changed_again": 1,
}  # fmt: skip
SKILLS = {"legal": 0.1, "construction": 0.07, "medical": 0.05}


@dataclass(frozen=True, slots=True)
class Kind:
    """leave: the share of people who are away for some days. stay: the share of a unit that stays in the office.

    visits: more than one or two visits wanted of each zone. most: visits of a zone at the most. busiest: the
    people of the fullest day over those of an average working day.
    """

    leave: float
    stay: float
    visits: int
    most: int
    busiest: float
    weekends: bool = False


KINDS = {
    "plain": Kind(leave=0.38, stay=0.57, visits=0, most=4, busiest=1.3),
    "tight": Kind(leave=0.56, stay=0.70, visits=1, most=3, busiest=1.15),
    "weekends": Kind(leave=0.38, stay=0.57, visits=0, most=4, busiest=1.3, weekends=True),
}


def district(cadres: int, seed: int, kind: str = "plain") -> Instance:
    """A month of a made-up district: half as many zones as cadres, units of very different sizes, some parties.

    Raises:
        KeyError: there is no such kind.
    """
    luck, wanted = random.Random(f"{cadres} {seed} {kind}"), KINDS[kind]
    days = _days(cadres, wanted)
    communities = max(2, cadres // 10)
    zones = tuple(_zone(n, n % communities, wanted, luck) for n in range(max(2, cadres // 2)))
    sizes = _sizes(cadres, luck)
    units = tuple(
        Unit(f"U{n}", f"单位{n}", _linked(n, communities, size), int(wanted.stay * size))
        for n, size in enumerate(sizes)
    )
    places = [unit.id for unit, size in zip(units, sizes, strict=True) for _ in range(size)]
    people = tuple(_cadre(f"P{n}", unit, days, zones, wanted, luck) for n, unit in enumerate(places))
    spare = {unit.id: size - unit.min_present for unit, size in zip(units, sizes, strict=True)}
    parties = _parties(places, spare, math.ceil(cadres / 22), luck)
    made = Instance(f"{kind}-{cadres}-{seed}", days, units, zones, people, WEIGHTS, 5, (21, 40), 7, parties=parties)
    validate(made)
    return made


def _parties(places: list[str], spare: dict[str, int], most: int, luck: random.Random) -> tuple[tuple[str, str], ...]:
    """Neighbours in the list who are of one unit that can spare both."""
    pairs = [n for n in range(0, len(places) - 1, 2) if places[n] == places[n + 1] and spare[places[n]] > 1]
    return tuple((f"P{n}", f"P{n + 1}") for n in sorted(luck.sample(pairs, min(len(pairs), most))))


def _days(cadres: int, kind: Kind) -> tuple[Day, ...]:
    """December 2026: 23 working days."""
    most = math.ceil(kind.busiest * cadres / 23)
    days = []
    for number in range(31):
        day = FIRST + timedelta(days=number)
        working = day.weekday() < 5
        least = round(0.77 * cadres / 23) if working and not kind.weekends else 0
        days.append(Day(day, working or kind.weekends, 1 if working else 2, least, most))
    return tuple(days)


def _zone(number: int, community: int, kind: Kind, luck: random.Random) -> Zone:
    """Every seventh matters more and wants another visit; some want a skill."""
    matters = luck.random() < 1 / 7
    needs = {luck.choice(list(SKILLS)): 1} if luck.random() < 0.1 else {}
    return Zone(
        f"Z{number}", f"网格{number}", f"C{community}", f"S{community // 8}",
        min_visits=1 + matters + kind.visits, max_visits=kind.most, max_parties_per_day=1,
        priority=3 if matters else 1, needs=needs,
    )  # fmt: skip


def _sizes(cadres: int, luck: random.Random) -> list[int]:
    """How many people each unit has: most few, some many."""
    sizes: list[int] = []
    while (left := cadres - sum(sizes)) > 0:
        size = min(3 + int(luck.paretovariate(1.1)), max(8, cadres // 8))
        sizes.append(left if left < size + 3 else size)
    return sizes


def _linked(unit: int, communities: int, size: int) -> tuple[str, ...]:
    """One community, or several where many people are to go somewhere."""
    return tuple(f"C{(unit * 7 + step) % communities}" for step in range(min(communities, 1 + size // 12)))


def _cadre(
    name: str, unit: str, days: tuple[Day, ...], zones: tuple[Zone, ...], kind: Kind, luck: random.Random
) -> Cadre:
    away = _leave(days, kind, luck)
    wishes = luck.choice([0, 0, 0, 5, 5, 9, 9] if kind.leave < 0.5 else [0, 0, 4, 5, 9, 9])
    avoid = {day.date: luck.choice([2, 4, 8]) for day in luck.sample(days, wishes)}
    return Cadre(
        name, f"干部{name}", unit,
        skills=tuple(skill for skill, share in SKILLS.items() if luck.random() < share),
        duties=2 if luck.random() < 0.02 else 1,
        unavailable=away,
        avoid=avoid,
        home_zone=luck.choice(zones).id if luck.random() < 0.55 else None,
        last_zone=luck.choice(zones).id if luck.random() < 0.8 else None,
        last_duty=FIRST - timedelta(days=luck.randint(1, 30)),
        barred_zones=(luck.choice(zones).id,) if luck.random() < 0.03 else (),
        carried_burden=luck.choice([0, 0, 0, 1, 1, 2, 3]),
    )  # fmt: skip


def _leave(days: tuple[Day, ...], kind: Kind, luck: random.Random) -> tuple[date, ...]:
    """A stretch of one to five days for some, two weeks or the whole month for a few."""
    if luck.random() >= kind.leave:
        return ()
    length = luck.choice([1, 2, 3, 4, 5] * 5 + [12, 31])
    first = luck.randint(0, len(days) - length)
    return tuple(day.date for day in days[first : first + length])
