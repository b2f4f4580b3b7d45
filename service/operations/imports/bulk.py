"""Many new rows in one statement, with their ids in order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session


def insert_ids(session: Session, model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows; their ids in the order of the rows. The caller holds the district's lock.

    PostgreSQL returns ids in order from one statement. SQLite would need a statement for each row; there
    the lock is on the whole database, so that the next ids are known and nobody else takes them.
    """
    if session.get_bind().dialect.name != "sqlite":
        return list(session.scalars(insert(model).returning(model.id, sort_by_parameter_order=True), rows))
    first = (session.scalar(select(func.max(model.id))) or 0) + 1
    ids = list(range(first, first + len(rows)))
    session.execute(insert(model), [{"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True)])
    return ids
