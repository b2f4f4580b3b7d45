"""What is planned: solve runs with their dossier, drafts, pins, publications and assignments."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Identified, InDistrict, Stamped, between, one_of, short
from service.models.people import Cadre
from service.models.places import Unit, Zone


class RunKind(StrEnum):
    """Who asked for a solve, and what for."""

    DRAFT = "draft"
    REPLAN = "replan"
    NIGHT_DRAFT = "night_draft"
    NIGHT_REPLAN = "night_replan"
    RELAX = "relax"
    PLACEMENT = "placement"
    ROSTER = "roster"


class RunState(StrEnum):
    """Where a run stands."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"
    SKIPPED = "skipped"


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class Attendance(StrEnum):
    """What became of a duty."""

    PLANNED = "planned"
    SERVED = "served"
    EXCUSED = "excused"
    MISSED = "missed"


class SolveRun(InDistrict, Base):
    """One solve: asked for, running, ended; its dossier holds all that is needed to repeat it.

    `month` is the first day of the month. `input_hash` is the SHA-256 of `instance` (the canonical
    bytes that were solved); `dossier` has rules and weights, seed, versions, status, objective,
    bound, score by rule, seconds. `wanted_for` is the night a nightly run belongs to: with
    `input_hash` it makes runs idempotent. `progress` has phase, best, bound and share.
    """

    __tablename__ = "solve_run"
    __table_args__ = (
        one_of("kind", RunKind),
        one_of("state", RunState),
        Index("ix_solve_run_district_month", "district_id", "month"),
    )
    kind: Mapped[str] = mapped_column(short(16))
    state: Mapped[str] = mapped_column(short(16), default=RunState.QUEUED, index=True)
    month: Mapped[date]
    wanted_for: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(short(120))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    process: Mapped[str | None] = mapped_column(short(120))
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    input_hash: Mapped[str | None] = mapped_column(short(64), index=True)
    instance: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    dossier: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    outcome: Mapped[str | None] = mapped_column(Text)
    message: Mapped[str | None] = mapped_column(Text)


class Draft(InDistrict, Stamped, Base):
    """A plan for a month that is not published yet. Its hand-made changes raise `version`.

    `base_number` is the published version it was made from (null for a month not published yet);
    `facts` a digest of the inputs by kind and subject, so that what changed since can be shown.
    """

    __tablename__ = "draft"
    __table_args__ = (one_of("state", DraftState), Index("ix_draft_district_month", "district_id", "month"))
    month: Mapped[date]
    state: Mapped[str] = mapped_column(short(16), default=DraftState.OPEN)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("solve_run.id"), index=True)
    base_number: Mapped[int | None]
    input_hash: Mapped[str] = mapped_column(short(64))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    status: Mapped[str] = mapped_column(short(16))
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    score: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    run: Mapped[SolveRun | None] = relationship()
    duties: Mapped[list[DraftDuty]] = relationship(cascade="all, delete-orphan", back_populates="draft")
    pins: Mapped[list[DraftPin]] = relationship(cascade="all, delete-orphan", back_populates="draft")


class DraftDuty(Identified, Base):
    """One duty of a draft."""

    __tablename__ = "draft_duty"
    __table_args__ = (UniqueConstraint("draft_id", "cadre_id", "date"),)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), index=True)
    date: Mapped[date]
    by_hand: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[Draft] = relationship(back_populates="duties")
    cadre: Mapped[Cadre] = relationship()
    unit: Mapped[Unit] = relationship()
    zone: Mapped[Zone] = relationship()


class RelaxationSearch(InDistrict, Base):
    """What single relaxations would gain for a draft as it was at `draft_version`; newer ones take its place.

    `found` has `gains` (relaxation, for whom, points, what is proven), `better` (points by which the draft itself
    can be bettered) and `complete` (everything promising was solved).
    """

    __tablename__ = "relaxation_search"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    draft_version: Mapped[int]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("solve_run.id"), index=True)
    made_at: Mapped[datetime]
    found: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft: Mapped[Draft] = relationship()


class DraftPin(Identified, Base):
    """A cadre is to serve on this day (any, where null) in this zone (any, where null)."""

    __tablename__ = "draft_pin"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    date: Mapped[date | None]
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"))
    made_by: Mapped[str] = mapped_column(short(120))
    made_at: Mapped[datetime]
    draft: Mapped[Draft] = relationship(back_populates="pins")
    cadre: Mapped[Cadre] = relationship()
    zone: Mapped[Zone | None] = relationship()


class Publication(InDistrict, Base):
    """A numbered, unchangeable version of a month's plan."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("district_id", "month", "number"), between("number", 1))
    month: Mapped[date]
    number: Mapped[int]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    input_hash: Mapped[str] = mapped_column(short(64))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(short(120))
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    score: Mapped[dict[str, Any]] = mapped_column(default=dict)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    difference: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    assignments: Mapped[list[Assignment]] = relationship(back_populates="publication")


class Assignment(Identified, Base):
    """One duty of a published version, with the unit and zone names as they were then.

    `uid` is the calendar identity of a cadre's duty in a month (stable over versions), `sequence`
    the iCalendar SEQUENCE, raised whenever day or zone change.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("publication_id", "cadre_id", "date"),
        UniqueConstraint("publication_id", "uid"),
        one_of("attendance", Attendance),
        between("sequence", 0),
    )
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id", ondelete="RESTRICT"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), index=True)
    date: Mapped[date] = mapped_column(index=True)
    unit_name: Mapped[str] = mapped_column(short(120))
    zone_name: Mapped[str] = mapped_column(short(120))
    community_name: Mapped[str] = mapped_column(short(120))
    party_code: Mapped[str | None] = mapped_column(short(32))
    pinned: Mapped[bool] = mapped_column(default=False)
    linked: Mapped[bool] = mapped_column(default=True)
    burden: Mapped[int] = mapped_column(default=1)
    uid: Mapped[str] = mapped_column(short(80), index=True)
    sequence: Mapped[int] = mapped_column(default=0)
    attendance: Mapped[str] = mapped_column(short(16), default=Attendance.PLANNED)
    publication: Mapped[Publication] = relationship(back_populates="assignments")
    cadre: Mapped[Cadre] = relationship()
    unit: Mapped[Unit] = relationship()
    zone: Mapped[Zone] = relationship()


class MonthState(InDistrict, Base):
    """Which publication of a month is in force; its row is the lock that orders publications."""

    __tablename__ = "month_state"
    __table_args__ = (UniqueConstraint("district_id", "month"),)
    month: Mapped[date]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    lock_version: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    publication: Mapped[Publication | None] = relationship()
    __mapper_args__ = {"version_id_col": lock_version}  # noqa: RUF012 (SQLAlchemy reads a plain dict)


class ClockBeat(Identified, Base):
    """One row: the process that runs the clock, and when it was last seen alive."""

    __tablename__ = "clock_beat"
    name: Mapped[str] = mapped_column(short(32), unique=True)
    process: Mapped[str] = mapped_column(short(120))
    seen_at: Mapped[datetime]
