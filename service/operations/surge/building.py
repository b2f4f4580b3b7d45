"""An operation as the scheduler wants it: from its tables to a frozen problem of some days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.placement.problem import Group
from scheduler.surge import Need, Place, Rest, Serving, Shift, SurgePerson, SurgeProblem
from service.models import MemberState, SurgeMember, SurgeOperation, SurgePlace, SurgeWork
from service.operations.surge.declaring import minute_of, minutes_of
from service.operations.surge.find import roster_in_force, works_of
from service.operations.surge.past import Past, past_of
from service.operations.surge.places import needs_by_day, places_of
from service.operations.surge.pool import Candidate, Pool, UnitRoom, pool_of


class Mode(StrEnum):
    """What a roster is made for: the first call, again from a day on, a new group, one person, the end."""

    CALL = "call"
    AGAIN = "again"
    RELIEF = "relief"
    REPLACE = "replace"
    END = "end"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a roster plans, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def span_of(session: Session, operation: SurgeOperation, mode: Mode, first: date) -> Span:
    """The days to plan from a day on: to the next relief where there is one, else to the end."""
    if mode is Mode.AGAIN:
        roster = roster_in_force(session, operation)
        if roster is not None and roster.last_day >= first:
            return Span(first, min(operation.last_day, roster.last_day))
    last = operation.last_day
    if operation.relief_after is not None:
        last = min(last, first + timedelta(days=operation.relief_after - 1))
    return Span(first, last)


def problem_of(session: Session, operation: SurgeOperation, mode: Mode, span: Span) -> SurgeProblem:
    """The problem of a call, a relief or a new roster of the same people."""
    pool = pool_of(session, operation, span.first, span.last)
    members = _members(session, operation)
    past = past_of(session, operation, span.first)
    staying = mode is Mode.AGAIN
    people = [_person(one, pool, operation, span, members, past, staying) for one in pool.people]
    known = {int(person.id) for person in people if person.at is not None}
    return framed(session, operation, pool, span, people, _serving(session, operation, span, known) if staying else ())


def framed(
    session: Session,
    operation: SurgeOperation,
    pool: Pool,
    span: Span,
    people: Sequence[SurgePerson],
    serving: Sequence[Serving] = (),
    only: Collection[int] | None = None,
) -> SurgeProblem:
    """People within the operation's shifts, places (all, or some by id) and rules."""
    places = [place for place in places_of(session, operation) if only is None or place.id in only]
    return SurgeProblem(
        name=operation.name,
        start=span.first,
        days=span.days,
        shifts=tuple(
            Shift(str(one.id), minute_of(one.starts), minutes_of(one), one.night) for one in operation.shifts
        ),
        places=tuple(frame_of(place) for place in places),
        needs=tuple(
            Need(str(place.id), (day - span.first).days, str(shift), count)
            for place in places
            for (day, shift), count in sorted(needs_by_day(place, span.first, span.last).items())
        ),
        groups=tuple(_group(operation, room) for room in pool.units.values()),
        people=tuple(people),
        rest=Rest(
            operation.min_rest_minutes, operation.min_consecutive, operation.max_consecutive, operation.min_days_off,
            operation.max_weekends, operation.max_nights, operation.min_minutes, operation.max_minutes,
        ),
        reserve=operation.reserve,
        serving=tuple(serving),
    )  # fmt: skip


def frame_of(place: SurgePlace) -> Place:
    """A place as the scheduler wants one."""
    community = place.community
    latitude, longitude = place.latitude, place.longitude
    if latitude is None and community is not None:
        latitude, longitude = community.latitude, community.longitude
    return Place(str(place.id), place.name, place.priority, latitude, longitude)


def _group(operation: SurgeOperation, room: UnitRoom) -> Group:
    most = room.size * operation.unit_share // 100
    return Group(
        str(room.unit_id), room.name, size=room.size, away=room.away, min_present=room.min_present, max_out=most
    )


def person_of(
    one: Candidate, pool: Pool, operation: SurgeOperation, span: Span, past: Past | None = None, at: str | None = None
) -> SurgePerson:
    """A candidate as the scheduler wants one."""
    linked = pool.units[one.unit_id].linked
    behind = past or Past()
    return SurgePerson(
        str(one.cadre_id),
        one.name,
        str(one.unit_id),
        home=tuple(str(place.id) for place in operation.places if place.community_id == one.home_community is not None),
        linked=tuple(str(place.id) for place in operation.places if place.community_id in linked),
        days_off=tuple((day - span.first).days for day in one.days_off),
        days_only=one.days_only,
        at=at,
        avoid={str((day - span.first).days): points for day, points in sorted(one.avoid.items()) if points},
        used_minutes=behind.minutes,
        used_nights=behind.nights,
        used_weekends=behind.weekends,
        worked=behind.worked,
        last_shift=behind.last_shift,
        free=behind.free,
        lat=one.latitude,
        lon=one.longitude,
    )


def _person(
    one: Candidate,
    pool: Pool,
    operation: SurgeOperation,
    span: Span,
    members: dict[int, SurgeMember],
    past: dict[int, Past],
    staying: bool,
) -> SurgePerson:
    member = members.get(one.cadre_id)
    here = member is not None and member.state == MemberState.CALLED and staying
    found = person_of(
        one, pool, operation, span, past.get(one.cadre_id), str(member.place_id) if member and here else None
    )
    if member is None or here:
        return found
    # They have had their turn: again only where nobody else can come.
    return replace(found, served=True)


def _members(session: Session, operation: SurgeOperation) -> dict[int, SurgeMember]:
    rows = session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id))
    return {row.cadre_id: row for row in rows}


def _serving(session: Session, operation: SurgeOperation, span: Span, known: Collection[int]) -> list[Serving]:
    found: dict[int, list[Serving]] = defaultdict(list)
    for work in works_of(session, operation, SurgeWork.date.between(span.first, span.last)):
        if work.cadre_id in known:
            found[work.cadre_id].append(Serving(str(work.cadre_id), (work.date - span.first).days, str(work.shift_id)))
    return [one for cadre in sorted(found) for one in found[cadre]]
