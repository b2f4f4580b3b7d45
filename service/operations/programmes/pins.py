"""Pins and refusals of a programme: somebody insisted on at a post, or ruled out there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.messages import Message, NotFound
from service.models import Candidate, PostRole, ProgrammePin, ProgrammePost
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import created, described, find_in_district
from service.operations.programmes.find import find_programme
from service.operations.programmes.taking_part import open_programme


@dataclass(frozen=True, slots=True)
class PinValues:
    """What a form says of a pin: a candidate (any, where null), a post (any), a role (any); `refused` rules it out."""

    cadre_id: int | None = None
    post_id: int | None = None
    role: str | None = None
    refused: bool = False
    reason: str | None = None


def pins_of(session: Session, actor: Actor, programme_id: int) -> list[ProgrammePin]:
    """The pins and refusals of a programme in the order in which they were made."""
    find_programme(session, actor, programme_id)
    rows = session.scalars(
        select(ProgrammePin)
        .where(ProgrammePin.programme_id == programme_id)
        .options(joinedload(ProgrammePin.cadre), joinedload(ProgrammePin.post))
        .order_by(ProgrammePin.id)
    )
    return list(rows)


def add_pin(session: Session, actor: Actor, now: datetime, programme_id: int, values: PinValues) -> ProgrammePin:
    """Insist on somebody at a post, or rule them out there. The same pin twice is one; the opposite one goes.

    Raises:
        InvalidInput: neither a candidate nor a post is named, one of them takes no part, or the role is unknown.
        Conflict: the programme is cancelled.
    """
    programme = open_programme(session, actor, programme_id)
    checks = Checks()
    role = checks.text("role", values.role, 32)
    reason = checks.text("reason", values.reason, 200)
    _check_subjects(session, programme_id, values, role, checks)
    checks.done()
    for row in pins_of(session, actor, programme_id):
        if (row.cadre_id, row.post_id) != (values.cadre_id, values.post_id):
            continue
        if row.refused == values.refused and row.role == role:
            return row
        if row.refused != values.refused:
            remove_pin(session, actor, now, programme_id, row.id)
    row = ProgrammePin(
        district_id=actor.district_id, programme=programme, cadre_id=values.cadre_id, post_id=values.post_id,
        role=role, refused=values.refused, reason=reason, made_at=now, made_by=actor.name,
    )  # fmt: skip
    created(session, actor, now, "programme_refusal.create" if values.refused else "programme_pin.create", row)
    return row


def _check_subjects(session: Session, programme_id: int, values: PinValues, role: str | None, checks: Checks) -> None:
    if values.cadre_id is None and values.post_id is None:
        checks.add("cadre", "", Message("人员和岗位至少填一项"))
    if values.cadre_id is not None:
        found = select(Candidate.id).where(
            Candidate.programme_id == programme_id, Candidate.cadre_id == values.cadre_id
        )
        if session.scalar(found) is None:
            checks.add("cadre", values.cadre_id, Message("应为本项目的候选人"))
    if values.post_id is not None:
        found = select(ProgrammePost.id).where(
            ProgrammePost.programme_id == programme_id, ProgrammePost.post_id == values.post_id
        )
        if session.scalar(found) is None:
            checks.add("post", values.post_id, Message("应为本项目的岗位"))
    if role is None:
        return
    if values.refused:
        checks.add("role", role, Message("否决不分角色，请留空"))
    elif values.post_id is None:
        checks.add("role", role, Message("指定角色须同时指定岗位"))
    else:
        known = list(session.scalars(select(PostRole.role).where(PostRole.post_id == values.post_id)))
        if role not in known:
            checks.add("role", role, Message("应为该岗位的角色：%(roles)s", roles="、".join(known)))


def remove_pin(session: Session, actor: Actor, now: datetime, programme_id: int, pin_id: int) -> None:
    """Take a pin or a refusal away.

    Raises:
        NotFound: there is none.
        Conflict: the programme is cancelled.
    """
    open_programme(session, actor, programme_id)
    row = find_in_district(session, actor, ProgrammePin, pin_id)
    if row.programme_id != programme_id:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    action = "programme_refusal.delete" if row.refused else "programme_pin.delete"
    record(session, actor, now, action, row, before=described(row))
    session.delete(row)
    session.flush()
