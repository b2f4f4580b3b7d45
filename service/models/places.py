"""Where people are sent from and to: districts, subdistricts, communities, zones, units, branches."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Dated, Identified, InDistrict, Stamped, between, in_order, one_of, short


class CommunityKind(StrEnum):
    """What a community is."""

    COMMUNITY = "community"
    VILLAGE = "village"


class BranchStanding(StrEnum):
    """The standing of a party branch."""

    ORDINARY = "ordinary"
    STANDARD = "standard"
    MODEL = "model"


class District(Identified, Stamped, Base):
    """One organisation that plans duties: its name, time zone and settings of planning (JSON, see settings)."""

    __tablename__ = "district"
    code: Mapped[str] = mapped_column(short(32), unique=True)
    name: Mapped[str] = mapped_column(short(120))
    time_zone: Mapped[str] = mapped_column(short(64), default="Asia/Shanghai")
    synthetic: Mapped[bool] = mapped_column(default=False)
    outline: Mapped[list[Any] | None]
    planning: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Subdistrict(InDistrict, Stamped, Base):
    """A subdistrict or town."""

    __tablename__ = "subdistrict"
    __table_args__ = (UniqueConstraint("district_id", "code"),)
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(120))


class Community(InDistrict, Stamped, Base):
    """A community or village."""

    __tablename__ = "community"
    __table_args__ = (UniqueConstraint("district_id", "code"), one_of("kind", CommunityKind))
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(120))
    kind: Mapped[str] = mapped_column(short(16), default=CommunityKind.COMMUNITY)
    subdistrict_id: Mapped[int] = mapped_column(ForeignKey("subdistrict.id"), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    contact_name: Mapped[str | None] = mapped_column(short(64))
    contact_phone: Mapped[str | None] = mapped_column(short(32))
    subdistrict: Mapped[Subdistrict] = relationship()


class Skill(InDistrict, Base):
    """An ability that zones may need and cadres may have."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("district_id", "code"),)
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(64))


class Zone(InDistrict, Stamped, Base):
    """A grid zone. Visits are counted per month; `priority` multiplies the points of a missing visit."""

    __tablename__ = "zone"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        between("households", 0),
        between("min_visits", 0),
        CheckConstraint("max_visits >= min_visits", name="visits_order"),
        between("max_parties_per_day", 1),
        between("priority", 0, 9),
        in_order("active_from", "active_to", "active_order"),
    )
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(120))
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    households: Mapped[int] = mapped_column(default=0)
    min_visits: Mapped[int] = mapped_column(default=1)
    max_visits: Mapped[int] = mapped_column(default=4)
    max_parties_per_day: Mapped[int] = mapped_column(default=1)
    priority: Mapped[int] = mapped_column(default=1)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    outline: Mapped[list[Any] | None]
    address: Mapped[str | None] = mapped_column(short(200))
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    community: Mapped[Community] = relationship()
    needs: Mapped[list[ZoneNeed]] = relationship(cascade="all, delete-orphan", back_populates="zone")


class ZoneNeed(Identified, Base):
    """How many duties a month in a zone should be done by cadres with a skill."""

    __tablename__ = "zone_need"
    __table_args__ = (UniqueConstraint("zone_id", "skill_id"), between("count", 1))
    zone_id: Mapped[int] = mapped_column(ForeignKey("zone.id", ondelete="CASCADE"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    count: Mapped[int]
    zone: Mapped[Zone] = relationship(back_populates="needs")
    skill: Mapped[Skill] = relationship()


class Unit(InDistrict, Stamped, Base):
    """An office that sends cadres; `min_present` of them must stay on each open day."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        between("min_present", 0),
        in_order("active_from", "active_to", "active_order"),
    )
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(120))
    short_name: Mapped[str | None] = mapped_column(short(32))
    position: Mapped[int] = mapped_column(default=0)
    min_present: Mapped[int] = mapped_column(default=0)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    links: Mapped[list[UnitLink]] = relationship(cascade="all, delete-orphan", back_populates="unit")


class UnitLink(Identified, Dated, Base):
    """A unit is linked with a community (联点) for a time."""

    __tablename__ = "unit_link"
    __table_args__ = (
        UniqueConstraint("unit_id", "community_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    unit: Mapped[Unit] = relationship(back_populates="links")
    community: Mapped[Community] = relationship()


class Branch(InDistrict, Stamped, Base):
    """A party branch; a joint branch spans several units."""

    __tablename__ = "branch"
    __table_args__ = (UniqueConstraint("district_id", "code"), one_of("standing", BranchStanding))
    code: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(120))
    standing: Mapped[str] = mapped_column(short(16), default=BranchStanding.STANDARD)
    joint: Mapped[bool] = mapped_column(default=False)
