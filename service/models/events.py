"""What people are called to beside the duty: kinds of events, series, events, who is called, seats and attendance."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Dated, Identified, InDistrict, Stamped, between, in_order, one_of, short
from service.models.people import Cadre
from service.models.places import Branch, Community, Unit, Zone

# `date` is a column's name below.
Day = date


class Blocks(StrEnum):
    """Whether who is called can be on duty that day: never, if the hours overlap the duty's, or always."""

    ALWAYS = "always"
    OVERLAP = "overlap"
    NEVER = "never"


class SeatState(StrEnum):
    """Where somebody who signed up stands."""

    PLACED = "placed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


class Presence(StrEnum):
    """What became of somebody who was called to an event."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class EventKind(InDistrict, Stamped, Base):
    """A sort of event. `weekday` (0 is Monday), `starts`, `ends` (HH:MM) are what a new one begins with.

    `sends_branches`: branches are sent to zones (a theme day).
    """

    __tablename__ = "event_kind"
    __table_args__ = (UniqueConstraint("district_id", "code"), one_of("blocks", Blocks), between("weekday", 0, 6))
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(64))
    blocks: Mapped[str] = mapped_column(short(16), default=Blocks.NEVER)
    sends_branches: Mapped[bool] = mapped_column(default=False)
    weekday: Mapped[int | None]
    starts: Mapped[str | None] = mapped_column(short(5))
    ends: Mapped[str | None] = mapped_column(short(5))
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class EventSeries(InDistrict, Stamped, Base):
    """Events that come back every so many weeks. Each date is an event of its own; this keeps what they share.

    `skip_holidays`: dates that the calendar has as holidays were left out.
    """

    __tablename__ = "event_series"
    __table_args__ = (
        in_order("first_day", "last_day", "days_order"),
        between("weekday", 0, 6),
        between("every_weeks", 1, 8),
    )
    title: Mapped[str] = mapped_column(short(120))
    weekday: Mapped[int]
    every_weeks: Mapped[int] = mapped_column(default=1)
    first_day: Mapped[date]
    last_day: Mapped[date]
    skip_holidays: Mapped[bool] = mapped_column(default=True)


class Event(InDistrict, Stamped, Base):
    """One event on one day. `starts` and `ends` are HH:MM in the district's own time.

    `everyone` calls every cadre in service, `grid_workers` the grid workers as well (of the place's community
    where it has one); others are in `calls`. With `sign_up` those called may take one of the `seats` (null: as
    many as like). `apart`: changed by itself, so that a change of its series passes it over. `moved_from` is the
    day it stood on before it was moved, `notice` what those called are told of a move or a cancellation.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        CheckConstraint("ends > starts", name="hours_order"),
        between("seats", 1, 100_000),
        Index("ix_event_district_date", "district_id", "date"),
    )
    code: Mapped[str] = mapped_column(short(32))
    kind_id: Mapped[int] = mapped_column(ForeignKey("event_kind.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("event_series.id"), index=True)
    apart: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(short(120))
    date: Mapped[date]
    starts: Mapped[str] = mapped_column(short(5))
    ends: Mapped[str] = mapped_column(short(5))
    place: Mapped[str | None] = mapped_column(short(200))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    everyone: Mapped[bool] = mapped_column(default=False)
    grid_workers: Mapped[bool] = mapped_column(default=False)
    seats: Mapped[int | None]
    sign_up: Mapped[bool] = mapped_column(default=False)
    sign_up_until: Mapped[Day | None]
    note: Mapped[str | None] = mapped_column(Text)
    moved_from: Mapped[Day | None]
    notice: Mapped[str | None] = mapped_column(short(200))
    cancelled_at: Mapped[datetime | None]
    kind: Mapped[EventKind] = relationship()
    series: Mapped[EventSeries | None] = relationship()
    community: Mapped[Community | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    calls: Mapped[list[EventCall]] = relationship(cascade="all, delete-orphan", back_populates="event")


class EventCall(InDistrict, Base):
    """A unit, a branch or a cadre that an event calls; `zone` is where they go on a theme day."""

    __tablename__ = "event_call"
    __table_args__ = (
        UniqueConstraint("event_id", "unit_id"),
        UniqueConstraint("event_id", "branch_id"),
        UniqueConstraint("event_id", "cadre_id"),
        CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN branch_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN cadre_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_is_called",
        ),
    )
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id"), index=True)
    cadre_id: Mapped[int | None] = mapped_column(ForeignKey("cadre.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    event: Mapped[Event] = relationship(back_populates="calls")
    unit: Mapped[Unit | None] = relationship()
    branch: Mapped[Branch | None] = relationship()
    cadre: Mapped[Cadre | None] = relationship()
    zone: Mapped[Zone | None] = relationship()


class EventSeat(InDistrict, Base):
    """Somebody signed up for an event; who waits moves up in the order of `signed_at`."""

    __tablename__ = "event_seat"
    __table_args__ = (UniqueConstraint("event_id", "cadre_id"), one_of("state", SeatState))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    state: Mapped[str] = mapped_column(short(16))
    signed_at: Mapped[datetime]
    signed_by: Mapped[str] = mapped_column(short(120))
    changed_at: Mapped[datetime]
    event: Mapped[Event] = relationship()
    cadre: Mapped[Cadre] = relationship()


class EventAttendance(InDistrict, Stamped, Base):
    """Whether a cadre came to an event. Excused before it, a cadre is not called any more."""

    __tablename__ = "event_attendance"
    __table_args__ = (UniqueConstraint("event_id", "cadre_id"), one_of("state", Presence))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    state: Mapped[str] = mapped_column(short(16))
    note: Mapped[str | None] = mapped_column(short(200))
    event: Mapped[Event] = relationship()
    cadre: Mapped[Cadre] = relationship()


class BranchSecretary(Identified, Dated, Base):
    """The secretary of a party branch (党支部书记) for a time: marks the attendance of its members."""

    __tablename__ = "branch_secretary"
    __table_args__ = (
        UniqueConstraint("branch_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    branch: Mapped[Branch] = relationship()
    cadre: Mapped[Cadre] = relationship()
