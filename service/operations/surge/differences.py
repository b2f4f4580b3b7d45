"""What confirming a proposal would change, in people and shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cadre, MemberState, SurgeMember, SurgeRoster, SurgeWork
from service.operations.surge.find import works_of
from service.operations.surge.places import needs_by_day, places_of
from service.operations.surge.proposals import wanted_of


@dataclass(frozen=True, slots=True)
class Difference:
    """Whom a proposal calls anew, keeps and releases; how many shifts it changes; what it leaves short.

    `short`: place id, date, shift's name, people missing.
    """

    called: Sequence[Cadre]
    kept: int
    released: Sequence[Cadre]
    added: int
    gone: int
    short: Sequence[tuple[int, date, str, int]]


def differences(session: Session, roster: SurgeRoster) -> Difference:
    """The difference of a proposal to what is in force."""
    operation = roster.operation
    wanted = wanted_of(roster)
    old = {
        (work.cadre_id, work.date): (work.place_id, work.shift_id)
        for work in works_of(session, operation, SurgeWork.date >= roster.first_day)
    }
    serving = set(
        session.scalars(
            select(SurgeMember.cadre_id).where(
                SurgeMember.operation_id == operation.id, SurgeMember.state == MemberState.CALLED
            )
        )
    )
    placed = {int(cadre) for cadre in roster.report["placed"]}
    return Difference(
        _people(session, operation.district_id, placed - serving),
        len(placed & serving),
        _people(session, operation.district_id, serving - placed),
        sum(old.get(key) != value for key, value in wanted.items()),
        sum(wanted.get(key) != value for key, value in old.items()),
        _short(session, roster, wanted),
    )


def _people(session: Session, district_id: int, ids: set[int]) -> Sequence[Cadre]:
    rows = session.scalars(select(Cadre).where(Cadre.district_id == district_id).order_by(Cadre.employee_number))
    return [row for row in rows if row.id in ids] if ids else []


def _short(
    session: Session, roster: SurgeRoster, wanted: dict[tuple[int, date], tuple[int, int]]
) -> list[tuple[int, date, str, int]]:
    have: dict[tuple[int, date, int], int] = {}
    for (_, day), (place, shift) in wanted.items():
        have[place, day, shift] = have.get((place, day, shift), 0) + 1
    names = {shift.id: shift.name for shift in roster.operation.shifts}
    found = [
        (place.id, day, names[shift], needed - have.get((place.id, day, shift), 0))
        for place in places_of(session, roster.operation)
        for (day, shift), needed in needs_by_day(place, roster.first_day, roster.last_day).items()
        if needed > have.get((place.id, day, shift), 0)
    ]
    return sorted(found, key=lambda one: (one[1], one[0]))
