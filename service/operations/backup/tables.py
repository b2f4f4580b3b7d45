"""The tables of a database as they are (at any revision), with their values in a form both databases share."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Numeric,
    TableClause,
    Text,
    cast,
    column,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

REVISIONS = "alembic_version"
BATCH = 500
# In this order: a Boolean is no Integer, and JSON comes before text.
KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "bool"),
    (JSON, "json"),
    (DateTime, "datetime"),
    (Date, "date"),
    (LargeBinary, "bytes"),
    (Integer, "int"),
    (Float, "float"),
    (Numeric, "float"),
)
TYPES: dict[str, TypeEngine[Any]] = {
    "bool": Boolean(),
    "datetime": DateTime(timezone=True),
    "date": Date(),
    "bytes": LargeBinary(),
    "int": Integer(),
    "float": Float(),
    "text": Text(),
    "json": Text(),
}


class RawJson(TypeDecorator[str]):
    """A JSON column as its text, on PostgreSQL: keeps apart a JSON null and no value at all."""

    impl = Text
    cache_ok = True

    def bind_expression(self, bindvalue: Any) -> Any:
        return cast(bindvalue, JSONB)

    def column_expression(self, column: Any) -> Any:
        return cast(column, Text)


@dataclass(frozen=True, slots=True)
class TableShape:
    """A table: its columns with their kinds, and the columns of its primary key."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    def clause(self, dialect: str) -> TableClause:
        """The table for statements, with types that read and write the shared form's Python values."""
        types = {**TYPES, "json": RawJson()} if dialect == "postgresql" else TYPES
        return table(self.name, *(column(name, types[kind]) for name, kind in self.columns))


def kind_of(column_type: TypeEngine[Any]) -> str:
    """The kind of a column's type."""
    return next((kind for known, kind in KINDS if isinstance(column_type, known)), "text")


def shapes_of(connection: Connection) -> list[TableShape]:
    """All tables but the revision's, each after those that it refers to."""
    inspector = inspect(connection)
    order = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name != REVISIONS]
    return [
        TableShape(
            name,
            tuple((each["name"], kind_of(each["type"])) for each in inspector.get_columns(name)),
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in order
    ]


def rows_of(connection: Connection, shape: TableShape) -> Iterator[list[Any]]:
    """All rows in the order of the primary key, in the shared form; read in portions."""
    clause = shape.clause(connection.dialect.name)
    query = select(clause).order_by(*(clause.c[name] for name in shape.key))
    kinds = [kind for _, kind in shape.columns]
    for row in connection.execution_options(yield_per=BATCH).execute(query):
        yield [encode(value, kind) for value, kind in zip(row, kinds, strict=True)]


def count_of(connection: Connection, name: str) -> int:
    """How many rows a table has."""
    return connection.scalar(select(func.count()).select_from(table(name))) or 0


def encode(value: Any, kind: str) -> Any:
    """A value as JSON can hold it."""
    if value is None:
        return None
    if kind == "datetime":
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if kind == "date":
        return value.isoformat()
    if kind == "bytes":
        return base64.b64encode(value).decode()
    return value


def decode(value: Any, kind: str) -> Any:
    """A value of the shared form as the database takes it.

    Raises:
        ValueError, TypeError: the value is not of that kind.
    """
    if value is None:
        return None
    if kind == "datetime":
        return datetime.fromisoformat(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "bytes":
        return base64.b64decode(value, validate=True)
    return value


def insert_rows(connection: Connection, shape: TableShape, rows: Sequence[dict[str, Any]]) -> None:
    """Insert a portion of rows."""
    if rows:
        connection.execute(shape.clause(connection.dialect.name).insert(), rows)
