"""The audit log of an import: one line for each record that changes, and one for the import as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.lookup import Ref
from service.models import AuditEntry
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone, record
from service.operations.imports.changes import Action, Change, Key, Plan, canonical

APPLIED = "import.apply"
# Where the log's topic is not the table's name.
TOPICS = {"day_preference": "preference", "calendar_revision": "calendar_day"}


def legible(value: Any) -> Any:
    """A value as a reader of the history wants it: what it refers to by name and code."""
    if isinstance(value, Ref):
        return f"{value.name}（{value.code}）"
    if isinstance(value, tuple):
        return "、".join(
            f"{legible(item[0])}×{item[1]}" if isinstance(item, tuple) else legible(item) for item in value
        )
    return canonical(value)


def _values(kind: Kind, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    sensitive = {column.field for column in kind.columns if column.sensitive}
    return {name: mask_phone(value) if name in sensitive else legible(value) for name, value in pairs}


def _entry(actor: Actor, now: datetime, plan: Plan, subject: str, change: Change, row_id: int) -> dict[str, Any]:
    verb = "create" if change.action is Action.CREATED else "update"
    old = [(item.field, item.old) for item in change.differences] if change.action is Action.CHANGED else None
    return {
        "district_id": actor.district_id,
        "at": now,
        "actor": actor.name,
        "actor_id": actor.user_id,
        "address": actor.address,
        "action": f"{TOPICS.get(subject, subject)}.{verb}",
        "subject_kind": subject,
        "subject_id": str(row_id),
        "result": "done",
        "before": None if old is None else _values(plan.kind, old),
        "after": _values(plan.kind, [(item.field, item.new) for item in change.differences]),
        "note": None,
    }


def write_trail(
    session: Session, actor: Actor, now: datetime, plan: Plan, subject: str, ids: dict[Key, int], file_name: str
) -> AuditEntry:
    """Write the lines; the import's own line holds its kind, its file and its figures."""
    touched = plan.of(Action.CREATED) + plan.of(Action.CHANGED)
    entries = [_entry(actor, now, plan, subject, change, ids[change.key]) for change in touched]
    if entries:
        session.execute(insert(AuditEntry), entries)
    after = {"kind": plan.kind.name, "file": file_name, **plan.counts()}
    whole = record(session, actor, now, APPLIED, after=after)
    session.flush()
    return whole
