"""Tiny surge rosters for tests, all synthetic, and the best of all rosters by trying every one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from hypothesis import strategies as st

from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import Cover, History, Person, Request, Roster, Shift, ShiftPin, Work, validate_roster
from scheduler.roster.rules import Violation

# A Monday: days 5 and 6, 12 and 13 … are weekends.
MONDAY = date(2026, 12, 7)
DAY, NIGHT = Shift("D", 480, ()), Shift("N", 600, ("D",))


def person(name: str = "A", **other: Any) -> Person:
    """Somebody whom hardly any rule binds."""
    figures: dict[str, Any] = {
        "max_shifts": {"D": 99, "N": 99}, "min_minutes": 0, "max_minutes": 99_999, "min_consecutive": 1,
        "max_consecutive": 99, "min_days_off": 1, "max_weekends": 99,
    }  # fmt: skip
    return Person(name, **{**figures, **other})


def roster(*staff: Person, days: int = 14, **other: Any) -> Roster:
    """A roster of day and night shifts without cover or requests."""
    figures: dict[str, Any] = {
        "name": "tiny", "start": MONDAY, "days": days, "shifts": (DAY, NIGHT), "staff": staff or (person(),),
        "on_requests": (), "off_requests": (), "cover": (),
    }  # fmt: skip
    made = Roster(**{**figures, **other})
    validate_roster(made)
    return made


def line(text: str, name: str = "A") -> tuple[Work, ...]:
    """Shifts from a text of a letter a day, a dot for a free day: "DD.N"."""
    return tuple(Work(name, day, shift) for day, shift in enumerate(text) if shift != ".")


def broken_by(code: str, instance: Roster, *lines: tuple[Work, ...]) -> list[Violation]:
    """What a rule finds wrong with a plan."""
    found = audit_roster(instance, [work for one in lines for work in one])
    return [violation for violation in found.violations if violation.rule == code]


def all_lines(instance: Roster, who: Person) -> list[tuple[Work, ...]]:
    """Every valid line of one person, found by trying all."""
    alone = Roster(
        instance.name, instance.start, instance.days, instance.shifts, (who,), (), (), (),
        {name: known for name, known in instance.history.items() if name == who.id},
        tuple(pin for pin in instance.pins if pin.staff == who.id),
    )  # fmt: skip
    letters = [None, *(shift.id for shift in instance.shifts)]
    tried = (
        tuple(Work(who.id, day, shift) for day, shift in enumerate(row) if shift is not None)
        for row in product(letters, repeat=instance.days)
    )
    return [works for works in tried if audit_roster(alone, works).valid]


def best_objective(instance: Roster) -> int | None:
    """The least objective of all valid rosters; None where there is none."""
    needed = sorted({(row.day, row.shift) for row in instance.cover})
    reached: dict[tuple[int, ...], int] = {(0,) * len(needed): 0}
    for who in instance.staff:
        effects: dict[tuple[int, ...], int] = {}
        for works in all_lines(instance, who):
            have = {(work.day, work.shift) for work in works}
            filled = tuple(int(key in have) for key in needed)
            points = _requests(instance, who.id, have)
            effects[filled] = min(points, effects.get(filled, points))
        after: dict[tuple[int, ...], int] = {}
        for (counts, before), (filled, points) in product(reached.items(), effects.items()):
            total = tuple(a + b for a, b in zip(counts, filled, strict=True))
            after[total] = min(before + points, after.get(total, before + points))
        reached = after
    if not reached:
        return None
    return min(points + _cover(instance, dict(zip(needed, counts, strict=True))) for counts, points in reached.items())


def _requests(instance: Roster, who: str, have: set[tuple[int, str]]) -> int:
    on = sum(wish.points for wish in instance.on_requests if wish.staff == who and (wish.day, wish.shift) not in have)
    off = sum(wish.points for wish in instance.off_requests if wish.staff == who and (wish.day, wish.shift) in have)
    return on + off


def _cover(instance: Roster, have: dict[tuple[int, str], int]) -> int:
    return sum(
        row.under_points * max(0, row.needed - have[row.day, row.shift])
        + row.over_points * max(0, have[row.day, row.shift] - row.needed)
        for row in instance.cover
    )


def valid_rows(
    instance: Roster, who: str, works: tuple[Work, ...], first: int, last: int
) -> Iterator[tuple[Work, ...]]:
    """The plans that differ from this one in one person's days first to last (excluded) and break no rule of theirs."""
    kept = tuple(work for work in works if work.staff != who or not first <= work.day < last)
    letters = [None, *(shift.id for shift in instance.shifts)]
    for row in product(letters, repeat=last - first):
        plan = (*kept, *(Work(who, first + day, shift) for day, shift in enumerate(row) if shift is not None))
        if not any(violation.staff == who for violation in audit_roster(instance, plan).violations):
            yield plan


SHIFTS = st.sampled_from(["D", "N"])


@st.composite
def rosters(draw: st.DrawFn, most_staff: int = 3, days: int = 5, pinned: bool = True) -> Roster:
    """Small random rosters with every rule in play."""
    count = draw(st.integers(1, most_staff))
    names = [f"P{number}" for number in range(count)]
    day, staff = st.integers(0, days - 1), st.sampled_from(names)
    points = st.integers(0, 9)
    wishes = st.lists(st.builds(Request, staff, day, SHIFTS, points), max_size=4)
    cover = st.lists(st.builds(Cover, day, SHIFTS, st.integers(0, 3), st.integers(0, 20), points), max_size=5)
    pins = st.lists(st.builds(ShiftPin, staff, day, st.one_of(st.none(), SHIFTS)), max_size=2 if pinned else 0)
    history: Mapping[str, History] = draw(st.dictionaries(staff, _histories(), max_size=count))
    return roster(
        *(draw(_persons(name, days)) for name in names), days=days, start=draw(st.sampled_from([MONDAY, date(2026, 12, 12)])),
        shifts=(DAY, draw(st.sampled_from([NIGHT, Shift("N", 480, ("D",)), Shift("N", 720, ())]))),
        on_requests=tuple(draw(wishes)), off_requests=tuple(draw(wishes)), cover=tuple(draw(cover)),
        history=history, pins=tuple(draw(pins)),
    )  # fmt: skip


def _histories() -> st.SearchStrategy[History]:
    worked = st.builds(lambda days, last: History(worked=days, last_shift=last), st.integers(1, 4), SHIFTS)
    return st.one_of(worked, st.builds(lambda days: History(free=days), st.integers(1, 3)))


@st.composite
def _persons(draw: st.DrawFn, name: str, days: int) -> Person:
    least, longest = draw(st.integers(0, 3)), draw(st.integers(1, 6))
    low = draw(st.sampled_from([0, 0, 480, 1000]))
    return person(
        name,
        max_shifts={"D": draw(st.integers(0, 6)), "N": draw(st.sampled_from([0, 1, 2, 6]))},
        min_minutes=low, max_minutes=low + draw(st.sampled_from([400, 1500, 5000])),
        min_consecutive=min(least, longest), max_consecutive=longest,
        min_days_off=draw(st.integers(0, 3)), max_weekends=draw(st.integers(0, 2)),
        days_off=tuple(sorted(draw(st.sets(st.integers(0, days - 1), max_size=1)))),
    )  # fmt: skip
