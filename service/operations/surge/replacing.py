"""Somebody cannot come: the best next person takes their shifts at once, and nobody else's change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.roster.engine import replace_person
from scheduler.roster.problem import Work
from scheduler.surge import points_of, roster_of, shift_name
from service.models import (
    Cadre,
    MemberState,
    RosterState,
    SurgeMember,
    SurgeOperation,
    SurgePlace,
    SurgeRoster,
    SurgeWork,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.memberships import unit_on
from service.operations.surge.applying import apply_works, day_before, follow_exemptions, release
from service.operations.surge.building import Mode, Span, frame_of, framed, person_of
from service.operations.surge.find import next_number, roster_in_force, works_of
from service.operations.surge.past import past_of
from service.operations.surge.pool import Candidate, Pool, pool_of

# So many of those who are not called are looked at, the nearest first; then those who serve there already.
MOST_NEW = 12
KILOMETRE = 111.195


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes shifts over: which days, and whether they are called for it."""

    cadre_id: int
    name: str
    days: tuple[date, ...]
    new: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the shifts of somebody who cannot come; `open` are those that nobody can take."""

    takers: tuple[Taker, ...]
    open: int
    number: int | None


def replace_member(
    session: Session, actor: Actor, now: datetime, member: SurgeMember, first: date, reason: str | None
) -> Replaced:
    """Take somebody out from a day on and give their shifts to the best next person; a version of its own.

    Whoever takes over keeps every rest rule; nobody else's shifts change. The operation is held by the caller.
    """
    operation = member.operation
    roster = roster_in_force(session, operation)
    assert roster is not None
    works = works_of(session, operation, SurgeWork.place_id == member.place_id, SurgeWork.date >= first)
    lost = [work for work in works if work.cadre_id == member.cadre_id]
    if not lost:
        release(member, day_before(first))
        follow_exemptions(session, operation, now)
        return Replaced((), 0, None)
    span = Span(first, max(roster.last_day, *(work.date for work in works)))
    takers, left = _takers(session, operation, member, works, span)
    number = _write(session, actor, now, member, roster, span, takers, left, reason)
    return Replaced(tuple(takers), left, number)


def _takers(
    session: Session, operation: SurgeOperation, member: SurgeMember, works: Sequence[SurgeWork], span: Span
) -> tuple[list[Taker], int]:
    """Who takes which days, by the roster engine; how many shifts stay open."""
    pool = pool_of(session, operation, span.first, span.last)
    past = past_of(session, operation, span.first)
    units = {one.cadre_id: one.unit_id for one in _serving(session, operation, member.place_id)}
    here = set(units) | {work.cadre_id for work in works}
    known = {one.cadre_id: one for one in pool.people}
    new = _newcomers(session, operation, pool, member.place)
    people = [person_of(one, pool, operation, span) for one in new]
    # Those who serve keep their shifts, whatever is known of them meanwhile: so they are all in it.
    for cadre in sorted(here):
        one = known.get(cadre) or _as_candidate(session, cadre, units.get(cadre), pool)
        people.append(person_of(one, pool, operation, span, past.get(cadre), str(member.place_id)))
    place = str(member.place_id)
    problem = framed(session, operation, pool, span, people, only={member.place_id})
    instance = roster_of(problem, {person.id: place for person in people}, shared=False)
    given = [
        Work(str(one.cadre_id), (one.date - span.first).days, shift_name(place, str(one.shift_id))) for one in works
    ]
    found = replace_person(instance, given, str(member.cadre_id), 0)
    names = {one.id: one.name for one in people}
    takers = [
        Taker(
            int(by.staff), names[by.staff],
            tuple(date.fromordinal(span.first.toordinal() + work.day) for work in by.taken),
            int(by.staff) not in here,
        )
        for by in found.by
    ]  # fmt: skip
    return takers, len(found.open)


def _as_candidate(session: Session, cadre: int, unit_id: int | None, pool: Pool) -> Candidate:
    """Somebody who serves but could not be called today (leave entered since, say): in it for their shifts alone."""
    row = session.get_one(Cadre, cadre)
    unit = unit_id if unit_id in pool.units else next(iter(pool.units))
    assert unit is not None
    return Candidate(row.id, row.employee_number, row.name, unit, None, None, None)


def _serving(session: Session, operation: SurgeOperation, place_id: int) -> Sequence[SurgeMember]:
    return session.scalars(
        select(SurgeMember).where(
            SurgeMember.operation_id == operation.id, SurgeMember.place_id == place_id,
            SurgeMember.state == MemberState.CALLED,
        )
    ).all()  # fmt: skip


def _newcomers(session: Session, operation: SurgeOperation, pool: Pool, place: SurgePlace) -> list[Candidate]:
    """Those not called so far whose unit can spare one more, the best placed first."""
    called = {
        row.cadre_id for row in session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id))
    }
    out: Counter[int] = Counter()
    for unit, count in session.execute(
        select(SurgeMember.unit_id, func.count())
        .where(SurgeMember.operation_id == operation.id, SurgeMember.state == MemberState.CALLED)
        .group_by(SurgeMember.unit_id)
    ):
        out[unit or 0] = count
    ranked = []
    for one in pool.people:
        room = pool.units[one.unit_id]
        most = min(room.size * operation.unit_share // 100, room.size - room.away - room.min_present)
        if one.cadre_id not in called and out[one.unit_id] < most:
            ranked.append((_rank(one, pool, operation, place), one.number, one))
    return [one for *_, one in sorted(ranked, key=lambda item: item[:2])[:MOST_NEW]]


def _rank(one: Candidate, pool: Pool, operation: SurgeOperation, place: SurgePlace) -> float:
    """The points of sending somebody to a place, as the first step counts them."""
    person = person_of(one, pool, operation, Span(operation.first_day, operation.first_day))
    frame = frame_of(place)
    away: float = 0.0
    if person.lat is not None and person.lon is not None and frame.lat is not None and frame.lon is not None:
        away = KILOMETRE * sqrt((person.lat - frame.lat) ** 2 + (person.lon - frame.lon) ** 2)
    return points_of(person, frame) + away


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    member: SurgeMember,
    before: SurgeRoster,
    span: Span,
    takers: Sequence[Taker],
    left: int,
    reason: str | None,
) -> int:
    """The version without them: shifts, members and exemptions."""
    operation = member.operation
    number = next_number(session, operation)
    who = {member.cadre_id, *(one.cadre_id for one in takers)}
    works = works_of(session, operation, SurgeWork.date >= span.first, SurgeWork.cadre_id.in_(who))
    shifts = {work.date: (work.place_id, work.shift_id) for work in works if work.cadre_id == member.cadre_id}
    wanted = {
        (work.cadre_id, work.date): (work.place_id, work.shift_id) for work in works if work.cadre_id != member.cadre_id
    }
    wanted.update({(one.cadre_id, day): shifts[day] for one in takers for day in one.days})
    before.state = RosterState.SUPERSEDED
    session.flush()
    told = {
        "absent": member.cadre.name,
        "takers": [{"name": one.name, "days": len(one.days), "new": one.new} for one in takers],
        "open": left,
    }
    roster = SurgeRoster(
        district_id=operation.district_id, operation_id=operation.id, number=number, base_number=before.number,
        state=RosterState.IN_FORCE, mode=Mode.REPLACE, first_day=span.first, last_day=before.last_day, made_at=now,
        made_by=actor.name, confirmed_at=now, confirmed_by=actor.name, report=told, note=reason,
    )  # fmt: skip
    session.add(roster)
    apply_works(session, operation, number, now, wanted, span.first, who)
    _call(session, member, takers)
    release(member, day_before(span.first))
    follow_exemptions(session, operation, now)
    record(session, actor, now, "surge.replace", member, after={"number": number, **_logged(told)}, note=reason)
    return number


def _logged(told: dict[str, object]) -> dict[str, object]:
    takers = told["takers"]
    assert isinstance(takers, list)
    return {**told, "takers": "、".join(f"{one['name']} {one['days']}" for one in takers)}


def _call(session: Session, member: SurgeMember, takers: Sequence[Taker]) -> None:
    """Who is new among the takers is called from the first shift they take to the end of the one they stand in for."""
    for one in takers:
        if one.new:
            session.add(
                SurgeMember(
                    district_id=member.district_id, operation_id=member.operation_id, cadre_id=one.cadre_id,
                    place_id=member.place_id, unit_id=_unit_of(session, one.cadre_id, one.days[0]), wave=member.wave,
                    first_day=one.days[0], last_day=max(member.last_day, one.days[-1]), replaces_id=member.id,
                )
            )  # fmt: skip
    session.flush()


def _unit_of(session: Session, cadre_id: int, day: date) -> int | None:
    unit = unit_on(session.get_one(Cadre, cadre_id), day)
    return unit.id if unit else None
