"""Exports: the records of a kind as they are today, telephone numbers masked unless asked for with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.export import file_of
from service.adapters.sheets.lookup import Ref
from service.messages import FieldProblem, InvalidInput, Message
from service.models import RoleName
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone, record
from service.operations.imports.lookups import lookups_for
from service.operations.imports.reading import target_of
from service.operations.scope import today_of

FORMS = ("xlsx", "csv")
SHORTEST_REASON, LONGEST_REASON = 4, 200


def _row(kind: Kind, known: dict[str, Any], full: bool) -> dict[str, Any]:
    row = dict(known)
    for column in kind.columns:
        if column.check:
            ref = known[column.field.removesuffix("_name")]
            row[column.field] = ref.name if isinstance(ref, Ref) else None
        elif column.sensitive and not full:
            row[column.field] = mask_phone(known[column.field])
    return row


def records_of(session: Session, actor: Actor, now: datetime, kind_name: str, full: bool) -> list[dict[str, Any]]:
    """The records of the actor's district as they are today, with the columns that only check."""
    target = target_of(kind_name)
    lookups = lookups_for(session, actor.district_id, target.kind)
    known = target.load(session, actor.district_id, today_of(session, actor.district_id, now), lookups)
    return [_row(target.kind, existing.record, full) for existing in known.values()]


def checked_reason(reason: str) -> str:
    """The reason for seeing full numbers.

    Raises:
        InvalidInput: none given, or too short or too long to be one.
    """
    reason = " ".join(reason.split())
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = Message("%(low)d 至 %(high)d 个字的事由", low=SHORTEST_REASON, high=LONGEST_REASON)
        raise InvalidInput(
            Message("导出完整号码须填写事由"), [FieldProblem("reason", reason, expected, Message("事由"))]
        )
    return reason


def export_kind(
    session: Session,
    actor: Actor,
    now: datetime,
    kind_name: str,
    form: str,
    language: str,
    *,
    full: bool = False,
    reason: str = "",
) -> bytes:
    """A file of all records of a kind; logged. Admins only. `full` gives whole telephone numbers and needs a reason.

    Raises:
        NotFound: no such kind.
        InvalidInput: full numbers without a reason.
    """
    actor.require(RoleName.ADMIN)
    kind = target_of(kind_name).kind
    note = checked_reason(reason) if full else None
    records = records_of(session, actor, now, kind_name, full)
    after = {"kind": kind.name, "form": form, "rows": len(records), "full": full}
    record(session, actor, now, "export.full" if full else "export.masked", after=after, note=note)
    return file_of(kind, records, form, language)
