"""Programmes looked up and listed: where each stands today, and its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from service.messages import N_
from service.models import Candidate, Placement, Programme, ProgrammePost, ProgrammeState, RoleName
from service.operations.actor import Actor
from service.operations.editing import find_in_district
from service.operations.engagements import placements_in_force

# Where a programme stands on a day, as pages tell it.
STAGES: dict[str, str] = {
    "preparing": N_("筹备中"),
    "approved": N_("已批准，未开始"),
    "running": N_("进行中"),
    "ended": N_("已结束"),
    "cancelled": N_("已取消"),
}


@dataclass(frozen=True, slots=True)
class ProgrammeFilter:
    """Which programmes a list shows; what is blank does not filter. `stage` is one of STAGES."""

    text: str = ""
    kind: str | None = None
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """How many posts and candidates take part, how many have agreed, how many placements stand."""

    posts: int = 0
    candidates: int = 0
    placements: int = 0


def stage_of(programme: Programme, today: date) -> str:
    """Where a programme stands on a day (a key of STAGES)."""
    if programme.state != ProgrammeState.APPROVED:
        return programme.state
    if today < programme.first_day:
        return "approved"
    return "running" if today <= programme.last_day else "ended"


def _at(stage: str, today: date) -> ColumnElement[bool]:
    if stage in (ProgrammeState.PREPARING, ProgrammeState.CANCELLED):
        return Programme.state == stage
    days = {
        "approved": Programme.first_day > today,
        "running": and_(Programme.first_day <= today, Programme.last_day >= today),
        "ended": Programme.last_day < today,
    }
    return and_(Programme.state == ProgrammeState.APPROVED, days[stage])


def list_programmes(actor: Actor, today: date, wanted: ProgrammeFilter) -> Select[Programme]:
    """The district's programmes that a list asks for, those that begin last first.

    Raises:
        NotAllowed: the actor is no admin.
    """
    actor.require(RoleName.ADMIN)
    query = select(Programme).where(Programme.district_id == actor.district_id)
    if text := wanted.text.strip():
        query = query.where(
            or_(Programme.name.contains(text, autoescape=True), Programme.code.contains(text, autoescape=True))
        )
    if wanted.kind:
        query = query.where(Programme.kind == wanted.kind)
    if wanted.stage in STAGES:
        query = query.where(_at(wanted.stage or "", today))
    return query.order_by(Programme.first_day.desc(), Programme.id.desc())


def find_programme(session: Session, actor: Actor, programme_id: int) -> Programme:
    """A programme of the actor's district.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: there is none.
    """
    actor.require(RoleName.ADMIN)
    return find_in_district(session, actor, Programme, programme_id)


def lock_programme(session: Session, actor: Actor, programme_id: int) -> Programme:
    """Hold a programme for this transaction; its row is read afresh.

    Raises:
        NotAllowed: the actor is no admin.
        NotFound: there is none.
    """
    programme = find_programme(session, actor, programme_id)
    session.flush()
    session.execute(
        update(Programme)
        .where(Programme.id == programme_id)
        .values(note=Programme.note, changed_at=Programme.changed_at)
    )
    session.refresh(programme)
    return programme


def figures_of(session: Session, programme_ids: Iterable[int]) -> dict[int, ProgrammeFigures]:
    """The figures of some programmes, in three queries."""
    ids = list(programme_ids)
    counts: list[dict[int, int]] = []
    for table in (ProgrammePost, Candidate, Placement):
        query = select(table.programme_id, func.count()).where(table.programme_id.in_(ids))
        if table is Placement:
            query = query.where(Placement.cancelled_at.is_(None))
        rows: list[Any] = list(session.execute(query.group_by(table.programme_id)))
        counts.append({row[0]: row[1] for row in rows})
    return {one: ProgrammeFigures(*(count.get(one, 0) for count in counts)) for one in ids}


def has_placements(session: Session, programme_id: int, *conditions: ColumnElement[bool]) -> bool:
    """Whether a programme has placements that were not cancelled (where the conditions hold)."""
    found = exists().where(Placement.programme_id == programme_id, Placement.cancelled_at.is_(None), *conditions)
    return bool(session.scalar(select(found)))


def placements_of(session: Session, programme_id: int, first: date | None = None) -> list[Placement]:
    """A programme's placements that were not cancelled (served on `first` or later, where given), by post and role."""
    query = select(Placement).where(Placement.programme_id == programme_id, Placement.cancelled_at.is_(None))
    if first is not None:
        query = query.where(placements_in_force(first, date.max))
    return list(session.scalars(query.order_by(Placement.post_id, Placement.role, Placement.first_day, Placement.id)))
