"""Watches the web application's transactions: whoever commits a change must have written the audit log in the same one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask_sqlalchemy.session import Session as WebSession
from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from service.models import AuditEntry, Base

CHANGED, LOGGED = "test_changed", "test_logged"
# Figures of use, no decisions: when a feed was last read, when somebody last signed in or mistyped (a refused sign-in
# has a line of its own). A password hashed anew at sign-in is still the same: a new one has a new date as well.
COUNTERS = {
    "feed_token": {"last_read_at"},
    "user_account": {"last_login_at", "failed_logins", "locked_until", "password", "changed_at", "version"},
}

# Rows that are made to be locked, and say nothing.
LOCKS = {"month_state"}


@contextmanager
def unlogged_changes() -> Iterator[list[set[str]]]:
    """A list that gets, for each commit that changed something without a line in the log, what was changed."""
    found: list[set[str]] = []

    def committing(session: Session) -> None:
        session.flush()
        if session.info.get(CHANGED) and not session.info.get(LOGGED):
            found.append(set(session.info[CHANGED]))

    listeners: list[tuple[str, Any]] = [
        ("after_flush", _flushed), ("do_orm_execute", _executed), ("before_commit", committing),
        ("after_commit", _ended), ("after_rollback", _ended),
    ]  # fmt: skip
    for name, listener in listeners:
        event.listen(WebSession, name, listener)
    try:
        yield found
    finally:
        for name, listener in listeners:
            event.remove(WebSession, name, listener)


def _flushed(session: Session, _context: object) -> None:
    changed = session.info.setdefault(CHANGED, set())
    for kind, rows in (("new", session.new), ("deleted", session.deleted)):
        for row in rows:
            if isinstance(row, AuditEntry):
                session.info[LOGGED] = True
            elif isinstance(row, Base):
                changed.add(f"{row.__tablename__} {kind}")
    for row in session.dirty:
        changed.update(f"{row.__tablename__}.{name}" for name in _changed_columns(row))


def _executed(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        state.session.info.setdefault(CHANGED, set()).update(_changed_by(state))


def _ended(session: Session, *_: object) -> None:
    session.info.pop(CHANGED, None)
    session.info.pop(LOGGED, None)


def _changed_by(state: ORMExecuteState) -> set[str]:
    """The columns that a statement changes; one that sets a column to itself (a lock) changes nothing."""
    statement: Any = state.statement
    table = statement.table.name
    if state.is_insert and table in LOCKS:
        return set()
    if not state.is_update:
        return {f"{table} by statement"}
    given = {
        column.key for column, value in (statement._values or {}).items() if getattr(value, "key", None) != column.key
    }
    return {f"{table}.{name} by statement" for name in given - COUNTERS.get(table, set())}


def _changed_columns(row: Any) -> set[str]:
    """The columns (and lists of rows) in which a row differs from what was read, counters aside."""
    state = inspect(row)
    names = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    columns = names & {column.key for column in state.mapper.column_attrs}
    return columns - COUNTERS.get(row.__tablename__, set())
