"""Generated placement instances of posts with loads and terms: officers for enterprises, inspectors for units."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from benchmarks.placements import TOPICS, some_topics, somewhere
from scheduler.placement.problem import Group, Person, Placement, PlacementInstance, Post, Role, Term
from scheduler.placement.rules import DEFAULT_WEIGHTS

START = date(2026, 12, 1)


def postings(officers: int, enterprises: int, seed: int = 1) -> PlacementInstance:
    """Liaison officers, each for several enterprises, of which most have an officer already; units spare few people."""
    luck = np.random.default_rng(seed)
    units = max(3, officers // 8)
    firms = []
    for number in range(enterprises):
        lat, lon = somewhere(luck)
        role = Role("liaison", prefers=some_topics(luck, 0.3))
        firms.append(
            Post(f"e{number}", f"企业{number}", (role,), load=int(luck.integers(1, 4)), priority=int(luck.integers(1, 4)),
                 not_own_group=bool(luck.random() < 0.1), lat=lat, lon=lon)
        )  # fmt: skip
    staff = []
    for number in range(officers):
        lat, lon = somewhere(luck)
        wishes = tuple(f"e{one}" for one in luck.choice(enterprises, min(3, enterprises), replace=False))
        barred = (f"e{luck.integers(enterprises)}",) if luck.random() < 0.2 else ()
        staff.append(
            Person(f"o{number}", f"联络员{number}", f"u{luck.integers(units)}", skills=some_topics(luck, 0.4),
                   capacity=int(luck.integers(2, 5)), max_posts=int(luck.integers(1, 4)), min_posts=1, wishes=wishes,
                   barred_posts=barred, lat=lat, lon=lon)
        )  # fmt: skip
    before = tuple(
        Placement(f"o{officer}", f"e{firm}", "liaison")
        for officer, firm in enumerate(luck.permutation(enterprises)[: officers // 2].tolist())
    )
    groups = tuple(Group(f"u{number}", f"单位{number}", max_out=7, share=6) for number in range(units))
    return PlacementInstance(
        f"postings-{officers}-{enterprises}", groups, tuple(staff), tuple(firms), DEFAULT_WEIGHTS, incumbent=before
    )


def inspections(units: int, looks: int, seed: int = 1) -> PlacementInstance:
    """Groups of three inspectors for so many units in five rounds of a month; `looks` are looked at again by others."""
    luck = np.random.default_rng(seed)
    inspectors = max(12, units)
    people = []
    for number in range(inspectors):
        lat, lon = somewhere(luck)
        kin = (f"u{luck.integers(units)}",) if luck.random() < 0.15 else ()
        people.append(
            Person(f"p{number}", f"巡察员{number}", f"u{luck.integers(units)}", skills=some_topics(luck, 0.5),
                   roles=("lead", "member") if number % 3 == 0 else ("member",), experienced=bool(luck.random() < 0.4),
                   barred_groups=kin, capacity=1, max_posts=1, lat=lat, lon=lon)
        )  # fmt: skip
    posts = []
    for number in range(units + looks):
        unit = number if number < units else number - units
        first = START + timedelta(days=31 * (number % 5) + (160 if number >= units else 0))
        lat, lon = somewhere(luck)
        posts.append(
            Post(f"i{number}", f"巡察{number}", (Role("lead"), Role("member", 2, 2, prefers=some_topics(luck, 0.4))),
                 group=f"u{unit}", term=Term(first, first + timedelta(days=24)), min_experienced=1, not_own_group=True,
                 second_look_of=f"i{unit}" if number >= units else None, lat=lat, lon=lon)
        )  # fmt: skip
    groups = tuple(Group(f"u{number}", f"单位{number}", max_out=2, share=1) for number in range(units))
    return PlacementInstance(
        f"inspections-{units}-{looks}", groups, tuple(people), tuple(posts), DEFAULT_WEIGHTS,
        teach=dict.fromkeys(TOPICS[:2], 1),
    )  # fmt: skip
