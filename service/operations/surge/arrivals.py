"""Who came to a shift: marked by the admin, the head of the place's community, or the unit for its own people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, Message, NotFound
from service.models import ArrivalState, RoleName, SurgeArrival, SurgeMember, SurgeOperation, SurgePlace, SurgeState
from service.models import SurgeWork as Work
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.scope import today_of
from service.operations.surge.find import member_scope, shown_operation, works_of


def place_in_scope(
    session: Session, actor: Actor, now: datetime, operation_id: int, place_id: int
) -> tuple[SurgeOperation, SurgePlace]:
    """A place that the actor may look at as a whole: an admin any, a head those of the own community.

    Raises:
        NotFound: it is not one of those.
    """
    actor.require(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
    operation = shown_operation(session, actor, now, operation_id)
    place = next((one for one in operation.places if one.id == place_id), None)
    own = place is not None and (
        actor.has(RoleName.ADMIN) or (actor.community_id is not None and place.community_id == actor.community_id)
    )
    if place is None or not own:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return operation, place


def mark_arrival(
    session: Session, actor: Actor, now: datetime, operation_id: int, cadre_id: int, day: date, state: str | None
) -> None:
    """Mark whether somebody came on a day (null or blank: not marked).

    Raises:
        NotFound: they have no shift that day that the actor may mark.
        InvalidInput: the state is unknown.
        Conflict: the day has not come yet, or the operation is over.
    """
    actor.require(RoleName.ADMIN, RoleName.COMMUNITY_HEAD, RoleName.UNIT_OFFICER)
    operation = shown_operation(session, actor, now, operation_id)
    if operation.state != SurgeState.ACTIVE:
        raise Conflict(Message("该行动已结束，不能再修改"))
    if day > today_of(session, actor.district_id, now):
        raise Conflict(Message("还没有到 %(day)s，不能登记到岗", day=day))
    if state and state not in set(ArrivalState):
        raise InvalidInput(Message("请从列表中选择"))
    work = _work(session, actor, now, operation, cadre_id, day)
    known = _arrivals(session, operation, day).get(cadre_id)
    before = {"state": known.state if known else None}
    if not state:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(_arrival(operation, work, state, actor))
    else:
        known.state, known.marked_by, known.place_id, known.shift_id = state, actor.name, work.place_id, work.shift_id
    after = {"state": state or None}
    record(session, actor, now, "surge.arrival", work, before=before, after=after, note=f"{work.cadre.name} {day}")


def mark_rest_arrived(
    session: Session, actor: Actor, now: datetime, operation_id: int, place_id: int, shift_id: int, day: date
) -> int:
    """Mark everybody of a shift who is not marked yet as having come; how many.

    Raises:
        NotFound: the place is none of the actor's.
        Conflict: the day has not come yet, or the operation is over.
    """
    operation, place = place_in_scope(session, actor, now, operation_id, place_id)
    if operation.state != SurgeState.ACTIVE:
        raise Conflict(Message("该行动已结束，不能再修改"))
    if day > today_of(session, actor.district_id, now):
        raise Conflict(Message("还没有到 %(day)s，不能登记到岗", day=day))
    marked = _arrivals(session, operation, day)
    works = works_of(session, operation, Work.place_id == place.id, Work.date == day, Work.shift_id == shift_id)
    left = [work for work in works if work.cadre_id not in marked]
    session.add_all(_arrival(operation, work, ArrivalState.ARRIVED, actor) for work in left)
    after = {"place": place.name, "date": day.isoformat(), "count": len(left)}
    record(session, actor, now, "surge.arrivals", operation, after=after)
    return len(left)


def _arrival(operation: SurgeOperation, work: Work, state: str, actor: Actor) -> SurgeArrival:
    return SurgeArrival(
        district_id=operation.district_id, operation_id=operation.id, cadre_id=work.cadre_id, place_id=work.place_id,
        shift_id=work.shift_id, date=work.date, state=state, marked_by=actor.name,
    )  # fmt: skip


def _work(session: Session, actor: Actor, now: datetime, operation: SurgeOperation, cadre_id: int, day: date) -> Work:
    members = select(SurgeMember.cadre_id).where(
        SurgeMember.operation_id == operation.id, member_scope(session, actor, now)
    )
    works = works_of(session, operation, Work.date == day, Work.cadre_id == cadre_id, Work.cadre_id.in_(members))
    if not works:
        raise NotFound(Message("这一天没有他的班次，或您无权登记"))
    return works[0]


def _arrivals(session: Session, operation: SurgeOperation, day: date) -> dict[int, SurgeArrival]:
    rows = session.scalars(
        select(SurgeArrival).where(SurgeArrival.operation_id == operation.id, SurgeArrival.date == day)
    )
    return {row.cadre_id: row for row in rows}


def arrivals_between(
    session: Session, operation: SurgeOperation, first: date, last: date
) -> dict[tuple[int, date], str]:
    """What was marked, by cadre and date."""
    rows = session.execute(
        select(SurgeArrival.cadre_id, SurgeArrival.date, SurgeArrival.state).where(
            SurgeArrival.operation_id == operation.id, SurgeArrival.date.between(first, last)
        )
    )
    return {(cadre, day): state for cadre, day, state in rows}
