"""The sample's events: a quarter of study evenings, seven party classes, a theme day of all branches, a training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, timedelta
from random import Random
from typing import Any

from service.adapters.calendar import state_day
from service.models import (
    BranchSecretary,
    DayKind,
    Event,
    EventAttendance,
    EventCall,
    EventKind,
    EventSeat,
    EventSeries,
    Presence,
    SeatState,
)
from service.operations.events.kinds import USUAL
from service.sample.availability import month_from
from service.sample.people import IN_BRANCH, CadreSeed
from service.sample.places import Places
from service.sample.writing import Making

WEEK = timedelta(days=7)
MONDAY, WEDNESDAY, FRIDAY, SATURDAY = 0, 2, 4, 5
# Study evenings from so many weeks back to so many ahead: a quarter. The attendance of the last few is marked.
EVENINGS_BACK, EVENINGS_AHEAD, EVENINGS_MARKED = 6, 6, 3
CLASS_WEEKS = (-11, -9, -7, -5, -3, -1, 2)
CLASS_TITLES = (
    "党课：基层治理专题", "党课：党章党规学习", "党课：群众工作方法", "党课：廉洁教育", "党课：石峰工业史与初心",
    "党课：法治思维", "党课：年度总结与批评",
)  # fmt: skip
SEATS, WAITING = 61, 4
EXCUSED, ABSENT = 0.06, 0.03


def make_events(making: Making, seeds: list[CadreSeed], places: Places) -> dict[str, int]:
    """Write kinds, secretaries, events, seats and attendance; how many events of each kind were written."""
    rows = [{"position": number, **asdict(values)} for number, values in enumerate(USUAL)]
    kinds = making.write_known(EventKind, "code", rows)
    _secretaries(making, seeds)
    evenings = _study_evenings(making, seeds, kinds["study"])
    classes = _party_classes(making, seeds, kinds["class"])
    _theme_day(making, seeds, places, kinds["theme_day"])
    _training(making, seeds, kinds["training"])
    return {"study": evenings, "class": classes, "theme_day": 1, "training": 1}


def members_of_branches(seeds: Iterable[CadreSeed]) -> dict[int, list[CadreSeed]]:
    """The members of each branch by its id."""
    found: dict[int, list[CadreSeed]] = defaultdict(list)
    for seed in seeds:
        if seed.affiliation in IN_BRANCH:
            found[seed.unit.branch_id].append(seed)
    return dict(sorted(found.items()))


def _secretaries(making: Making, seeds: list[CadreSeed]) -> None:
    """The first of each branch's members by rank and number."""
    rows = []
    for branch, members in members_of_branches(seeds).items():
        first = min(members, key=lambda seed: (seed.rank, seed.number))
        since = max(first.joined_on, making.today - timedelta(days=400))
        rows.append({"branch_id": branch, "cadre_id": first.id, "valid_from": since, "valid_to": None})
    making.write(BranchSecretary, rows)


def _near(making: Making, weekday: int, weeks: int) -> date:
    """A weekday so many weeks from this one."""
    monday = making.today - timedelta(days=making.today.weekday())
    return monday + weeks * WEEK + timedelta(days=weekday)


def _row(kind_id: int, title: str, day: date, starts: str, ends: str, place: str, **more: Any) -> dict[str, Any]:
    usual = {"everyone": False, "grid_workers": False, "apart": False, "sign_up": False, "series_id": None}
    return {
        **usual, "kind_id": kind_id, "title": title, "date": day, "starts": starts, "ends": ends, "place": place,
        "seats": None, "sign_up_until": None, "note": None, **more,
    }  # fmt: skip


def _write(making: Making, stem: str, rows: list[dict[str, Any]]) -> list[int]:
    """Write events with codes of one stem; their ids in order."""
    coded = [{"code": f"{stem}-{number + 1:02d}", **row} for number, row in enumerate(rows)]
    ids = making.write_known(Event, "code", coded)
    return [ids[row["code"]] for row in coded]


def _study_evenings(making: Making, seeds: list[CadreSeed], kind_id: int) -> int:
    days = [_near(making, MONDAY, week) for week in range(-EVENINGS_BACK, EVENINGS_AHEAD + 1)]
    days = [day for day in days if state_day(day).kind != DayKind.HOLIDAY]
    series = making.write_known(
        EventSeries,
        "title",
        [
            {
                "title": "每周一晚学习", "weekday": MONDAY, "every_weeks": 1, "first_day": days[0],
                "last_day": days[-1], "skip_holidays": True,
            }
        ],
    )  # fmt: skip
    rows = [
        _row(kind_id, "每周一晚学习", day, "19:00", "21:00", "区机关大会议室", everyone=True,
             series_id=series["每周一晚学习"])
        for day in days
    ]  # fmt: skip
    ids = _write(making, "XX", rows)
    past = [(event, day) for event, day in zip(ids, days, strict=True) if day < making.today]
    for event, day in past[-EVENINGS_MARKED:]:
        _attend(making, event, day, seeds)
    return len(ids)


def _party_classes(making: Making, seeds: list[CadreSeed], kind_id: int) -> int:
    """Each class calls a seventh of the branches, so that all have had one in the end."""
    branches = members_of_branches(seeds)
    rows = [
        _row(kind_id, title, _near(making, WEDNESDAY, week), "14:30", "17:00", "区委党校报告厅")
        for week, title in zip(CLASS_WEEKS, CLASS_TITLES, strict=True)
    ]
    ids = _write(making, "DK", rows)
    calls = []
    for number, (event, row) in enumerate(zip(ids, rows, strict=True)):
        called = [branch for place, branch in enumerate(branches) if place % len(rows) == number]
        calls += [_call(event, branch) for branch in called]
        if row["date"] < making.today:
            _attend(making, event, row["date"], [seed for branch in called for seed in branches[branch]])
    making.write(EventCall, calls)
    return len(ids)


def _call(event: int, branch: int, zone: int | None = None) -> dict[str, Any]:
    return {"event_id": event, "unit_id": None, "branch_id": branch, "cadre_id": None, "zone_id": zone}


def _theme_day(making: Making, seeds: list[CadreSeed], places: Places, kind_id: int) -> None:
    """The second Saturday of the coming month: every branch goes to a zone of a community that it is linked with."""
    first = month_from(making.today, 1)
    day = first + timedelta(days=(SATURDAY - first.weekday()) % 7 + 7)
    event = _write(making, "ZT", [_row(kind_id, "主题党日：支部进网格", day, "08:30", "17:30", "各网格")])[0]
    zones: dict[str, list[int]] = defaultdict(list)
    for zone in places.zones:
        zones[zone.community].append(zone.id)
    taken: set[int] = set()
    calls = []
    for branch, members in members_of_branches(seeds).items():
        linked = [zone for seed in members for link in seed.unit.links for zone in zones[link]]
        chosen = next((zone for zone in linked if zone not in taken), linked[0] if linked else None)
        taken.update([chosen] if chosen else [])
        calls.append(_call(event, branch, chosen))
    making.write(EventCall, calls)


def _training(making: Making, seeds: list[CadreSeed], kind_id: int) -> None:
    """A training that new cadres signed up for: all seats taken, a few wait."""
    first = month_from(making.today, 1)
    day = first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 14)
    seats = max(2, making.part(SEATS))
    row = _row(
        kind_id, "新入职干部培训", day, "08:30", "17:30", "区委党校二楼", everyone=True, sign_up=True, seats=seats,
        sign_up_until=day - timedelta(days=3), note="请带笔记本和工作证。",
    )  # fmt: skip
    event = _write(making, "PX", [row])[0]
    newest = sorted(seeds, key=lambda seed: (not seed.newcomer, -seed.joined_on.toordinal(), seed.number))
    rows = [
        {
            "event_id": event, "cadre_id": seed.id, "signed_at": making.now - timedelta(hours=80 - number),
            "signed_by": seed.number, "changed_at": making.now,
            "state": SeatState.PLACED if number < seats else SeatState.WAITING,
        }
        for number, seed in enumerate(newest[: seats + WAITING])
    ]  # fmt: skip
    making.write(EventSeat, rows)


def _attend(making: Making, event: int, day: date, seeds: list[CadreSeed]) -> None:
    """Nearly all came."""
    chance = making.chance(f"attendance of events/{event}")
    present = [seed for seed in seeds if seed.joined_on <= day]
    rows = [
        {"event_id": event, "cadre_id": seed.id, "state": _drawn(chance), "note": None}
        for seed in present
    ]  # fmt: skip
    making.write(EventAttendance, rows)


def _drawn(chance: Random) -> Presence:
    drawn = chance.random()
    if drawn < ABSENT:
        return Presence.ABSENT
    return Presence.EXCUSED if drawn < ABSENT + EXCUSED else Presence.PRESENT
