"""A preview: what a file would change, kept with the file, and applied exactly as it was shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds import KINDS
from service.adapters.sheets.problems import message_to_json, problem_to_json
from service.adapters.uploads import UploadStore
from service.messages import Conflict, InvalidInput, Message, NotFound
from service.models import AuditEntry, RoleName
from service.operations.actor import Actor
from service.operations.audit_log import mask_phone
from service.operations.imports.changes import Action, Change, Plan
from service.operations.imports.reading import plan_file, target_of
from service.operations.imports.trail import write_trail
from service.operations.locks import lock_district


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview's figures. `counts` by action; `errors` hinder the import, `notices` do not."""

    token: str
    kind: Kind
    file_name: str
    made_at: datetime
    counts: dict[str, int]
    errors: int
    notices: int
    digest: str

    @property
    def writes(self) -> int:
        """How many records would be written."""
        return self.counts[Action.CREATED] + self.counts[Action.CHANGED]

    @property
    def ready(self) -> bool:
        """Whether it can be applied."""
        return not self.errors and self.writes > 0


def shown(column: Column, value: Any) -> Any:
    """A value as a page shows it, as JSON; telephone numbers masked."""
    if column.sensitive:
        return mask_phone(value) or ""
    words = column.reader.show(value)
    return message_to_json(words) if isinstance(words, Message) else words


def change_to_json(kind: Kind, change: Change) -> dict[str, Any]:
    """A change as a page shows it: where, which record, which fields from what to what."""
    name = next((column for column in kind.columns if column.field == "name"), None)
    return {
        "sheet": change.sheet,
        "row": change.row,
        "key": [shown(kind.column(field), change.record[field]) for field in kind.key],
        "name": shown(name, change.record["name"]) if name and "name" not in kind.key else "",
        "differences": [
            {
                "label": message_to_json(kind.column(item.field).label),
                "old": shown(kind.column(item.field), item.old),
                "new": shown(kind.column(item.field), item.new),
            }
            for item in change.differences
            if change.action is not Action.CREATED or item.field not in (*kind.key, "name")
        ],
    }


def make_preview(
    session: Session, actor: Actor, now: datetime, store: UploadStore, kind_name: str, file_name: str, data: bytes
) -> Preview:
    """Keep a file and work out what it would change; nothing in the tables changes. Admins only.

    Raises:
        InvalidInput: the file cannot be read, is too large, or has no such heads.
        OperationError: the disk is full.
    """
    plan = plan_file(session, actor, now, kind_name, file_name, data)
    token = store.save(data, now)
    _keep(store, token, plan)
    summary = {
        "kind": kind_name,
        "file_name": file_name[:200],
        "made_at": now.isoformat(),
        "district_id": actor.district_id,
        "user_id": actor.user_id,
        "counts": plan.counts(),
        "errors": plan.errors,
        "notices": len(plan.problems) - plan.errors,
        "digest": plan.digest(),
    }
    store.write_summary(token, summary)
    return preview_of(token, summary)


def _keep(store: UploadStore, token: str, plan: Plan) -> None:
    store.write_lines(token, "errors", (problem_to_json(item) for item in plan.problems if not item.notice))
    store.write_lines(token, "notices", (problem_to_json(item) for item in plan.problems if item.notice))
    for action in Action:
        lines: Iterable[dict[str, Any]] = (change_to_json(plan.kind, change) for change in plan.of(action))
        store.write_lines(token, action.value, lines)


def preview_of(token: str, summary: dict[str, Any]) -> Preview:
    """A preview from its stored summary."""
    return Preview(
        token,
        KINDS[summary["kind"]],
        summary["file_name"],
        datetime.fromisoformat(summary["made_at"]),
        summary["counts"],
        summary["errors"],
        summary["notices"],
        summary["digest"],
    )


def open_preview(actor: Actor, store: UploadStore, token: str) -> Preview:
    """A preview that the actor made.

    Raises:
        NotFound: no such preview (any more), or somebody else's.
    """
    actor.require(RoleName.ADMIN)
    summary = store.summary(token)
    if (summary["district_id"], summary["user_id"]) != (actor.district_id, actor.user_id):
        raise NotFound(Message("预览已过期或已经导入，请重新上传文件。"))
    return preview_of(token, summary)


def apply_preview(session: Session, actor: Actor, now: datetime, store: UploadStore, token: str) -> AuditEntry:
    """Write what a preview showed, all of it or nothing; the audit log's line of the import.

    Raises:
        NotFound: no such preview.
        InvalidInput: it has errors.
        Conflict: the data changed since, so that the import would do something else than was shown.
    """
    preview = open_preview(actor, store, token)
    lock_district(session, actor.district_id)
    plan = plan_file(session, actor, now, preview.kind.name, preview.file_name, store.data(token))
    if plan.digest() != preview.digest or plan.errors != preview.errors:
        raise Conflict(Message("预览之后数据有变动，未导入任何内容。请重新预览。"))
    return apply_plan(session, actor, now, plan, preview.file_name)


def apply_plan(session: Session, actor: Actor, now: datetime, plan: Plan, file_name: str) -> AuditEntry:
    """Write a plan's changes and the audit log.

    Raises:
        InvalidInput: the plan has errors.
        Conflict: a record was changed by somebody else in the meantime.
    """
    actor.require(RoleName.ADMIN)
    if plan.errors:
        problems = [problem.as_field_problem() for problem in plan.problems if not problem.notice]
        raise InvalidInput(Message("文件有 %(count)d 处错误，未导入任何内容。", count=plan.errors), problems[:100])
    lock_district(session, actor.district_id)
    target = target_of(plan.kind.name)
    ids = target.write(session, actor, now, plan)
    whole = write_trail(session, actor, now, plan, target.subject, ids, file_name)
    session.expire_all()
    return whole
