"""Finds operations, their rosters and shifts, within what the actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from service.messages import Conflict, Message
from service.models import (
    Cadre,
    RoleName,
    RosterState,
    SurgeMember,
    SurgeOperation,
    SurgePlace,
    SurgeRoster,
    SurgeState,
    SurgeWork,
)
from service.operations.actor import Actor
from service.operations.editing import find
from service.operations.scope import cadre_scope, today_of

EVERYBODY = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE)
SHOWN = (SurgeState.ACTIVE, SurgeState.STOOD_DOWN)


def list_operations(actor: Actor, state: str | None = None, text: str = "") -> Select[SurgeOperation]:
    """An admin's operations, the newest first."""
    actor.require(RoleName.ADMIN)
    query = select(SurgeOperation).where(SurgeOperation.district_id == actor.district_id)
    if state:
        query = query.where(SurgeOperation.state == state)
    if text.strip():
        query = query.where(
            or_(
                SurgeOperation.name.contains(text.strip(), autoescape=True),
                SurgeOperation.code.contains(text.strip(), autoescape=True),
            )
        )
    return query.order_by(SurgeOperation.first_day.desc(), SurgeOperation.id.desc())


def find_operation(session: Session, actor: Actor, operation_id: int) -> SurgeOperation:
    """An operation of the district, for admins.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: the district has none of that number.
    """
    actor.require(RoleName.ADMIN)
    return find(session, SurgeOperation, operation_id, SurgeOperation.district_id == actor.district_id)


def open_operation(session: Session, actor: Actor, operation_id: int, *, preparing: bool = False) -> SurgeOperation:
    """An operation that can be changed, held for this transaction. `preparing`: only one not called up yet.

    Raises:
        Conflict: it is over, or (`preparing`) was called up already.
    """
    operation = find_operation(session, actor, operation_id)
    hold_operation(session, operation)
    if operation.state in (SurgeState.STOOD_DOWN, SurgeState.CANCELLED):
        raise Conflict(Message("该行动已结束，不能再修改"))
    if preparing and operation.state != SurgeState.PREPARING:
        raise Conflict(Message("该行动已经召集，班次和时间不能再改"))
    return operation


def hold_operation(session: Session, operation: SurgeOperation) -> None:
    """Hold an operation for this transaction; its row is read afresh."""
    session.flush()
    session.execute(
        update(SurgeOperation)
        .where(SurgeOperation.id == operation.id)
        .values(name=SurgeOperation.name, changed_at=SurgeOperation.changed_at)
    )
    session.refresh(operation)


def shown_operations(session: Session, actor: Actor, now: datetime) -> Sequence[SurgeOperation]:
    """The operations that concern the actor: with own people called, or a place in the own community; newest first."""
    actor.require(*EVERYBODY)
    query = select(SurgeOperation).where(
        SurgeOperation.district_id == actor.district_id, SurgeOperation.state.in_(SHOWN)
    )
    if not actor.has(RoleName.ADMIN):
        rights = [SurgeOperation.id.in_(select(SurgeMember.operation_id).where(member_scope(session, actor, now)))]
        if actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None:
            own = select(SurgePlace.operation_id).where(SurgePlace.community_id == actor.community_id)
            rights.append(SurgeOperation.id.in_(own))
        query = query.where(or_(*rights))
    return session.scalars(query.order_by(SurgeOperation.state, SurgeOperation.first_day.desc())).all()


def shown_operation(session: Session, actor: Actor, now: datetime, operation_id: int) -> SurgeOperation:
    """One of those.

    Raises:
        NotFound: it is none of the actor's.
    """
    found = {operation.id: operation for operation in shown_operations(session, actor, now)}
    if operation_id in found:
        return found[operation_id]
    return find(session, SurgeOperation, operation_id, false())


def member_scope(session: Session, actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Members whom the actor may see and answer for: all, the own unit's, those at the own community's places, oneself."""
    within: ColumnElement[bool] = SurgeMember.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return within
    rights: list[ColumnElement[bool]] = [false()]
    if actor.has(RoleName.UNIT_OFFICER, RoleName.CADRE):
        people = select(Cadre.id).where(cadre_scope(actor, today_of(session, actor.district_id, now)))
        rights.append(SurgeMember.cadre_id.in_(people))
    if actor.has(RoleName.COMMUNITY_HEAD) and actor.community_id is not None:
        own = select(SurgePlace.id).where(
            SurgePlace.district_id == actor.district_id, SurgePlace.community_id == actor.community_id
        )
        rights.append(SurgeMember.place_id.in_(own))
    return within & or_(*rights)


def roster_in_force(session: Session, operation: SurgeOperation) -> SurgeRoster | None:
    """The version in force."""
    return session.scalar(
        select(SurgeRoster).where(SurgeRoster.operation_id == operation.id, SurgeRoster.state == RosterState.IN_FORCE)
    )


def proposal_of(session: Session, operation: SurgeOperation) -> SurgeRoster | None:
    """The newest roster that waits for a decision."""
    return session.scalars(
        select(SurgeRoster)
        .where(SurgeRoster.operation_id == operation.id, SurgeRoster.state == RosterState.PROPOSED)
        .order_by(SurgeRoster.number.desc())
        .limit(1)
    ).first()


def rosters_of(session: Session, operation: SurgeOperation) -> Sequence[SurgeRoster]:
    """All versions and proposals, the newest first."""
    return session.scalars(
        select(SurgeRoster).where(SurgeRoster.operation_id == operation.id).order_by(SurgeRoster.number.desc())
    ).all()


def next_number(session: Session, operation: SurgeOperation) -> int:
    """The number of the next roster of an operation."""
    newest = session.scalar(select(func.max(SurgeRoster.number)).where(SurgeRoster.operation_id == operation.id))
    return (newest or 0) + 1


def standing(number: int | None = None) -> ColumnElement[bool]:
    """The condition that a shift stands in a version (null: in the one in force)."""
    if number is None:
        return SurgeWork.until.is_(None)
    return (SurgeWork.since <= number) & (SurgeWork.until.is_(None) | (SurgeWork.until > number))


def works_of(
    session: Session, operation: SurgeOperation, *conditions: ColumnElement[bool], number: int | None = None
) -> Sequence[SurgeWork]:
    """The shifts of a version by date, place, shift and person; people, places and shifts are loaded with them."""
    query: Any = (
        select(SurgeWork)
        .join(Cadre, Cadre.id == SurgeWork.cadre_id)
        .join(SurgePlace, SurgePlace.id == SurgeWork.place_id)
        .where(SurgeWork.operation_id == operation.id, standing(number), *conditions)
        .options(joinedload(SurgeWork.cadre), joinedload(SurgeWork.place), joinedload(SurgeWork.shift))
        .order_by(SurgeWork.date, SurgePlace.position, SurgePlace.id, SurgeWork.shift_id, Cadre.employee_number)
    )
    found: Sequence[SurgeWork] = session.scalars(query).all()
    return found


def first_open_day(operation: SurgeOperation, today: date) -> date:
    """The first day that can still be planned."""
    return max(operation.first_day, today)
