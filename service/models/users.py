"""Who signs in, with which role and scope; feed tokens; the audit log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Identified, InDistrict, Json, Stamped, between, short
from service.models.people import Cadre
from service.models.places import Community, District, Unit


class RoleName(StrEnum):
    """The roles. One user may have several."""

    ADMIN = "admin"
    UNIT_OFFICER = "unit_officer"
    COMMUNITY_HEAD = "community_head"
    CADRE = "cadre"


user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", Integer, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id"), primary_key=True),
)


class Role(Identified, RoleMixin, Base):
    """A role (the columns are those which Flask-Security reads)."""

    __tablename__ = "role"
    name: Mapped[str] = mapped_column(short(32), unique=True)
    description: Mapped[str | None] = mapped_column(short(120))
    permissions: Mapped[list[Any] | None]


class User(Identified, UserMixin, Stamped, Base):
    """An account. Scope: its district, and for officers a unit, for heads a community, for cadres a cadre.

    Signs in by `username`; `email` may be missing (accounts made from the roster).
    """

    __tablename__ = "user_account"
    __table_args__ = (
        between("failed_logins", 0),
        CheckConstraint("length(username) > 0", name="username_given"),
    )
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    username: Mapped[str] = mapped_column(short(64), unique=True)
    email: Mapped[str | None] = mapped_column(short(254), unique=True)  # type: ignore[assignment]
    display_name: Mapped[str] = mapped_column(short(64))
    password: Mapped[str | None] = mapped_column(short(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(short(64), unique=True)
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[datetime | None]
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]  # type: ignore[assignment]
    language: Mapped[str | None] = mapped_column(short(8))
    tf_primary_method: Mapped[str | None] = mapped_column(short(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(short(255))
    tf_phone_number: Mapped[str | None] = mapped_column(short(128))
    # Mutable: Flask-Security takes a used code out of the list itself, and that has to be noticed.
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(Json.copy()))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    cadre_id: Mapped[int | None] = mapped_column(ForeignKey("cadre.id"), unique=True)
    district: Mapped[District] = relationship()
    unit: Mapped[Unit | None] = relationship()
    community: Mapped[Community | None] = relationship()
    cadre: Mapped[Cadre | None] = relationship()
    roles: Mapped[list[Role]] = relationship(secondary=user_role)  # type: ignore[assignment]


class FeedToken(InDistrict, Base):
    """The secret of a calendar address; only its SHA-256 is kept. Revoked, never deleted."""

    __tablename__ = "feed_token"
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    token_hash: Mapped[str] = mapped_column(short(64), unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_read_at: Mapped[datetime | None]
    cadre: Mapped[Cadre] = relationship()


class AuditEntry(Identified, Base):
    """One line of the audit log: who did what to what, when, from where, and what it was before and after.

    Append-only: database triggers refuse UPDATE and DELETE (see the first migration).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(short(120))
    actor_id: Mapped[int | None]
    address: Mapped[str | None] = mapped_column(short(64))
    action: Mapped[str] = mapped_column(short(64), index=True)
    subject_kind: Mapped[str | None] = mapped_column(short(32))
    subject_id: Mapped[str | None] = mapped_column(short(64))
    result: Mapped[str] = mapped_column(short(16), default="done")
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    note: Mapped[str | None] = mapped_column(Text)
