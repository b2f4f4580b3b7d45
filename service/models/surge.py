"""The surge (下沉、应急召回): operations, their shifts, places and needs, who is called, rosters in versions.

A roster's shifts are kept once for all the versions in which they stand (`since` ≤ number < `until`), so that a
replacement costs a few rows and every version stays readable. Whoever is called owns an exemption from the monthly duty
(`Exemption.operation_id`).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, InDistrict, Stamped, between, in_order, one_of, short
from service.models.people import Cadre
from service.models.places import Community, Unit
from service.models.planning import SolveRun

# `date` is a column's name below.
Day = date


class SurgeKind(StrEnum):
    """What people are called up for."""

    EPIDEMIC = "epidemic"
    FLOOD = "flood"
    EMERGENCY = "emergency"


class SurgeState(StrEnum):
    """Where an operation stands."""

    PREPARING = "preparing"
    ACTIVE = "active"
    STOOD_DOWN = "stood_down"
    CANCELLED = "cancelled"


class SurgeListing(StrEnum):
    """What a list of people says of somebody."""

    ALLOWED = "allowed"
    DAYS_ONLY = "days_only"
    BARRED = "barred"


class SurgeAnswer(StrEnum):
    """What somebody who is called has answered."""

    NONE = "none"
    COMING = "coming"
    CANNOT = "cannot"


class MemberState(StrEnum):
    """Whether somebody serves still."""

    CALLED = "called"
    RELEASED = "released"


class RosterState(StrEnum):
    """Where a roster stands: only one is in force."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class ArrivalState(StrEnum):
    """Whether somebody came to a shift."""

    ARRIVED = "arrived"
    ABSENT = "absent"


class SurgeOperation(InDistrict, Stamped, Base):
    """An operation with its rest rules (a null figure binds nobody). `first_day` to `last_day`, both included.

    `min_rest_minutes`: between the end of a shift and the next. `unit_share`: percent of a unit's people who may be
    out. `keeps_floors`: units keep those who must stay. `reserve`: percent of people called beyond the need.
    `relief_after`: days after which a new group takes over. `only_listed`: nobody but those on the list. `unit_ids`:
    the units that are called (empty: all). `exempts`: who serves owes no monthly duty; `credits`: `credit_shifts`
    shifts count as the monthly duty of the month in which one stands down.
    """

    __tablename__ = "surge_operation"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        one_of("kind", SurgeKind),
        one_of("state", SurgeState),
        in_order("first_day", "last_day", "days_order"),
        between("min_rest_minutes", 0, 1440),
        between("min_consecutive", 1, 31),
        between("max_consecutive", 1, 92),
        between("min_days_off", 0, 31),
        between("max_weekends", 0, 60),
        between("max_nights", 0, 366),
        between("min_minutes", 0),
        between("max_minutes", 1),
        between("unit_share", 1, 100),
        between("reserve", 0, 200),
        between("relief_after", 1, 92),
        between("credit_shifts", 1, 366),
    )
    code: Mapped[str] = mapped_column(short(32))
    kind: Mapped[str] = mapped_column(short(16))
    name: Mapped[str] = mapped_column(short(120))
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(short(16), default=SurgeState.PREPARING, index=True)
    min_rest_minutes: Mapped[int] = mapped_column(default=660)
    min_consecutive: Mapped[int] = mapped_column(default=1)
    max_consecutive: Mapped[int] = mapped_column(default=5)
    min_days_off: Mapped[int] = mapped_column(default=1)
    max_weekends: Mapped[int | None]
    max_nights: Mapped[int | None]
    min_minutes: Mapped[int] = mapped_column(default=0)
    max_minutes: Mapped[int | None]
    unit_share: Mapped[int] = mapped_column(default=100)
    keeps_floors: Mapped[bool] = mapped_column(default=True)
    reserve: Mapped[int] = mapped_column(default=10)
    relief_after: Mapped[int | None]
    only_listed: Mapped[bool] = mapped_column(default=False)
    unit_ids: Mapped[list[Any]] = mapped_column(default=list)
    exempts: Mapped[bool] = mapped_column(default=True)
    credits: Mapped[bool] = mapped_column(default=True)
    credit_shifts: Mapped[int] = mapped_column(default=1)
    notice: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    stood_down_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    shifts: Mapped[list[SurgeShift]] = relationship(
        cascade="all, delete-orphan", back_populates="operation", order_by="SurgeShift.position"
    )
    places: Mapped[list[SurgePlace]] = relationship(
        cascade="all, delete-orphan", back_populates="operation", order_by="SurgePlace.position"
    )


class SurgeShift(InDistrict, Base):
    """A kind of shift, HH:MM in the district's own time; one that ends at or before its start ends the next day."""

    __tablename__ = "surge_shift"
    __table_args__ = (UniqueConstraint("operation_id", "name"),)
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(short(32))
    starts: Mapped[str] = mapped_column(short(5))
    ends: Mapped[str] = mapped_column(short(5))
    night: Mapped[bool] = mapped_column(default=False)
    operation: Mapped[SurgeOperation] = relationship(back_populates="shifts")


class SurgePlace(InDistrict, Stamped, Base):
    """A community or village, or a place of its own, that wants people."""

    __tablename__ = "surge_place"
    __table_args__ = (UniqueConstraint("operation_id", "name"), between("priority", 1, 9))
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(short(120))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    address: Mapped[str | None] = mapped_column(short(200))
    contact_name: Mapped[str | None] = mapped_column(short(64))
    contact_phone: Mapped[str | None] = mapped_column(short(32))
    priority: Mapped[int] = mapped_column(default=1)
    operation: Mapped[SurgeOperation] = relationship(back_populates="places")
    community: Mapped[Community | None] = relationship()
    needs: Mapped[list[SurgeNeed]] = relationship(cascade="all, delete-orphan", back_populates="place")


class SurgeNeed(InDistrict, Base):
    """People wanted at a place in a shift: every day, or on a weekday (0 is Monday), or on one date, which goes before."""

    __tablename__ = "surge_need"
    __table_args__ = (
        UniqueConstraint("place_id", "shift_id", "weekday", "date"),
        between("weekday", 0, 6),
        between("needed", 0, 1000),
        CheckConstraint("weekday IS NULL OR date IS NULL", name="one_sort"),
    )
    place_id: Mapped[int] = mapped_column(ForeignKey("surge_place.id", ondelete="CASCADE"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("surge_shift.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int | None]
    date: Mapped[Day | None]
    needed: Mapped[int]
    place: Mapped[SurgePlace] = relationship(back_populates="needs")
    shift: Mapped[SurgeShift] = relationship()


class SurgeListed(InDistrict, Base):
    """What the list of people says of a cadre: may be called, days only, or not at all."""

    __tablename__ = "surge_listed"
    __table_args__ = (UniqueConstraint("operation_id", "cadre_id"), one_of("listing", SurgeListing))
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    listing: Mapped[str] = mapped_column(short(16))
    reason: Mapped[str | None] = mapped_column(short(200))
    operation: Mapped[SurgeOperation] = relationship()
    cadre: Mapped[Cadre] = relationship()


class SurgeMember(InDistrict, Stamped, Base):
    """Somebody called to a place for days of the operation. `unit_id` is the unit then.

    `wave` 1, 2…: the group they belong to; who steps in for somebody is of that one's. `replaces_id`: for whom.
    `served_any`: false for somebody released before their first day.
    """

    __tablename__ = "surge_member"
    __table_args__ = (
        UniqueConstraint("operation_id", "cadre_id"),
        one_of("state", MemberState),
        one_of("answer", SurgeAnswer),
        between("wave", 1),
        in_order("first_day", "last_day", "days_order"),
    )
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("surge_place.id"), index=True)
    wave: Mapped[int] = mapped_column(default=1)
    days_only: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date]
    last_day: Mapped[date]
    state: Mapped[str] = mapped_column(short(16), default=MemberState.CALLED)
    served_any: Mapped[bool] = mapped_column(default=True)
    answer: Mapped[str] = mapped_column(short(16), default=SurgeAnswer.NONE)
    answer_reason: Mapped[str | None] = mapped_column(short(200))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(short(120))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("surge_member.id"), index=True)
    operation: Mapped[SurgeOperation] = relationship()
    cadre: Mapped[Cadre] = relationship()
    unit: Mapped[Unit | None] = relationship()
    place: Mapped[SurgePlace] = relationship()


class SurgeRoster(InDistrict, Stamped, Base):
    """A version of an operation's roster. A proposal is a file until it is confirmed; then its shifts are rows.

    `base_number` is the version in force that it starts from (null: none). `first_day` to `last_day` are the days it
    plans. `problem`, `instance`, `plan`: the canonical files (who may be called and what is wanted; the roster instance
    and plan, formats grid-duty/surge and …-plan). `objective`/`bound` are the roster's points, `place_*` those of who
    goes where. `report`: shortages, figures, who goes where.
    """

    __tablename__ = "surge_roster"
    __table_args__ = (
        UniqueConstraint("operation_id", "number"),
        one_of("state", RosterState),
        in_order("first_day", "last_day", "days_order"),
    )
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("solve_run.id"), index=True)
    number: Mapped[int]
    base_number: Mapped[int | None]
    state: Mapped[str] = mapped_column(short(16), default=RosterState.PROPOSED)
    mode: Mapped[str] = mapped_column(short(16))
    first_day: Mapped[date]
    last_day: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(short(120))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(short(120))
    input_hash: Mapped[str | None] = mapped_column(short(64))
    problem: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    instance: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    plan: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    status: Mapped[str | None] = mapped_column(short(16))
    objective: Mapped[int | None]
    bound: Mapped[int | None]
    place_objective: Mapped[int | None]
    place_bound: Mapped[int | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(short(200))
    operation: Mapped[SurgeOperation] = relationship()
    run: Mapped[SolveRun | None] = relationship()


class SurgeWork(InDistrict, Base):
    """One shift of one person, in the versions from `since` until `until` (not included; null: still).

    `uid`, `sequence`: identity in calendars, one for each person and day.
    """

    __tablename__ = "surge_work"
    __table_args__ = (
        UniqueConstraint("operation_id", "cadre_id", "date", "since"),
        between("sequence", 0),
        Index("ix_surge_work_operation_date", "operation_id", "date"),
    )
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("surge_place.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("surge_shift.id"), index=True)
    date: Mapped[Day]
    since: Mapped[int]
    until: Mapped[int | None]
    uid: Mapped[str] = mapped_column(short(80))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    cadre: Mapped[Cadre] = relationship()
    place: Mapped[SurgePlace] = relationship()
    shift: Mapped[SurgeShift] = relationship()


class SurgeArrival(InDistrict, Stamped, Base):
    """Whether somebody came to the shift of a day; it stays, whatever later versions say."""

    __tablename__ = "surge_arrival"
    __table_args__ = (UniqueConstraint("operation_id", "cadre_id", "date"), one_of("state", ArrivalState))
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("surge_place.id"), index=True)
    shift_id: Mapped[int] = mapped_column(ForeignKey("surge_shift.id"), index=True)
    date: Mapped[Day]
    state: Mapped[str] = mapped_column(short(16))
    marked_by: Mapped[str] = mapped_column(short(120))


class SurgeService(InDistrict, Base):
    """The ledger's line of somebody who served in an operation: shifts, nights, weekend shifts, minutes.

    `credited_month`: the month (its first day) whose monthly duty counts as done by it.
    """

    __tablename__ = "surge_service"
    __table_args__ = (UniqueConstraint("operation_id", "cadre_id"), between("shifts", 0), between("nights", 0))
    operation_id: Mapped[int] = mapped_column(ForeignKey("surge_operation.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    shifts: Mapped[int]
    nights: Mapped[int]
    weekend_shifts: Mapped[int]
    minutes: Mapped[int]
    credited_month: Mapped[date | None]
    operation: Mapped[SurgeOperation] = relationship()
    cadre: Mapped[Cadre] = relationship()
