"""How an operation stands: who is wanted and who comes, by place, shift and day; the strength, by place, unit, state."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from service.models import (
    ArrivalState,
    District,
    MemberState,
    SurgeAnswer,
    SurgeMember,
    SurgeOperation,
    SurgePlace,
    SurgeShift,
    SurgeWork,
)
from service.operations.surge.arrivals import arrivals_between
from service.operations.surge.declaring import minute_of, minutes_of
from service.operations.surge.find import standing, works_of
from service.operations.surge.places import needs_by_day, places_of


@dataclass(frozen=True, slots=True)
class Cover:
    """Wanted and rostered in a shift of a day at a place; how many have come."""

    needed: int = 0
    have: int = 0
    arrived: int = 0
    absent: int = 0

    @property
    def short(self) -> int:
        """How many lack."""
        return max(0, self.needed - self.have)


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """A place on a day: its shifts with their cover, in the operation's order."""

    place: SurgePlace
    covers: Sequence[tuple[SurgeShift, Cover]]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a shift, for lists. `arrival`: what was marked."""

    work: SurgeWork
    unit: str
    arrival: str | None


def day_board(session: Session, operation: SurgeOperation, day: date) -> list[PlaceDay]:
    """Every place on a day."""
    have: Counter[tuple[int, int]] = Counter()
    come: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    marked = arrivals_between(session, operation, day, day)
    rows = session.execute(
        select(SurgeWork.place_id, SurgeWork.shift_id, SurgeWork.cadre_id).where(
            SurgeWork.operation_id == operation.id, SurgeWork.date == day, standing()
        )
    )
    for place, shift, cadre in rows:
        have[place, shift] += 1
        if (cadre, day) in marked:
            come[place, shift][marked[cadre, day]] += 1
    return [_place_day(operation, place, day, have, come) for place in places_of(session, operation)]


def _place_day(
    operation: SurgeOperation,
    place: SurgePlace,
    day: date,
    have: Counter[tuple[int, int]],
    come: dict[tuple[int, int], Counter[str]],
) -> PlaceDay:
    needs = needs_by_day(place, day, day)
    covers = []
    for shift in operation.shifts:
        key = (place.id, shift.id)
        marked = come.get(key, Counter())
        covers.append(
            (
                shift,
                Cover(
                    needs.get((day, shift.id), 0), have[key], marked[ArrivalState.ARRIVED], marked[ArrivalState.ABSENT]
                ),
            )
        )
    return PlaceDay(place, covers)


def shortages(session: Session, operation: SurgeOperation, first: date) -> list[tuple[date, SurgePlace, str, int]]:
    """What lacks from a day on: date, place, shift's name, people; by date."""
    have: Counter[tuple[int, date, int]] = Counter()
    rows = session.execute(
        select(SurgeWork.place_id, SurgeWork.date, SurgeWork.shift_id, func.count())
        .where(SurgeWork.operation_id == operation.id, SurgeWork.date >= first, standing())
        .group_by(SurgeWork.place_id, SurgeWork.date, SurgeWork.shift_id)
    )
    for place_id, day, shift, count in rows:
        have[place_id, day, shift] = count
    names = {shift.id: shift.name for shift in operation.shifts}
    last = session.scalar(select(func.max(SurgeWork.date)).where(SurgeWork.operation_id == operation.id, standing()))
    found = [
        (day, place, names[shift], needed - have[place.id, day, shift])
        for place in places_of(session, operation)
        for (day, shift), needed in needs_by_day(place, first, min(last or first, operation.last_day)).items()
        if needed > have[place.id, day, shift]
    ]
    return sorted(found, key=lambda one: (one[0], one[1].position, one[2]))


def people_on(session: Session, operation: SurgeOperation, day: date, *conditions: object) -> list[Person]:
    """Who has a shift on a day, in order of place and shift."""
    units = _unit_names(session, operation)
    marked = arrivals_between(session, operation, day, day)
    works = works_of(session, operation, SurgeWork.date == day, *conditions)  # type: ignore[arg-type]
    return [Person(work, units.get(work.cadre_id, "—"), marked.get((work.cadre_id, day))) for work in works]


def _unit_names(session: Session, operation: SurgeOperation) -> dict[int, str]:
    return {
        row.cadre_id: (row.unit.short_name or row.unit.name) if row.unit else "—"
        for row in members_of(session, operation)
    }


def members_of(session: Session, operation: SurgeOperation) -> Sequence[SurgeMember]:
    """Everybody who was ever called, with person, unit and place; by place and number."""
    return session.scalars(
        select(SurgeMember)
        .where(SurgeMember.operation_id == operation.id)
        .join(SurgePlace, SurgePlace.id == SurgeMember.place_id)
        .options(joinedload(SurgeMember.cadre), joinedload(SurgeMember.unit), joinedload(SurgeMember.place))
        .order_by(SurgePlace.position, SurgePlace.id, SurgeMember.id)
    ).all()


@dataclass(slots=True)
class Strength:
    """How many are called, have answered, are on shift now, rest, or were released."""

    called: int = 0
    coming: int = 0
    unanswered: int = 0
    on_shift: int = 0
    resting: int = 0
    released: int = 0
    cannot: int = 0


@dataclass(slots=True)
class StrengthReport:
    """The strength at an instant: in all, by place, by unit; who is on shift now."""

    at: datetime
    whole: Strength = field(default_factory=Strength)
    places: dict[str, Strength] = field(default_factory=dict)
    units: dict[str, Strength] = field(default_factory=dict)
    now: Sequence[Person] = ()


def strength(session: Session, operation: SurgeOperation, now: datetime) -> StrengthReport:
    """Who is where now: on the shift that is going on, resting between shifts, released."""
    zone = ZoneInfo(session.get_one(District, operation.district_id).time_zone)
    here = now.astimezone(zone)
    days = (here.date() - timedelta(days=1), here.date())
    near = [one for day in days for one in people_on(session, operation, day)]
    on = [one for one in near if _goes_on(one.work, here, zone)]
    on_ids = {one.work.cadre_id for one in on}
    report = StrengthReport(now, now=on)
    for member in members_of(session, operation):
        unit = (member.unit.short_name or member.unit.name) if member.unit else "—"
        lines = (
            report.whole,
            report.places.setdefault(member.place.name, Strength()),
            report.units.setdefault(unit, Strength()),
        )
        for line in lines:
            _count(line, member, member.cadre_id in on_ids)
    return report


def _count(line: Strength, member: SurgeMember, on_shift: bool) -> None:
    if member.state == MemberState.RELEASED:
        line.released += 1
        line.cannot += member.answer == SurgeAnswer.CANNOT
        return
    line.called += 1
    line.coming += member.answer == SurgeAnswer.COMING
    line.unanswered += member.answer == SurgeAnswer.NONE
    line.on_shift += on_shift
    line.resting += not on_shift


def _goes_on(work: SurgeWork, here: datetime, zone: ZoneInfo) -> bool:
    begins = datetime.combine(work.date, time(), zone) + timedelta(minutes=minute_of(work.shift.starts))
    return begins <= here < begins + timedelta(minutes=minutes_of(work.shift))
