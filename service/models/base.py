"""The declarative base, shared column types and mixins of all tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Integer, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Always aware in Python, always UTC in the database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a time zone cannot be stored: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# JSONB on PostgreSQL (it can be indexed), plain JSON elsewhere.
Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Base of every table; one naming convention, so that migrations can name what they change."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        date: Date(),
        dict[str, Any]: Json,
        list[Any]: Json,
    }


class Identified:
    """A surrogate key."""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)


class InDistrict(Identified):
    """Belongs to one district: one installation serves many, and no query may cross them."""

    @declared_attr
    def district_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("district.id", ondelete="RESTRICT"), index=True)


class Stamped:
    """When a row was made and last changed, and a version that guards against lost updates."""

    created_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    changed_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC), onupdate=lambda: datetime.now(UTC))
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}


class Dated:
    """Valid from one day to another, both included; open at the end while still in force."""

    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


def one_of(column: str, kinds: type[StrEnum], name: str | None = None) -> CheckConstraint:
    """A check that a text column holds one of an enumeration's values."""
    values = ", ".join(f"'{kind.value}'" for kind in kinds)
    return CheckConstraint(f"{column} IN ({values})", name=name or f"{column}_known")


def in_order(first: str, last: str, name: str) -> CheckConstraint:
    """A check that a range of days (its end may be open) does not run backwards."""
    return CheckConstraint(f"{last} IS NULL OR {last} >= {first}", name=name)


def between(column: str, low: int, high: int | None = None) -> CheckConstraint:
    """A check that a number lies within bounds (both included)."""
    upper = "" if high is None else f" AND {column} <= {high}"
    return CheckConstraint(f"{column} >= {low}{upper}", name=f"{column}_range")


def short(length: int = 64) -> String:
    """A short text column."""
    return String(length)


__all__: Sequence[str] = (
    "NAMING",
    "Base",
    "Dated",
    "Identified",
    "InDistrict",
    "Json",
    "Stamped",
    "UtcDateTime",
    "between",
    "in_order",
    "one_of",
    "short",
)
