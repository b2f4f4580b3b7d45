"""Instances of any size, made by a seed, for the benchmark and the tests of the engine; synthetic."""

from __future__ import annotations

import random
from datetime import date, timedelta

from scheduler.problem import Cadre, Day, Instance, Unit, Zone, validate

FIRST = date(2026, 12, 1)
WEIGHTS = {
    "unserved": 10_000, "unserved_again": 80, "zone_shortfall": 500, "need_shortfall": 100, "not_linked": 6,
    "far_again": 1, "not_home": 2, "new_zone": 1, "same_zone": 0, "avoid": 1, "interval": 1, "burden": 2, "spacing": 3,
    "day_balance": 5, "change_day": 20, "change_zone": 10, "changed_again": 1,
}  # fmt: skip


def district(cadres: int, seed: int) -> Instance:
    """A month of a made-up district: units of about eight, half as many zones as cadres, some leave, some parties."""
    luck = random.Random(seed)
    days = tuple(
        Day(day := FIRST + timedelta(days=number), day.weekday() < 5, 1, 0, max(2, cadres // 15))
        for number in range(31)
    )
    communities = max(2, cadres // 20)
    zones = tuple(
        Zone(f"Z{n}", f"Z{n}", f"C{n % communities}", f"S{n % communities // 6}", 1, 4, 1, 1 + n % 3,
             {"legal": 1} if n % 9 == 0 else {})
        for n in range(cadres // 2)
    )  # fmt: skip
    units = tuple(Unit(f"U{n}", f"U{n}", (f"C{n % communities}",), 3) for n in range(max(2, cadres // 8)))
    people = tuple(_cadre(f"P{n}", units[n % len(units)].id, days, zones, luck) for n in range(cadres))
    parties = tuple((f"P{n}", f"P{n + len(units)}") for n in range(0, len(units), 4))
    made = Instance(f"district-{cadres}-{seed}", days, units, zones, people, WEIGHTS, 5, (21, 40), 7, parties=parties)
    validate(made)
    return made


def _cadre(name: str, unit: str, days: tuple[Day, ...], zones: tuple[Zone, ...], luck: random.Random) -> Cadre:
    first = luck.randrange(len(days))
    away = tuple(day.date for day in days[first : first + luck.choice([0, 0, 0, 3, 8])])
    return Cadre(
        name, name, unit,
        skills=("legal",) if luck.random() < 0.15 else (),
        duties=2 if luck.random() < 0.03 else 1,
        unavailable=away,
        avoid={luck.choice(days).date: luck.randint(1, 5)},
        home_zone=luck.choice(zones).id if luck.random() < 0.5 else None,
        last_zone=luck.choice(zones).id if luck.random() < 0.8 else None,
        last_duty=FIRST - timedelta(days=luck.randint(1, 28)),
        carried_burden=luck.choice([0, 0, 1, 2, 3]),
    )  # fmt: skip
