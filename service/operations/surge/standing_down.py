"""An operation ends on a day: everybody returns, the monthly duty is owed again, the ledger is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message
from service.models import (
    ArrivalState,
    Exemption,
    ExemptionKind,
    MemberState,
    RosterState,
    SurgeArrival,
    SurgeMember,
    SurgeOperation,
    SurgeRoster,
    SurgeService,
    SurgeState,
    SurgeWork,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.months import last_day
from service.operations.scope import today_of
from service.operations.surge.applying import apply_works, follow_exemptions, release
from service.operations.surge.building import Mode
from service.operations.surge.declaring import minutes_of
from service.operations.surge.find import next_number, open_operation, proposal_of, roster_in_force, works_of
from service.operations.surge.months import replan_months
from service.operations.surge.runs import stop_run
from service.words import translate

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class StandDown:
    """What standing down on a day does: who returns, which shifts fall away, who gets credit."""

    operation: SurgeOperation
    day: date
    people: int
    dropped: int
    served: int
    credited: int


def preview_stand_down(session: Session, actor: Actor, now: datetime, operation_id: int, day: date) -> StandDown:
    """What it would do.

    Raises:
        Conflict: the operation is not under way.
        InvalidInput: the day is out of bounds.
    """
    operation = _active(session, actor, now, operation_id, day)
    return _figures(session, operation, day)


def _active(session: Session, actor: Actor, now: datetime, operation_id: int, day: date) -> SurgeOperation:
    operation = open_operation(session, actor, operation_id)
    if operation.state != SurgeState.ACTIVE:
        raise Conflict(Message("该行动还没有召集"))
    # Yesterday may be told today: word comes in the morning.
    low = max(operation.first_day, today_of(session, actor.district_id, now) - timedelta(days=31))
    if not low <= day <= operation.last_day:
        raise InvalidInput(Message("日期应在 %(first)s 至 %(last)s 之间", first=low, last=operation.last_day))
    return operation


def _figures(session: Session, operation: SurgeOperation, day: date) -> StandDown:
    services = _services(session, operation, day)
    members = session.scalars(
        select(SurgeMember).where(SurgeMember.operation_id == operation.id, SurgeMember.state == MemberState.CALLED)
    ).all()
    dropped = len(works_of(session, operation, SurgeWork.date > day))
    credited = sum(row.credited_month is not None for row in services)
    return StandDown(operation, day, len(members), dropped, len(services), credited)


def stand_down(session: Session, actor: Actor, now: datetime, operation_id: int, day: date) -> StandDown:
    """End an operation after a day. Shifts after it fall away, exemptions end with it, what was served goes on record.

    Raises:
        Conflict: the operation is not under way.
        InvalidInput: the day is out of bounds.
    """
    operation = _active(session, actor, now, operation_id, day)
    found = _figures(session, operation, day)
    stop_run(session, actor, now, operation)
    waiting = proposal_of(session, operation)
    if waiting is not None:
        waiting.state = RosterState.DISCARDED
    last = operation.last_day
    _last_version(session, actor, now, operation, day)
    for member in session.scalars(
        select(SurgeMember).where(SurgeMember.operation_id == operation.id, SurgeMember.state == MemberState.CALLED)
    ):
        release(member, day)
    follow_exemptions(session, operation, now)
    services = _services(session, operation, day)
    session.add_all(services)
    session.add_all(_credit(operation, row, day, now) for row in services if row.credited_month is not None)
    operation.state, operation.stood_down_on, operation.ended_at = SurgeState.STOOD_DOWN, day, now
    after = {
        "stood_down_on": day.isoformat(), "people": found.people, "served": found.served, "credited": found.credited,
    }  # fmt: skip
    record(session, actor, now, "surge.stand_down", operation, after=after)
    replan_months(session, actor, now, operation, day, max(last, last_day(day.replace(day=1))))
    return found


def _last_version(session: Session, actor: Actor, now: datetime, operation: SurgeOperation, day: date) -> None:
    """The version without the shifts after the day."""
    before = roster_in_force(session, operation)
    assert before is not None
    number = next_number(session, operation)
    before.state = RosterState.SUPERSEDED
    session.flush()
    session.add(
        SurgeRoster(
            district_id=operation.district_id, operation_id=operation.id, number=number, base_number=before.number,
            state=RosterState.IN_FORCE, mode=Mode.END, first_day=operation.first_day, last_day=day, made_at=now,
            made_by=actor.name, confirmed_at=now, confirmed_by=actor.name, report={},
        )
    )  # fmt: skip
    apply_works(session, operation, number, now, {}, day + timedelta(days=1))


def _services(session: Session, operation: SurgeOperation, day: date) -> list[SurgeService]:
    """What everybody served up to a day: shifts of the roster but for those marked absent."""
    absent = {
        (row.cadre_id, row.date)
        for row in session.execute(
            select(SurgeArrival.cadre_id, SurgeArrival.date).where(
                SurgeArrival.operation_id == operation.id, SurgeArrival.state == ArrivalState.ABSENT
            )
        )
    }
    by_cadre: dict[int, list[SurgeWork]] = defaultdict(list)
    for work in works_of(session, operation, SurgeWork.date <= day):
        if (work.cadre_id, work.date) not in absent:
            by_cadre[work.cadre_id].append(work)
    units = {
        row.cadre_id: row.unit_id
        for row in session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id))
    }
    return [_service(operation, cadre, units.get(cadre), works, day) for cadre, works in sorted(by_cadre.items())]


def _service(
    operation: SurgeOperation, cadre: int, unit: int | None, works: Sequence[SurgeWork], day: date
) -> SurgeService:
    credited = operation.credits and len(works) >= operation.credit_shifts
    return SurgeService(
        district_id=operation.district_id, operation_id=operation.id, cadre_id=cadre, unit_id=unit,
        first_day=works[0].date, last_day=works[-1].date, shifts=len(works),
        nights=sum(work.shift.night for work in works), weekend_shifts=sum(w.date.weekday() >= SATURDAY for w in works),
        minutes=sum(minutes_of(work.shift) for work in works),
        credited_month=day.replace(day=1) if credited else None,
    )  # fmt: skip


def _credit(operation: SurgeOperation, row: SurgeService, day: date, now: datetime) -> Exemption:
    """The rest of the month of standing down: the monthly duty counts as done.

    On the last day of a month this is that day itself: nothing is left to be owed, and the record stays.
    """
    month_end = last_day(day.replace(day=1))
    return Exemption(
        district_id=operation.district_id, cadre_id=row.cadre_id, kind=ExemptionKind.SURGE,
        first_day=min(day + timedelta(days=1), month_end), last_day=month_end, away=False, operation_id=operation.id,
        reason=translate(Message("应急下沉抵当月值勤：%(operation)s", operation=operation.name), "zh")[:200],
        created_at=now, changed_at=now,
    )  # fmt: skip
