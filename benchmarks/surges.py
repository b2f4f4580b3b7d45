"""Surge rosters of any size, made by a seed, for the benchmark; synthetic."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from scheduler.roster.problem import Cover, Person, Request, Roster, Shift, validate_roster

# A Monday.
START = date(2026, 12, 7)
# Three shifts round the clock at each post: morning, afternoon, night; hours that would be too short between are forbidden.
KINDS = (("早", 480), ("中", 480), ("夜", 600))
# Of so many people at a post about so many are at work at a time.
PEOPLE_OF_A_POST, SHARE = 50, 5


def surge(people: int, days: int, seed: int, at_post: int = PEOPLE_OF_A_POST, helpers: float = 0.0) -> Roster:
    """A made-up operation: posts of about so many people each, shifts round the clock, leave, wishes for and against.

    A share of `helpers` may work the morning and afternoon shifts of the next post as well: then no post stands alone.
    """
    luck = random.Random(seed)
    posts = [f"岗{number + 1}" for number in range(max(1, people // at_post))]
    shifts = tuple(
        Shift(f"{post}{kind}", minutes, _after(posts, number))
        for post in posts
        for number, (kind, minutes) in enumerate(KINDS)
    )
    staff = tuple(_person(f"P{number}", posts[number % len(posts)], days, luck) for number in range(people))
    staff = tuple(
        replace(person, max_shifts={**person.max_shifts, **_of_next_post(posts, number, days)})
        if luck.random() < helpers else person
        for number, person in enumerate(staff)
    )  # fmt: skip
    on, off = [], []
    for person in staff:
        for wishes in (on, off, off):
            shift = luck.choice([name for name, most in person.max_shifts.items() if most])
            wishes.append(Request(person.id, luck.randrange(days), shift, luck.randint(1, 3)))
    size = people / len(posts)
    cover = tuple(
        Cover(day, f"{post}{kind}", max(1, round(size / SHARE * share)), 100, 1)
        for day in range(days) for post in posts for (kind, _), share in zip(KINDS, (1.1, 0.9, 0.6), strict=True)
    )  # fmt: skip
    made = Roster(f"surge-{people}-{days}-{seed}", START, days, shifts, staff, tuple(on), tuple(off), cover)
    validate_roster(made)
    return made


def _of_next_post(posts: list[str], number: int, days: int) -> dict[str, int]:
    """Mornings and afternoons at the post after somebody's own."""
    return {f"{posts[(number + 1) % len(posts)]}{kind}": days for kind, _ in KINDS[:2]}


def _after(posts: list[str], number: int) -> tuple[str, ...]:
    """What may not follow on the next day: anything earlier in the day, at any post."""
    return tuple(f"{post}{kind}" for post in posts for kind, _ in KINDS[:number])


def _person(name: str, post: str, days: int, luck: random.Random) -> Person:
    """Somebody of one post; one in eight does no nights, one in ten is away for three days."""
    nights = 0 if luck.random() < 0.125 else max(1, days // 3)
    first = luck.randrange(days)
    away = tuple(day for day in range(first, min(days, first + 3))) if luck.random() < 0.1 else ()
    week = days / 7
    return Person(
        name,
        {f"{post}早": days, f"{post}中": days, f"{post}夜": nights},
        min_minutes=round(week * 3 * 480), max_minutes=round(week * 5 * 480) + 240,
        min_consecutive=2, max_consecutive=5, min_days_off=2, max_weekends=max(1, round(week * 0.75)), days_off=away,
    )  # fmt: skip
