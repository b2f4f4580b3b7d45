"""When the sample's cadres cannot or would rather not serve: absences, exemptions, preferences, recusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from service.models import Absence, AbsenceKind, DayPreference, Exemption, ExemptionKind, Recusal
from service.sample.people import CadreSeed
from service.sample.places import Places
from service.sample.writing import Making

FIRST_SECRETARIES, RECUSALS = 7, 30
COURSES = 2
SPARING = 9
# Of a hundred cadres in a month: how many, for how many days at most, away from the office or not, why.
ABSENCES: dict[AbsenceKind, tuple[float, int, bool, str]] = {
    AbsenceKind.LEAVE: (9.0, 8, True, "年休假"),
    AbsenceKind.TRIP: (6.0, 3, True, "外出办事"),
    AbsenceKind.TRAINING: (4.0, 3, False, "业务培训"),
    AbsenceKind.MEETING: (8.0, 1, False, "全天会议"),
    AbsenceKind.SICK: (2.0, 4, True, "病假"),
}
# In the deployment's 598: how many, women only, for how many days, why, and whether away from the office.
EXEMPTIONS: dict[ExemptionKind, tuple[int, bool, int, str, bool]] = {
    ExemptionKind.MATERNITY: (4, True, 158, "产假", True),
    ExemptionKind.NURSING: (4, True, 240, "哺乳未满一周岁婴儿", False),
    ExemptionKind.ILLNESS: (3, False, 200, "长期治疗", True),
    ExemptionKind.SECONDED: (5, False, 365, "借调上级机关", True),
}
MONTHS_BEFORE, MONTHS_AFTER = 3, 2


def month_from(day: date, months: int) -> date:
    """The first day of the month that is so many months after that of a day (before, where negative)."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def make_exemptions(making: Making, seeds: list[CadreSeed]) -> tuple[set[int], dict[int, date]]:
    """Write who is exempt; the ids of those who are exempt today, and by id since when the first secretaries are away.

    The first secretaries' exemptions follow from their placements, which are made with the programmes.
    """
    chance = making.chance("exemptions")
    # Not from small units: one less of them, and a pair could never leave the office together.
    free = [seed for seed in seeds if not seed.in_party and seed.rank > 0 and seed.unit.size >= SPARING]
    chance.shuffle(free)
    rows: list[dict[str, Any]] = []
    secretaries: dict[int, date] = {}
    for seed in free[: min(making.part(FIRST_SECRETARIES), FIRST_SECRETARIES)]:
        secretaries[seed.id] = max(making.today - timedelta(days=chance.randrange(200, 500)), seed.joined_on)
    rest = free[len(secretaries) :]
    for kind, (figure, women, days, reason, away) in EXEMPTIONS.items():
        fitting = [seed for seed in rest if seed.person.woman or not women][: making.part(figure)]
        for seed in fitting:
            first = making.today - timedelta(days=chance.randrange(5, days - 40))
            rows.append(_exemption(seed, kind, first, first + timedelta(days=days - 1), reason, away))
        taken = {seed.number for seed in fitting}
        rest = [seed for seed in rest if seed.number not in taken]
    making.write(Exemption, rows)
    return {row["cadre_id"] for row in rows} | secretaries.keys(), secretaries


def _exemption(
    seed: CadreSeed, kind: ExemptionKind, first: date, last: date, reason: str, away: bool
) -> dict[str, Any]:
    first = max(first, seed.joined_on)
    return {
        "cadre_id": seed.id,
        "kind": kind,
        "first_day": first,
        "last_day": last,
        "reason": reason,
        "away": away,
    }


def make_absences(making: Making, seeds: list[CadreSeed], exempt: set[int]) -> None:
    """Write leave, trips, trainings, meetings and sick days from three months back to two ahead; one a month at most."""
    chance = making.chance("absences")
    rows: list[dict[str, Any]] = []
    for offset in range(-MONTHS_BEFORE, MONTHS_AFTER + 1):
        month = month_from(making.today, offset)
        length = (month_from(month, 1) - month).days
        present = [seed for seed in seeds if seed.id not in exempt and seed.joined_on < month]
        free = [seed for seed in present if not seed.in_party and seed.unit.size >= SPARING]
        away = chance.sample(free, min(len(free), making.part(COURSES)))
        rows += [_course(seed, month, length) for seed in away]
        studying = {seed.id for seed in away}
        for seed in present:
            if seed.id not in studying:
                rows.extend(_absence(seed, month, length, making.today, chance))
    making.write(Absence, rows)


def _course(seed: CadreSeed, month: date, length: int) -> dict[str, Any]:
    """A course that takes the whole month: one who cannot serve, and the plan says why."""
    return {
        "cadre_id": seed.id,
        "kind": AbsenceKind.TRAINING,
        "first_day": month,
        "last_day": month + timedelta(days=length - 1),
        "away": True,
        "reason": "党校脱产培训",
        "returned_on": None,
    }


def _absence(seed: CadreSeed, month: date, length: int, today: date, chance: Random) -> Iterator[dict[str, Any]]:
    drawn = chance.uniform(0, 100)
    for kind, (share, most, away, reason) in ABSENCES.items():
        drawn -= share
        if drawn >= 0:
            continue
        days = chance.randint(1, most)
        first = month + timedelta(days=chance.randrange(length - days + 1))
        last = first + timedelta(days=days - 1)
        early = kind == AbsenceKind.LEAVE and days > 3 and last < today and chance.random() < 0.15
        yield {
            "cadre_id": seed.id,
            "kind": kind,
            "first_day": first,
            "last_day": last,
            "away": away,
            "reason": reason,
            "returned_on": last - timedelta(days=1) if early else None,
        }
        return


def make_preferences(making: Making, seeds: list[CadreSeed], exempt: set[int]) -> None:
    """Write the days some would rather avoid, this month and the two after it."""
    chance = making.chance("preferences")
    rows: list[dict[str, Any]] = []
    first = month_from(making.today, 0)
    length = (month_from(making.today, MONTHS_AFTER + 1) - first).days
    for seed in seeds:
        if seed.id in exempt or chance.random() > 0.16:
            continue
        points = chance.choice((2, 5, 8))
        rows += [
            {
                "cadre_id": seed.id,
                "date": first + timedelta(days=day),
                "points": points,
                "reason": chance.choice(("接送孩子", "夜校上课", "照料老人", None)),
            }
            for day in chance.sample(range(length), chance.randint(2, 7))
        ]
    making.write(DayPreference, rows)


def make_recusals(making: Making, seeds: list[CadreSeed], places: Places) -> None:
    """Write who must not serve in a zone of the linked communities, for kinship or interests of their own."""
    chance = making.chance("recusals")
    by_community: dict[str, list[int]] = {}
    for zone in places.zones:
        by_community.setdefault(zone.community, []).append(zone.id)
    rows: list[dict[str, Any]] = []
    for seed in chance.sample(seeds, min(len(seeds), max(1, making.part(RECUSALS)))):
        zone_id = chance.choice(by_community[chance.choice(seed.unit.links)])
        rows.append(
            {
                "cadre_id": seed.id,
                "zone_id": zone_id,
                "valid_from": max(seed.joined_on, date(making.today.year - 1, 1, 1)),
                "valid_to": None,
                "reason": chance.choice(("近亲属在该网格任职", "近亲属居住在该网格", "涉及本人利益")),
            }
        )
    making.write(Recusal, rows)
