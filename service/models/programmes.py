"""Programmes beside the monthly duty: rounds of rotation, batches of postings, squads, inspection rounds.

A programme has posts and candidates; the solver proposes; what is approved becomes placements with a term. A
placement that takes somebody off the monthly duty owns an exemption (`Exemption.placement_id`), so the duty's planning
needs to know nothing of programmes.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, InDistrict, Stamped, between, in_order, one_of, short
from service.models.people import Cadre, GridWorker
from service.models.places import Community, Unit
from service.models.planning import SolveRun
from service.models.posts import Post


class ProgrammeKind(StrEnum):
    """What a programme is."""

    ROTATION = "rotation"
    POSTING = "posting"
    SQUAD = "squad"
    INSPECTION = "inspection"


class ProgrammeState(StrEnum):
    """Where a programme stands. Running, ended and so on follow from the days of its placements."""

    PREPARING = "preparing"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class ReviewStage(StrEnum):
    """When an evaluation is written."""

    MIDTERM = "midterm"
    FINAL = "final"


class ReviewSide(StrEnum):
    """Who writes an evaluation."""

    CADRE = "cadre"
    UNIT = "unit"
    COMMUNITY = "community"
    GRID_WORKER = "grid_worker"


class ReviewGrade(StrEnum):
    """What an evaluation says in a word; never a number, never a ranking."""

    GOOD = "good"
    FAIRLY_GOOD = "fairly_good"
    FAIR = "fair"
    POOR = "poor"


class Programme(InDistrict, Stamped, Base):
    """A round, a batch, a campaign. `first_day` to `last_day` is the term of its placements unless a post says otherwise.

    `exempts`: who is placed owes no monthly duty meanwhile. `wanted_least`/`wanted_most`: placements in all.
    `settings`: weights of rules by name (`weights`), topics to teach with their value (`teach`), second looks.
    """

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        one_of("kind", ProgrammeKind),
        one_of("state", ProgrammeState),
        in_order("first_day", "last_day", "days_order"),
        between("wanted_least", 0, 100_000),
        CheckConstraint("wanted_most IS NULL OR wanted_most >= COALESCE(wanted_least, 0)", name="wanted_order"),
    )
    code: Mapped[str] = mapped_column(short(32))
    kind: Mapped[str] = mapped_column(short(16), index=True)
    name: Mapped[str] = mapped_column(short(120))
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(short(16), default=ProgrammeState.PREPARING)
    exempts: Mapped[bool] = mapped_column(default=True)
    wanted_least: Mapped[int | None]
    wanted_most: Mapped[int | None]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(Text)
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(short(120))
    posts: Mapped[list[ProgrammePost]] = relationship(cascade="all, delete-orphan", back_populates="programme")
    candidates: Mapped[list[Candidate]] = relationship(cascade="all, delete-orphan", back_populates="programme")
    limits: Mapped[list[ProgrammeLimit]] = relationship(cascade="all, delete-orphan", back_populates="programme")
    pins: Mapped[list[ProgrammePin]] = relationship(cascade="all, delete-orphan", back_populates="programme")


class ProgrammePost(InDistrict, Base):
    """A post that takes part. `consent`: of the community, the enterprise, the unit (null: not answered yet).

    `wishes`: cadre ids in the order wished for. `offers`: topics that are learnt here. `second_look_of`: the post of
    an earlier round whose people may not come again. A grid worker's own wish to exchange is part of `consent`.
    """

    __tablename__ = "programme_post"
    __table_args__ = (
        UniqueConstraint("programme_id", "post_id"),
        in_order("first_day", "last_day", "days_order"),
        between("min_experienced", 0, 1000),
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    min_experienced: Mapped[int] = mapped_column(default=0)
    consent: Mapped[bool | None]
    consent_by: Mapped[str | None] = mapped_column(short(120))
    wishes: Mapped[list[Any]] = mapped_column(default=list)
    offers: Mapped[list[Any]] = mapped_column(default=list)
    second_look_of_id: Mapped[int | None] = mapped_column(ForeignKey("programme_post.id", ondelete="SET NULL"))
    programme: Mapped[Programme] = relationship(back_populates="posts")
    post: Mapped[Post] = relationship()


class Candidate(InDistrict, Base):
    """A cadre who may be placed. `own_consent`, `unit_consent`: null while not answered.

    `roles`: what they can act as (empty: anything). `wishes`: post ids in order of preference. `offers`: topics that
    whoever comes in exchange learns in the unit. `capacity` of the loads of posts held at one time.
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("programme_id", "cadre_id"),
        between("capacity", 1, 100_000),
        between("max_posts", 1, 1000),
        between("min_posts", 0, 1000),
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    roles: Mapped[list[Any]] = mapped_column(default=list)
    wishes: Mapped[list[Any]] = mapped_column(default=list)
    offers: Mapped[list[Any]] = mapped_column(default=list)
    experienced: Mapped[bool] = mapped_column(default=False)
    capacity: Mapped[int] = mapped_column(default=1)
    max_posts: Mapped[int] = mapped_column(default=1)
    min_posts: Mapped[int] = mapped_column(default=0)
    own_consent: Mapped[bool | None]
    unit_consent: Mapped[bool | None]
    unit_consent_by: Mapped[str | None] = mapped_column(short(120))
    note: Mapped[str | None] = mapped_column(short(200))
    programme: Mapped[Programme] = relationship(back_populates="candidates")
    cadre: Mapped[Cadre] = relationship()


class ProgrammeLimit(InDistrict, Base):
    """How many of a unit may be out, or how many may come into a community or a park, at one time; `soft` costs points."""

    __tablename__ = "programme_limit"
    __table_args__ = (
        between("most", 0, 100_000),
        CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN community_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN park IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_is_limited",
        ),
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    park: Mapped[str | None] = mapped_column(short(64))
    most: Mapped[int]
    soft: Mapped[bool] = mapped_column(default=False)
    programme: Mapped[Programme] = relationship(back_populates="limits")
    unit: Mapped[Unit | None] = relationship()
    community: Mapped[Community | None] = relationship()


class ProgrammePin(InDistrict, Base):
    """Insisted on, or (`refused`) ruled out: a cadre (any, where null) at a post (any) in a role (any)."""

    __tablename__ = "programme_pin"
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int | None] = mapped_column(ForeignKey("cadre.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    role: Mapped[str | None] = mapped_column(short(32))
    refused: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(short(200))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(short(120))
    programme: Mapped[Programme] = relationship(back_populates="pins")
    cadre: Mapped[Cadre | None] = relationship()
    post: Mapped[Post | None] = relationship()


class Proposal(InDistrict, Base):
    """What the solver (or a hand) proposes for a programme, numbered; the newest is looked at, older ones stay.

    `instance` and `plan` are the canonical files (formats grid-duty/placement and …-plan) with ids that are row ids as
    text; `report` has score by rule, who and what is left over and why. `rank` 2, 3… are next best plans.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("programme_id", "number"), between("number", 1), between("rank", 1, 100))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("solve_run.id"), index=True)
    number: Mapped[int]
    rank: Mapped[int] = mapped_column(default=1)
    by_hand: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(short(120))
    input_hash: Mapped[str] = mapped_column(short(64))
    instance: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    plan: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    status: Mapped[str] = mapped_column(short(16))
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    programme: Mapped[Programme] = relationship()
    run: Mapped[SolveRun | None] = relationship()


class Placement(InDistrict, Stamped, Base):
    """An approved service at a post: who, as what, from when to when (both included).

    `unit_id` is the cadre's unit at the time. In a rotation `grid_worker_id` is who comes to the unit in exchange, for
    the same days. `ended_on` is the last day where it ended before `last_day` (early recall, replacement).
    `predecessor_id` is whom it follows at the post. `uid`, `sequence`: identity in calendars.
    """

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("district_id", "uid"),
        in_order("first_day", "last_day", "days_order"),
        Index("ix_placement_district_days", "district_id", "first_day", "last_day"),
    )
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    grid_worker_id: Mapped[int | None] = mapped_column(ForeignKey("grid_worker.id"), index=True)
    role: Mapped[str] = mapped_column(short(32))
    first_day: Mapped[date]
    last_day: Mapped[date]
    exempts: Mapped[bool] = mapped_column(default=True)
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(short(200))
    cancelled_at: Mapped[datetime | None]
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"), index=True)
    uid: Mapped[str] = mapped_column(short(80))
    sequence: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None] = mapped_column(short(200))
    programme: Mapped[Programme | None] = relationship()
    cadre: Mapped[Cadre] = relationship()
    unit: Mapped[Unit | None] = relationship()
    post: Mapped[Post] = relationship()
    grid_worker: Mapped[GridWorker | None] = relationship()
    predecessor: Mapped[Placement | None] = relationship(remote_side="Placement.id")


class HandOverItem(InDistrict, Stamped, Base):
    """Something the predecessor hands over to who comes (交接): a file, a contact, work begun."""

    __tablename__ = "hand_over_item"
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(short(200))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(short(120))
    placement: Mapped[Placement] = relationship()


class PlacementReview(InDistrict, Stamped, Base):
    """An evaluation of a placement by one side, at mid-term or at the end: a word and a text."""

    __tablename__ = "placement_review"
    __table_args__ = (
        UniqueConstraint("placement_id", "stage", "side"),
        one_of("stage", ReviewStage),
        one_of("side", ReviewSide),
        one_of("grade", ReviewGrade),
    )
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(short(16))
    side: Mapped[str] = mapped_column(short(16))
    grade: Mapped[str] = mapped_column(short(16))
    remarks: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(short(120))
    placement: Mapped[Placement] = relationship()
