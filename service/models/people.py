"""Who serves: cadres with dated memberships, grid workers, parties and mentor pairs."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Dated, Identified, InDistrict, Stamped, between, in_order, one_of, short
from service.models.places import Branch, Community, Skill, Unit, Zone


class Affiliation(StrEnum):
    """Political affiliation (政治面貌)."""

    PARTY_MEMBER = "party_member"
    PROBATIONARY = "probationary"
    LEAGUE_MEMBER = "league_member"
    DEMOCRATIC = "democratic"
    MASSES = "masses"


class PartyKind(StrEnum):
    """Why people go together."""

    MENTOR = "mentor"
    TEAM = "team"


class PartyRole(StrEnum):
    """A member's part in a party."""

    MENTOR = "mentor"
    NEWCOMER = "newcomer"
    MEMBER = "member"


class Cadre(InDistrict, Stamped, Base):
    """An office cadre. `pinyin` and `initials` are kept for the search (lxm finds 李晓明)."""

    __tablename__ = "cadre"
    __table_args__ = (
        UniqueConstraint("district_id", "employee_number"),
        one_of("affiliation", Affiliation),
        between("duties_per_month", 0, 31),
        in_order("active_from", "active_to", "active_order"),
    )
    employee_number: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(64))
    pinyin: Mapped[str] = mapped_column(short(160), default="", index=True)
    initials: Mapped[str] = mapped_column(short(32), default="", index=True)
    affiliation: Mapped[str] = mapped_column(short(16), default=Affiliation.MASSES)
    position: Mapped[str | None] = mapped_column(short(64))
    joined_on: Mapped[date | None]
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    phone: Mapped[str | None] = mapped_column(short(32))
    mail: Mapped[str | None] = mapped_column(short(254))
    duties_per_month: Mapped[int] = mapped_column(default=1)
    home_zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    note: Mapped[str | None] = mapped_column(Text)
    home_zone: Mapped[Zone | None] = relationship()
    units: Mapped[list[UnitMembership]] = relationship(
        cascade="all, delete-orphan", back_populates="cadre", order_by="UnitMembership.valid_from"
    )
    branches: Mapped[list[BranchMembership]] = relationship(
        cascade="all, delete-orphan", back_populates="cadre", order_by="BranchMembership.valid_from"
    )
    skills: Mapped[list[CadreSkill]] = relationship(cascade="all, delete-orphan", back_populates="cadre")


class UnitMembership(Identified, Dated, Base):
    """A cadre belongs to a unit for a time; at most one at once (checked by the operations)."""

    __tablename__ = "unit_membership"
    __table_args__ = (
        UniqueConstraint("cadre_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    cadre: Mapped[Cadre] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()


class BranchMembership(Identified, Dated, Base):
    """A cadre belongs to a party branch for a time."""

    __tablename__ = "branch_membership"
    __table_args__ = (
        UniqueConstraint("cadre_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id", ondelete="CASCADE"), index=True)
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id"), index=True)
    cadre: Mapped[Cadre] = relationship(back_populates="branches")
    branch: Mapped[Branch] = relationship()


class CadreSkill(Identified, Base):
    """A cadre has a skill."""

    __tablename__ = "cadre_skill"
    __table_args__ = (UniqueConstraint("cadre_id", "skill_id"),)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id", ondelete="CASCADE"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    cadre: Mapped[Cadre] = relationship(back_populates="skills")
    skill: Mapped[Skill] = relationship()


class GridWorker(InDistrict, Stamped, Base):
    """A community's own grid worker (网格员): whom to ask for on arrival."""

    __tablename__ = "grid_worker"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        in_order("active_from", "active_to", "active_order"),
    )
    number: Mapped[str] = mapped_column(short(32))
    name: Mapped[str] = mapped_column(short(64))
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    head: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(short(32))
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    community: Mapped[Community] = relationship()
    zone: Mapped[Zone | None] = relationship()


class Party(InDistrict, Stamped, Dated, Base):
    """People who go together: the same day, the same zone, one visit. A mentor pair is a party."""

    __tablename__ = "party"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        one_of("kind", PartyKind),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    code: Mapped[str] = mapped_column(short(32))
    kind: Mapped[str] = mapped_column(short(16), default=PartyKind.TEAM)
    name: Mapped[str | None] = mapped_column(short(120))
    members: Mapped[list[PartyMember]] = relationship(cascade="all, delete-orphan", back_populates="party")


class PartyMember(Identified, Base):
    """A cadre in a party."""

    __tablename__ = "party_member"
    __table_args__ = (UniqueConstraint("party_id", "cadre_id"), one_of("role", PartyRole))
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(short(16), default=PartyRole.MEMBER)
    party: Mapped[Party] = relationship(back_populates="members")
    cadre: Mapped[Cadre] = relationship()
