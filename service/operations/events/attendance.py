"""Who came to an event: marked by admins, unit officers and branch secretaries; reversible, and every mark is logged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message, NotFound
from service.models import (
    Absence,
    Branch,
    BranchMembership,
    Cadre,
    Event,
    EventAttendance,
    EventSeat,
    Presence,
    RoleName,
    SeatState,
    Unit,
    UnitMembership,
    Zone,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.editing import name_of
from service.operations.events.audience import called
from service.operations.events.find import find_event, people_scope
from service.operations.scope import today_of

MARKERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.CADRE)


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Somebody whom an event calls. `state` is None where nothing is marked; `away`: on leave or a trip that day."""

    cadre_id: int
    number: str
    name: str
    unit: str | None
    branch: str | None
    zone: str | None
    state: str | None
    note: str | None
    away: bool
    seat: str | None

    @property
    def excused(self) -> bool:
        """Whether the cadre need not come."""
        return self.state == Presence.EXCUSED


def _membership(table: Any, event: Event) -> Any:
    return and_(
        table.cadre_id == Cadre.id,
        table.valid_from <= event.date,
        or_(table.valid_to.is_(None), table.valid_to >= event.date),
    )


def attendance_of(session: Session, actor: Actor, now: datetime, event: Event) -> list[AttendanceLine]:
    """Those whom an event calls (who signed up, where people do) and whom the actor may see, by unit and number."""
    today = today_of(session, actor.district_id, now)
    rows = called(Event.id == event.id, people=people_scope(actor, today))
    away = exists().where(
        Absence.cadre_id == Cadre.id,
        Absence.cancelled_at.is_(None),
        Absence.away,
        Absence.first_day <= event.date,
        Absence.last_day >= event.date,
        or_(Absence.returned_on.is_(None), Absence.returned_on > event.date),
    )
    query: Select[*tuple[Any, ...]] = (
        select(
            Cadre.id, Cadre.employee_number, Cadre.name, Unit.name, Branch.name, Zone.name,
            EventAttendance.state, EventAttendance.note, away.label("away"), EventSeat.state,
        )
        .select_from(rows)
        .join(Cadre, Cadre.id == rows.c.cadre_id)
        .outerjoin(UnitMembership, _membership(UnitMembership, event))
        .outerjoin(Unit, Unit.id == UnitMembership.unit_id)
        .outerjoin(BranchMembership, _membership(BranchMembership, event))
        .outerjoin(Branch, Branch.id == BranchMembership.branch_id)
        .outerjoin(Zone, Zone.id == rows.c.zone_id)
        .outerjoin(
            EventAttendance,
            and_(EventAttendance.event_id == event.id, EventAttendance.cadre_id == Cadre.id),
        )
        .outerjoin(EventSeat, and_(EventSeat.event_id == event.id, EventSeat.cadre_id == Cadre.id))
        .order_by(Unit.position, Unit.code, Cadre.employee_number)
    )  # fmt: skip
    if event.sign_up:
        query = query.where(EventSeat.state == SeatState.PLACED)
    found: dict[int, AttendanceLine] = {}
    for row in session.execute(query):
        found.setdefault(row[0], AttendanceLine(*row))
    return list(found.values())


def may_mark(actor: Actor, lines: Sequence[AttendanceLine], event: Event) -> bool:
    """Whether the actor may mark anybody of these: not of a cancelled event, and a cadre only as a secretary."""
    if event.cancelled_at is not None or not actor.has(*MARKERS):
        return False
    return any(line.cadre_id in markable(actor, lines) for line in lines)


def markable(actor: Actor, lines: Iterable[AttendanceLine]) -> set[int]:
    """Whom of these the actor may mark: nobody marks the own attendance, but an admin or officer does."""
    officer = actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    return {line.cadre_id for line in lines if officer or line.cadre_id != actor.cadre_id}


def mark(
    session: Session,
    actor: Actor,
    now: datetime,
    event_id: int,
    cadre_id: int,
    state: str | None,
    note: str | None = None,
) -> AttendanceLine:
    """Say that a cadre came, was excused or stayed away; None takes back what was said.

    Raises:
        NotFound: the event is out of scope, or does not call the cadre.
        InvalidInput: the event is still to come (only excuses may be noted before), or the state is none.
        Conflict: the event is cancelled.
    """
    event, lines = _marking(session, actor, now, event_id, state)
    line = next((one for one in lines if one.cadre_id == cadre_id), None)
    if line is None:
        raise NotFound(Message("这个活动没有叫到此人，或您无权登记"))
    _write(session, actor, now, event, [line], state, (note or "").strip()[:200] or None)
    return line


def mark_rest(session: Session, actor: Actor, now: datetime, event_id: int, unit: str | None = None) -> int:
    """Mark as present all who are not marked yet and not away on leave; returns how many.

    Raises:
        NotFound, InvalidInput, Conflict: as `mark`.
    """
    event, lines = _marking(session, actor, now, event_id, Presence.PRESENT)
    left = [line for line in lines if line.state is None and not line.away and unit in (None, line.unit)]
    _write(session, actor, now, event, left, Presence.PRESENT, None)
    return len(left)


def _marking(
    session: Session, actor: Actor, now: datetime, event_id: int, state: str | None
) -> tuple[Event, list[AttendanceLine]]:
    actor.require(*MARKERS)
    event = find_event(session, actor, now, event_id)
    if event.cancelled_at is not None:
        raise Conflict(Message("活动已取消，不能登记出勤"))
    if state is not None and state not in set(Presence):
        raise InvalidInput(
            Message("填写有误，尚未保存任何内容"),
            [FieldProblem("state", state, Message("请从列表中选择"), Message("出勤"))],
        )
    today = today_of(session, actor.district_id, now)
    if state in (Presence.PRESENT, Presence.ABSENT) and event.date > today:
        raise InvalidInput(
            Message("填写有误，尚未保存任何内容"),
            [FieldProblem("date", event.date, Message("活动还没到；现在只能登记请假"), Message("日期"))],
        )
    lines = attendance_of(session, actor, now, event)
    allowed = markable(actor, lines)
    return event, [line for line in lines if line.cadre_id in allowed]


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    event: Event,
    lines: Sequence[AttendanceLine],
    state: str | None,
    note: str | None,
) -> None:
    ids = [line.cadre_id for line in lines]
    known = {
        row.cadre_id: row
        for row in session.scalars(select(EventAttendance).where(EventAttendance.event_id == event.id))
        if row.cadre_id in set(ids)
    }
    for line in lines:
        row = known.get(line.cadre_id)
        before = {"presence": row.state if row else None, "note": row.note if row else None}
        after = {"presence": state, "note": note}
        if before == after or (row is None and state is None):
            continue
        if state is None and row is not None:
            session.delete(row)
        elif row is None:
            session.add(
                EventAttendance(
                    district_id=event.district_id, event_id=event.id, cadre_id=line.cadre_id, state=state, note=note
                )
            )
        else:
            row.state, row.note, row.changed_at = str(state), note, now
        about = name_of(session.get_one(Cadre, line.cadre_id))
        record(session, actor, now, "event.mark", event, before=before, after=after, note=about)
