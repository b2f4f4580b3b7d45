"""Kinds of events: the usual five to begin with, and what an office makes of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from service.messages import Conflict, Message
from service.models import Blocks, EventKind, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import described, expect_version, find_in_district, refuse_duplicate, saved
from service.operations.events.hours import check_hours

MONDAY = 0


@dataclass(frozen=True, slots=True)
class KindValues:
    """What a form says of a kind. `weekday` (0 is Monday, null: any evening), hours are what a new event begins with."""

    code: str
    name: str
    blocks: str = Blocks.NEVER
    sends_branches: bool = False
    weekday: int | None = None
    starts: str | None = None
    ends: str | None = None
    active: bool = True


USUAL = (
    KindValues("study", "每周一晚学习", Blocks.NEVER, weekday=MONDAY, starts="19:00", ends="21:00"),
    KindValues("class", "党课", Blocks.OVERLAP, starts="14:30", ends="17:00"),
    KindValues("theme_day", "主题党日", Blocks.ALWAYS, sends_branches=True, starts="08:30", ends="17:30"),
    KindValues("training", "培训", Blocks.ALWAYS, starts="08:30", ends="17:30"),
    KindValues("other", "其他活动", Blocks.OVERLAP, starts="09:00", ends="11:00"),
)


def list_kinds(actor: Actor, active_only: bool = False) -> Select[Any]:
    """The kinds of the actor's district, in the office's order."""
    query = select(EventKind).where(EventKind.district_id == actor.district_id)
    if active_only:
        query = query.where(EventKind.active)
    return query.order_by(EventKind.position, EventKind.code)


def seed_kinds(session: Session, actor: Actor, now: datetime) -> int:
    """Make the usual kinds; returns how many.

    Raises:
        Conflict: the district has kinds already.
    """
    actor.require(RoleName.ADMIN)
    if session.scalar(list_kinds(actor).limit(1)) is not None:
        raise Conflict(Message("已经有活动类别，可逐个新增或修改"))
    for position, values in enumerate(USUAL):
        row = EventKind(district_id=actor.district_id, position=position, **asdict(values))
        session.add(row)
        record(session, actor, now, "event_kind.create", row, after=described(row))
    return len(USUAL)


def save_kind(
    session: Session,
    actor: Actor,
    now: datetime,
    values: KindValues,
    kind_id: int | None = None,
    version: int | None = None,
) -> EventKind:
    """Make a kind, or change the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
        Conflict: somebody else changed it since `version`.
    """
    actor.require(RoleName.ADMIN)
    kind = (
        find_in_district(session, actor, EventKind, kind_id)
        if kind_id
        else EventKind(district_id=actor.district_id, position=_next_position(session, actor))
    )
    expect_version(kind, version)
    checks = Checks()
    starts, ends = check_hours(checks, values.starts, values.ends, required=False)
    fields = {
        "code": checks.code("code", values.code),
        "name": checks.name("name", values.name, 64),
        "blocks": checks.one_of("blocks", values.blocks, Blocks),
        "sends_branches": values.sends_branches,
        "weekday": checks.optional_number("weekday", values.weekday, 0, 6),
        "starts": starts,
        "ends": ends,
        "active": values.active,
    }
    refuse_duplicate(session, checks, "code", EventKind, kind.id, actor.district_id, str(fields["code"]))
    refuse_duplicate(session, checks, "name", EventKind, kind.id, actor.district_id, str(fields["name"]))
    checks.done()
    before = described(kind) if kind_id else None
    for key, value in fields.items():
        setattr(kind, key, value)
    saved(session, actor, now, "event_kind", kind, before)
    return kind


def _next_position(session: Session, actor: Actor) -> int:
    return max((kind.position for kind in session.scalars(list_kinds(actor))), default=-1) + 1
