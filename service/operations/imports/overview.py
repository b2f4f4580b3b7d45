"""What an admin sees before importing: how much of each kind there is, and which imports there were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.messages import Message, NotFound
from service.models import AuditEntry, CalendarDay, CalendarRevision, RoleName
from service.operations.actor import Actor
from service.operations.imports.target import TableTarget
from service.operations.imports.targets import TARGETS
from service.operations.imports.trail import APPLIED


def counts_of(session: Session, actor: Actor) -> dict[str, int]:
    """How many records of each kind the actor's district has."""
    actor.require(RoleName.ADMIN)
    counts = {}
    for name, target in TARGETS.items():
        if isinstance(target, TableTarget):
            query = (
                select(func.count()).select_from(target.table).where(target.within(actor.district_id), *target.where())
            )
        else:
            query = (
                select(func.count(CalendarDay.date.distinct()))
                .join(CalendarRevision)
                .where(CalendarRevision.district_id == actor.district_id)
            )
        counts[name] = session.scalar(query) or 0
    return counts


def list_imports(actor: Actor) -> Select[Any]:
    """The imports of the actor's district, newest first: lines of the audit log."""
    actor.require(RoleName.ADMIN)
    return (
        select(AuditEntry)
        .where(AuditEntry.district_id == actor.district_id, AuditEntry.action == APPLIED)
        .order_by(AuditEntry.id.desc())
    )


def find_import(session: Session, actor: Actor, entry_id: int) -> AuditEntry:
    """An import of the actor's district.

    Raises:
        NotFound: there is none.
    """
    found: AuditEntry | None = session.scalar(list_imports(actor).where(AuditEntry.id == entry_id))
    if found is None:
        raise NotFound(Message("没有这次导入的记录"))
    return found
