"""When people can serve: the calendar in revisions, absences, preferences, recusals, exemptions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Dated, Identified, InDistrict, Stamped, between, in_order, one_of, short
from service.models.people import Cadre
from service.models.places import Zone


class DayKind(StrEnum):
    """What a calendar day is by the State Council's notice."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_WORKDAY = "makeup_workday"


class AbsenceKind(StrEnum):
    """Why somebody cannot serve. A meeting or a training is not an absence from the office by default."""

    LEAVE = "leave"
    SICK = "sick"
    TRIP = "trip"
    TRAINING = "training"
    MEETING = "meeting"
    OTHER = "other"


class ExemptionKind(StrEnum):
    """Why somebody owes no duty for a time."""

    MATERNITY = "maternity"
    NURSING = "nursing"
    ILLNESS = "illness"
    POSTED = "posted"
    ROTATION = "rotation"
    SQUAD = "squad"
    INSPECTION = "inspection"
    SURGE = "surge"
    SECONDED = "seconded"
    LEADER = "leader"
    OTHER = "other"


class CalendarRevision(InDistrict, Base):
    """A numbered state of the calendar; the newest is in force, older ones stay readable."""

    __tablename__ = "calendar_revision"
    __table_args__ = (UniqueConstraint("district_id", "number"), between("number", 1))
    number: Mapped[int]
    source: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(short(120))


class CalendarDay(Identified, Base):
    """One day as it is from a revision on, until a later revision says otherwise.

    The day in force is the row of the highest revision number for its date. `open`: duties may be
    planned; `burden` ≥ 1; `min_on_duty`/`max_on_duty` null means computed from the head count.
    """

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("revision_id", "date"),
        one_of("kind", DayKind),
        between("burden", 1, 9),
        between("min_on_duty", 0),
        CheckConstraint("max_on_duty IS NULL OR max_on_duty >= COALESCE(min_on_duty, 0)", name="on_duty_order"),
    )
    revision_id: Mapped[int] = mapped_column(ForeignKey("calendar_revision.id", ondelete="CASCADE"), index=True)
    date: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(short(16))
    open: Mapped[bool]
    burden: Mapped[int] = mapped_column(default=1)
    min_on_duty: Mapped[int | None]
    max_on_duty: Mapped[int | None]
    name: Mapped[str | None] = mapped_column(short(64))
    closed_reason: Mapped[str | None] = mapped_column(short(120))
    provisional: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[CalendarRevision] = relationship()


class Absence(InDistrict, Stamped, Base):
    """Days, both ends included, on which a cadre cannot serve; `away` also leaves the office unmanned."""

    __tablename__ = "absence"
    __table_args__ = (one_of("kind", AbsenceKind), in_order("first_day", "last_day", "days_order"))
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    kind: Mapped[str] = mapped_column(short(16))
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    away: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str | None] = mapped_column(short(200))
    returned_on: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    cadre: Mapped[Cadre] = relationship()


class DayPreference(InDistrict, Stamped, Base):
    """How much a cadre would like to avoid a date: 0 (gladly) to 10 (if at all possible, not)."""

    __tablename__ = "day_preference"
    __table_args__ = (UniqueConstraint("cadre_id", "date"), between("points", 0, 10))
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    date: Mapped[date] = mapped_column(index=True)
    points: Mapped[int]
    reason: Mapped[str | None] = mapped_column(short(200))
    cadre: Mapped[Cadre] = relationship()


class Recusal(InDistrict, Stamped, Dated, Base):
    """A cadre must not serve in a zone (回避)."""

    __tablename__ = "recusal"
    __table_args__ = (
        UniqueConstraint("cadre_id", "zone_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id"), index=True)
    reason: Mapped[str | None] = mapped_column(short(200))
    cadre: Mapped[Cadre] = relationship()
    zone: Mapped[Zone] = relationship()


class Exemption(InDistrict, Stamped, Base):
    """A cadre owes no duty on these days, both ends included (open end: until revoked).

    With `placement_id` or `operation_id` it follows from a placement or a surge and changes with it, never by itself.
    """

    __tablename__ = "exemption"
    __table_args__ = (one_of("kind", ExemptionKind), in_order("first_day", "last_day", "days_order"))
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    kind: Mapped[str] = mapped_column(short(16))
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date | None]
    reason: Mapped[str] = mapped_column(short(200))
    away: Mapped[bool] = mapped_column(default=True)
    cancelled_at: Mapped[datetime | None]
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"), index=True)
    operation_id: Mapped[int | None] = mapped_column(ForeignKey("surge_operation.id"), index=True)
    cadre: Mapped[Cadre] = relationship()
