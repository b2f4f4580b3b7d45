"""Reading the audit log: the whole of it, or what happened to one subject. It is written in `audit_log` only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from service.models import (
    Absence,
    AuditEntry,
    Base,
    Cadre,
    DayPreference,
    District,
    Exemption,
    PartyMember,
    Placement,
    Post,
    Recusal,
    RoleName,
    SiteStage,
    UnitRecusal,
)
from service.operations.actor import Actor


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which lines are wanted; what is null or blank does not filter. Days are the district's own."""

    who: str = ""
    action: str = ""
    subject_kind: str | None = None
    subject_id: str | None = None
    first: date | None = None
    last: date | None = None


def list_history(session: Session, actor: Actor, wanted: HistoryFilter) -> Select[Any]:
    """The lines of the actor's district, newest first.

    Raises:
        NotAllowed: the actor is no admin.
    """
    actor.require(RoleName.ADMIN)
    query = select(AuditEntry).where(AuditEntry.district_id == actor.district_id)
    if wanted.who.strip():
        query = query.where(AuditEntry.actor.contains(wanted.who.strip(), autoescape=True))
    if wanted.action.strip():
        query = query.where(AuditEntry.action.startswith(wanted.action.strip(), autoescape=True))
    if wanted.subject_kind:
        query = query.where(AuditEntry.subject_kind == wanted.subject_kind)
    if wanted.subject_id:
        query = query.where(AuditEntry.subject_id == wanted.subject_id)
    zone = ZoneInfo(session.get_one(District, actor.district_id).time_zone)
    if wanted.first is not None:
        query = query.where(AuditEntry.at >= datetime.combine(wanted.first, time(), zone))
    if wanted.last is not None:
        query = query.where(AuditEntry.at < datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc())


def action_topics(session: Session, actor: Actor) -> list[str]:
    """The topics (`zone` of `zone.update`) that the district's log has lines about."""
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.district_id == actor.district_id).distinct())
    return sorted({action.split(".")[0] for action in actions})


def _about(kind: str, ids: Sequence[object]) -> ColumnElement[bool]:
    return and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_([str(number) for number in ids]))


def history_of(session: Session, actor: Actor, row: Base, most: int = 50) -> Sequence[AuditEntry]:
    """What happened to a row, newest first; to a cadre's absences, exemptions, …, a post's stages and placements as well.

    The caller has found the row within the actor's scope.
    """
    number: int = row.id  # type: ignore[attr-defined]
    subjects = [_about(row.__tablename__, [number])]
    if isinstance(row, Cadre):
        for table in (Absence, Exemption, Recusal, UnitRecusal, DayPreference):
            ids = session.scalars(select(table.id).where(table.cadre_id == number)).all()
            subjects.append(_about(table.__tablename__, ids))
        parties = session.scalars(select(PartyMember.party_id).where(PartyMember.cadre_id == number)).all()
        subjects.append(_about("party", parties))
    if isinstance(row, Post):
        stages = select(SiteStage.id).where(SiteStage.post_id == number)
        placements = select(Placement.id).where(Placement.post_id == number)
        subjects += [
            _about("site_stage", session.scalars(stages).all()),
            _about("placement", session.scalars(placements).all()),
        ]
    query = select(AuditEntry).where(AuditEntry.district_id == actor.district_id, or_(*subjects))
    return session.scalars(query.order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(most)).all()
