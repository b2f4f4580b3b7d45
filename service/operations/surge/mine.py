"""A cadre's own part in surges: the call, the shifts, and the entries of the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.adapters.calendar_feed import Appointment
from service.messages import Message
from service.models import (
    District,
    MemberState,
    RoleName,
    SurgeMember,
    SurgeOperation,
    SurgeService,
    SurgeState,
    SurgeWork,
)
from service.operations.actor import Actor
from service.operations.surge.declaring import minutes_of
from service.operations.surge.find import SHOWN, standing
from service.words import translate


@dataclass(frozen=True, slots=True)
class MyCall:
    """An operation that called the cadre: the shifts to come and past, and what was served when it is over."""

    member: SurgeMember
    coming: Sequence[SurgeWork]
    past: Sequence[SurgeWork]
    service: SurgeService | None

    @property
    def open(self) -> bool:
        """Whether it can be answered."""
        return self.member.state == MemberState.CALLED and self.member.operation.state == SurgeState.ACTIVE


def my_calls(session: Session, actor: Actor, today: date) -> list[MyCall]:
    """The actor's own calls, the newest first."""
    actor.require(RoleName.CADRE)
    members = session.scalars(
        select(SurgeMember)
        .join(SurgeOperation, SurgeOperation.id == SurgeMember.operation_id)
        .where(
            SurgeMember.district_id == actor.district_id,
            SurgeMember.cadre_id == actor.cadre_id,
            SurgeOperation.state.in_(SHOWN),
        )
        .options(joinedload(SurgeMember.operation), joinedload(SurgeMember.place))
        .order_by(SurgeOperation.first_day.desc())
    ).all()
    works: dict[int, list[SurgeWork]] = defaultdict(list)
    for work in session.scalars(
        select(SurgeWork)
        .where(SurgeWork.district_id == actor.district_id, SurgeWork.cadre_id == actor.cadre_id, standing())
        .options(joinedload(SurgeWork.shift), joinedload(SurgeWork.place))
        .order_by(SurgeWork.date)
    ):
        works[work.operation_id].append(work)
    services = {row.operation_id: row for row in services_of(session, actor.district_id, actor.cadre_id or 0)}
    return [
        MyCall(
            member,
            [work for work in works[member.operation_id] if work.date >= today],
            [work for work in works[member.operation_id] if work.date < today],
            services.get(member.operation_id),
        )
        for member in members
    ]


def services_of(session: Session, district_id: int, cadre_id: int) -> Sequence[SurgeService]:
    """What somebody served in operations that are over, the newest first."""
    return session.scalars(
        select(SurgeService)
        .where(SurgeService.district_id == district_id, SurgeService.cadre_id == cadre_id)
        .options(joinedload(SurgeService.operation))
        .order_by(SurgeService.last_day.desc())
    ).all()


def surge_appointments(
    session: Session, district: District, cadre_id: int, first: date, language: str
) -> tuple[list[Appointment], list[datetime]]:
    """The shifts of a cadre from a day on for the calendar, those that fell away as cancelled; when they changed."""
    rows = session.scalars(
        select(SurgeWork)
        .where(SurgeWork.district_id == district.id, SurgeWork.cadre_id == cadre_id, SurgeWork.date >= first)
        .options(joinedload(SurgeWork.shift), joinedload(SurgeWork.place))
        .order_by(SurgeWork.date, SurgeWork.since)
    ).all()
    names = {row.id: row.name for row in session.scalars(
        select(SurgeOperation).where(SurgeOperation.id.in_({row.operation_id for row in rows})))}  # fmt: skip
    newest = {row.uid: row for row in rows}
    found = [_appointment(row, district, names[row.operation_id], language) for row in newest.values()]
    return found, [row.changed_at for row in rows]


def _appointment(work: SurgeWork, district: District, operation: str, language: str) -> Appointment:
    gone = work.until is not None
    place = work.place
    return Appointment(
        uid=work.uid,
        # Falling away is one more change of the same entry.
        sequence=work.sequence + gone,
        day=work.date,
        starts=time.fromisoformat(work.shift.starts),
        ends=time.fromisoformat(work.shift.ends),
        time_zone=district.time_zone,
        title=f"{operation} · {work.shift.name}",
        kind=translate(Message("应急下沉"), language),
        place=" ".join(part for part in (place.name, place.address) if part),
        note=place.contact_name,
        notice=None,
        moved_from=None,
        cancelled=gone,
        takes_the_day=True,
        changed_at=work.changed_at,
        minutes=minutes_of(work.shift),
    )
