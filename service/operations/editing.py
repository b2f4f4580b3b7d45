"""What every topic's operations share: find a row in the district, guard its version, describe it for the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.orm import RelationshipDirection, Session, object_session

from service.messages import Conflict, Message, NotFound
from service.models import Base
from service.operations.actor import Actor
from service.operations.audit_log import record, state_of
from service.operations.checks import Checks

Row = TypeVar("Row", bound=Base)
# Kept for the program, not for readers of the history.
TECHNICAL = frozenset({"id", "district_id", "created_at", "changed_at", "version", "pinyin", "initials", "outline"})


def find(session: Session, table: type[Row], row_id: int, *conditions: ColumnElement[bool]) -> Row:
    """A row by its id where the conditions (the actor's scope) hold.

    Raises:
        NotFound: there is none that the actor may see.
    """
    keyed: Any = table
    row = session.scalar(select(table).where(keyed.id == row_id, *conditions))
    if row is None:
        raise NotFound(Message("没有找到这条记录，或您无权查看"))
    return row


def find_in_district(session: Session, actor: Actor, table: type[Row], row_id: int) -> Row:
    """A row of the actor's district by its id.

    Raises:
        NotFound: the district has none.
    """
    keyed: Any = table
    return find(session, table, row_id, keyed.district_id == actor.district_id)


def optional(
    session: Session, actor: Actor, table: type[Row], row_id: int | None, checks: Checks, field: str
) -> Row | None:
    """A row that a form refers to; a wrong reference is a problem of the field."""
    if row_id is None:
        return None
    try:
        return find_in_district(session, actor, table, row_id)
    except NotFound:
        checks.add(field, row_id, Message("请从列表中选择"))
        return None


def expect_version(row: Base, version: int | None) -> None:
    """Refuse where the row has changed since the user read it (null: not asked).

    Raises:
        Conflict: it has.
    """
    if version is not None and getattr(row, "version", version) != version:
        raise Conflict(Message("在您填写期间，这条记录已被他人修改。您填写的内容仍在下方，请核对最新内容后再保存。"))


def name_of(row: Any) -> str | None:
    """How a row that another refers to is called, with the number or code that makes it unique."""
    if row is None:
        return None
    number = getattr(row, "employee_number", None) or getattr(row, "code", None)
    return f"{row.name}（{number}）" if number else str(getattr(row, "name", row.id))


def described(row: Base, **more: Any) -> dict[str, Any]:
    """A stored row for the log as a reader wants it: names in place of ids, nothing technical."""
    session = object_session(row)
    if session is not None:
        session.flush()
    state = {key: value for key, value in state_of(row).items() if key not in TECHNICAL}
    if isinstance(state.get("position"), int):
        # A place in an order; a cadre's position is what they are.
        state["order"] = state.pop("position") + 1
    for relation in inspect(row).mapper.relationships:
        if relation.direction is RelationshipDirection.MANYTOONE:
            for column in relation.local_columns:
                if state.pop(str(column.key), None) is not None:
                    state[relation.key] = name_of(getattr(row, relation.key))
    return {**state, **more}


def changed(
    session: Session, actor: Actor, now: datetime, action: str, row: Base, before: dict[str, Any], **more: Any
) -> None:
    """Raise the row's version and write what changed; nothing where nothing did."""
    after = described(row, **more)
    if before == after:
        return
    if hasattr(row, "changed_at"):
        row.changed_at = now
    record(session, actor, now, action, row, before=before, after=after)


def created(session: Session, actor: Actor, now: datetime, action: str, row: Base, **more: Any) -> None:
    """Add the row and write that it was made."""
    session.add(row)
    session.flush()
    record(session, actor, now, action, row, after=described(row, **more))


def saved(
    session: Session, actor: Actor, now: datetime, topic: str, row: Base, before: dict[str, Any] | None, **more: Any
) -> None:
    """Write `topic.update` with what changed, or `topic.create` where there was nothing before."""
    if before is None:
        created(session, actor, now, f"{topic}.create", row, **more)
    else:
        changed(session, actor, now, f"{topic}.update", row, before, **more)


def refuse_duplicate(
    session: Session, checks: Checks, field: str, table: type[Base], row_id: int | None, district_id: int, value: str
) -> None:
    """A code or number is used once in a district."""
    keyed: Any = table
    column = getattr(keyed, field)
    other = session.scalar(
        select(table).where(keyed.district_id == district_id, column == value, keyed.id != (row_id or 0))
    )
    if other is not None:
        checks.add(field, value, Message("已被“%(name)s”使用", name=name_of(other)))
