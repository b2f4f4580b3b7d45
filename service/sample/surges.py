"""The sample's surge: a flood drill of the past, five days at six places, rostered and stood down, all on record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from service.models import (
    ArrivalState,
    Community,
    MemberState,
    RosterState,
    SurgeAnswer,
    SurgeArrival,
    SurgeKind,
    SurgeMember,
    SurgeNeed,
    SurgeOperation,
    SurgePlace,
    SurgeRoster,
    SurgeService,
    SurgeShift,
    SurgeState,
    SurgeWork,
)
from service.sample.people import CadreSeed
from service.sample.places import Places
from service.sample.writing import Making

DAYS_AGO, DAYS, PLACES, CODE, NAME = 75, 5, 6, "YJ-YL", "防汛应急演练"
ABSENT = 0.03
# Who serves on which days: two by day and two by night on each, nobody more than two days in a row.
BY_DAY, BY_NIGHT = ("DD.DD", "D.DD.", ".DD.D"), ("NN.NN", "N.NN.", ".NN.N")
NEEDED = 2
MINUTES, SATURDAY = 720, 5


@dataclass(frozen=True, slots=True)
class _Drill:
    """The rows that others refer to."""

    operation: int
    shifts: dict[str, int]
    places: dict[str, int]
    first: date


def make_surge(making: Making, seeds: list[CadreSeed], places: Places, exempt: set[int]) -> int:
    """Write the drill; how many served in it."""
    first = making.today - timedelta(days=DAYS_AGO)
    lived: dict[int, list[CadreSeed]] = defaultdict(list)
    zones = {zone.id: places.communities[zone.community] for zone in places.zones}
    for seed in seeds:
        home = zones.get(seed.home_zone_id or 0)
        if home is not None and seed.id not in exempt and seed.joined_on < first:
            lived[home].append(seed)
    crew = len(BY_DAY) + len(BY_NIGHT)
    names = making.session.execute(
        select(Community.id, Community.name).where(Community.district_id == making.district_id).order_by(Community.code)
    ).all()
    chosen = [one for one in names if len(lived[one.id]) >= crew][: making.part(PLACES) or 1]
    if not chosen:
        return 0
    drill = _operation(making, first, chosen)
    people = [(one, seed, line) for one in chosen for seed, line in zip(lived[one.id], BY_DAY + BY_NIGHT, strict=False)]
    _serve(making, drill, people)
    return len(people)


def _operation(making: Making, first: date, chosen: list[Any]) -> _Drill:
    last = first + timedelta(days=DAYS - 1)
    operation = making.write_known(SurgeOperation, "code", [{
        "code": CODE, "kind": SurgeKind.FLOOD, "name": NAME, "first_day": first, "last_day": last,
        "state": SurgeState.STOOD_DOWN, "min_rest_minutes": 660, "min_consecutive": 1, "max_consecutive": 5,
        "min_days_off": 1, "min_minutes": 0, "unit_share": 100, "keeps_floors": True, "reserve": 0, "only_listed": False,
        "unit_ids": [], "exempts": False, "credits": False, "credit_shifts": 1, "stood_down_on": last,
        "ended_at": making.now, "notice": "请着雨衣、雨靴，自带水杯。",
    }])[CODE]  # fmt: skip
    shared = {"operation_id": operation}
    rows = [("白班", "08:00", "20:00", False), ("夜班", "20:00", "08:00", True)]
    shifts = making.write_known(SurgeShift, "name", [
        {**shared, "position": place, "name": name, "starts": starts, "ends": ends, "night": night}
        for place, (name, starts, ends, night) in enumerate(rows)
    ])  # fmt: skip
    spots = making.write_known(SurgePlace, "name", [
        {**shared, "position": place, "name": one.name, "community_id": one.id, "priority": 1}
        for place, one in enumerate(chosen)
    ])  # fmt: skip
    making.write(SurgeNeed, [
        {"place_id": place, "shift_id": shift, "weekday": None, "date": None, "needed": NEEDED}
        for place in spots.values() for shift in shifts.values()
    ])  # fmt: skip
    making.write(SurgeRoster, [{
        **shared, "number": 1, "state": RosterState.IN_FORCE, "mode": "call", "first_day": first, "last_day": last,
        "made_at": making.now, "made_by": "sample", "confirmed_at": making.now, "confirmed_by": "sample", "report": {},
    }])  # fmt: skip
    return _Drill(operation, {"D": shifts["白班"], "N": shifts["夜班"]}, spots, first)


def _serve(making: Making, drill: _Drill, people: list[tuple[Any, CadreSeed, str]]) -> None:
    chance = making.chance("surge")
    members, works, arrivals, services = [], [], [], []
    for community, seed, line in people:
        place = drill.places[community.name]
        base = {"operation_id": drill.operation, "cadre_id": seed.id}
        last = drill.first + timedelta(days=DAYS - 1)
        members.append({
            **base, "unit_id": seed.unit.id, "place_id": place, "wave": 1, "days_only": False, "first_day": drill.first,
            "last_day": last, "state": MemberState.RELEASED, "served_any": True, "answer": SurgeAnswer.COMING,
            "answered_at": making.now, "answered_by": "sample",
        })  # fmt: skip
        served = []
        for step, letter in enumerate(line):
            if letter == ".":
                continue
            day = drill.first + timedelta(days=step)
            spot = {**base, "place_id": place, "shift_id": drill.shifts[letter], "date": day}
            works.append({
                **spot, "since": 1, "until": None, "sequence": 0, "changed_at": making.now,
                "uid": f"surge-{drill.operation}-{seed.id}-{day:%Y%m%d}@sample.grid-duty",
            })  # fmt: skip
            came = chance.random() >= ABSENT
            arrivals.append(
                {**spot, "state": ArrivalState.ARRIVED if came else ArrivalState.ABSENT, "marked_by": "sample"}
            )
            if came:
                served.append((day, letter))
        if served:
            services.append({
                **base, "unit_id": seed.unit.id, "first_day": served[0][0], "last_day": served[-1][0],
                "shifts": len(served), "nights": sum(letter == "N" for _, letter in served),
                "weekend_shifts": sum(day.weekday() >= SATURDAY for day, _ in served), "minutes": MINUTES * len(served),
                "credited_month": None,
            })  # fmt: skip
    for kind, rows in ((SurgeMember, members), (SurgeWork, works), (SurgeArrival, arrivals), (SurgeService, services)):
        making.write(kind, rows)
