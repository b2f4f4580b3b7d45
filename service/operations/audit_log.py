"""The audit log: written in the same transaction as what it tells of."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from service.models import AuditEntry, Base
from service.operations.actor import Actor

# Never written to the log, not even masked: the log outlives the account.
SECRET_COLUMNS = frozenset({"password", "tf_totp_secret", "mf_recovery_codes", "token_hash", "fs_uniquifier"})
MASKED_COLUMNS = frozenset({"phone", "contact_phone"})


def plain(value: Any) -> Any:
    """A column's value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    return value


def mask_phone(phone: str | None) -> str | None:
    """138****5678: enough to recognise, not to call."""
    if not phone:
        return phone
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 9 else "****"


def state_of(row: Base) -> dict[str, Any]:
    """A row's columns for the log, without secrets."""
    state = {}
    for column in inspect(row).mapper.column_attrs:
        if column.key in SECRET_COLUMNS or column.key in inspect(row).unloaded:
            continue
        value = plain(getattr(row, column.key))
        state[column.key] = mask_phone(value) if column.key in MASKED_COLUMNS else value
    return state


def record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: str,
    subject: Base | None = None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str | None = None,
    result: str = "done",
) -> AuditEntry:
    """Add a line. `action` is `thing.verb` (`zone.update`); before and after hold only what differs."""
    if subject is not None:
        session.flush()
    if before is not None and after is not None:
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        before = {key: before.get(key) for key in sorted(changed)}
        after = {key: after.get(key) for key in sorted(changed)}
    entry = AuditEntry(
        district_id=actor.district_id,
        at=now,
        actor=actor.name,
        actor_id=actor.user_id,
        address=actor.address,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else None,
        subject_id=str(getattr(subject, "id", "")) if subject is not None else None,
        result=result,
        before=before,
        after=after,
        note=note,
    )
    session.add(entry)
    return entry
