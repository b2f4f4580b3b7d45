"""What a version changes: shifts that go, shifts that come, whom that calls and releases, and their exemptions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Message
from service.models import (
    District,
    Exemption,
    ExemptionKind,
    MemberState,
    SurgeMember,
    SurgeOperation,
    SurgeWork,
)
from service.operations.surge.find import standing
from service.words import translate

# A shift of somebody (cadre id) on a day: place id and shift id.
Wanted = Mapping[tuple[int, date], tuple[int, int]]
MOST_IDS = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """How many shifts came, went and stayed, and whom that concerns."""

    added: int
    gone: int
    kept: int
    people: frozenset[int]


def apply_works(
    session: Session,
    operation: SurgeOperation,
    number: int,
    now: datetime,
    wanted: Wanted,
    first: date,
    only: Collection[int] | None = None,
) -> Difference:
    """Let version `number` have exactly these shifts from a day on (of these cadres only, where told)."""
    district = session.get_one(District, operation.district_id)
    old = {(work.cadre_id, work.date): work for work in _in_force(session, operation, first, only)}
    same = {key for key, work in old.items() if wanted.get(key) == (work.place_id, work.shift_id)}
    sequences = _sequences(session, operation, first)
    changed = set()
    for key, work in old.items():
        if key not in same:
            work.until, work.changed_at = number, now
            changed.add(key[0])
    # A shift that goes frees its day before another takes it.
    session.flush()
    added = 0
    for key, (place, shift) in wanted.items():
        if key in same:
            continue
        cadre, day = key
        added += 1
        changed.add(cadre)
        session.add(
            SurgeWork(
                district_id=operation.district_id, operation_id=operation.id, cadre_id=cadre, place_id=place,
                shift_id=shift, date=day, since=number, until=None, changed_at=now,
                uid=f"surge-{operation.id}-{cadre}-{day:%Y%m%d}@{district.code}.grid-duty",
                sequence=sequences.get(key, -1) + 1,
            )
        )  # fmt: skip
    session.flush()
    return Difference(added, len(old) - len(same), len(same), frozenset(changed))


def _in_force(
    session: Session, operation: SurgeOperation, first: date, only: Collection[int] | None
) -> list[SurgeWork]:
    query = select(SurgeWork).where(SurgeWork.operation_id == operation.id, standing(), SurgeWork.date >= first)
    if only is not None:
        query = query.where(SurgeWork.cadre_id.in_(only))
    return list(session.scalars(query))


def _sequences(session: Session, operation: SurgeOperation, first: date) -> dict[tuple[int, date], int]:
    """The last sequence number of each person and day: an entry in a calendar that comes back goes on from there."""
    rows = session.execute(
        select(SurgeWork.cadre_id, SurgeWork.date, func.max(SurgeWork.sequence))
        .where(SurgeWork.operation_id == operation.id, SurgeWork.date >= first)
        .group_by(SurgeWork.cadre_id, SurgeWork.date)
    )
    return {(cadre, day): sequence + 1 for cadre, day, sequence in rows}


def follow_exemptions(session: Session, operation: SurgeOperation, now: datetime) -> int:
    """Let the exemptions of everybody called be those of their days; how many changed.

    Who never served (released before the first day, or no longer called) has none; a credit is left alone.
    """
    if not operation.exempts:
        return 0
    members = session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id)).all()
    owned = {
        row.cadre_id: row
        for row in session.scalars(
            select(Exemption).where(Exemption.operation_id == operation.id, Exemption.kind == ExemptionKind.SURGE)
        )
    }
    changed = 0
    for member in members:
        row = owned.get(member.cadre_id)
        serves = serves_at_all(member)
        if row is None and serves:
            session.add(_exemption(operation, member, now))
            changed += 1
        elif row is not None:
            wanted = (member.first_day, member.last_day, None if serves else row.cancelled_at or now)
            if (row.first_day, row.last_day, row.cancelled_at) != wanted:
                row.first_day, row.last_day, row.cancelled_at = wanted
                row.changed_at = now
                changed += 1
    session.flush()
    return changed


def serves_at_all(member: SurgeMember) -> bool:
    """Whether somebody has (or had) days in the operation: one released before they began has none."""
    return member.state == MemberState.CALLED or (member.first_day <= member.last_day and member.served_any)


def _exemption(operation: SurgeOperation, member: SurgeMember, now: datetime) -> Exemption:
    return Exemption(
        district_id=operation.district_id, cadre_id=member.cadre_id, kind=ExemptionKind.SURGE,
        first_day=member.first_day, last_day=member.last_day, away=True, operation_id=operation.id,
        reason=translate(Message("应急下沉：%(operation)s", operation=operation.name), "zh")[:200], created_at=now,
        changed_at=now,
    )  # fmt: skip


def release(member: SurgeMember, last: date) -> None:
    """End somebody's part with a day; who had not begun by then never served."""
    member.state = MemberState.RELEASED
    member.served_any = member.first_day <= last
    if member.served_any:
        member.last_day = min(member.last_day, last)


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
