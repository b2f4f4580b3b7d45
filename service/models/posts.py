"""Where people are posted beside the monthly duty: grid workers' posts, villages, enterprises, sites, units inspected."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.models.base import Base, Dated, Identified, InDistrict, Stamped, between, in_order, one_of, short
from service.models.people import Cadre, GridWorker
from service.models.places import Community, Skill, Unit, Zone


class PostKind(StrEnum):
    """What a post is."""

    GRID_WORKER = "grid_worker"
    VILLAGE = "village"
    ENTERPRISE = "enterprise"
    COMPOUND = "compound"
    LIFT = "lift"
    UNIT = "unit"


class Post(InDistrict, Stamped, Base):
    """A place outside the grid's duty that wants people for a time.

    A grid worker's post names the `grid_worker` who holds it, a unit to inspect the `unit`. `park` is a group of
    enterprises (or of sites) that limits may count. `load` is what one placement here takes of a person's capacity.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("district_id", "code"),
        one_of("kind", PostKind),
        between("priority", 1, 9),
        between("load", 1, 1000),
        in_order("active_from", "active_to", "active_order"),
    )
    code: Mapped[str] = mapped_column(short(32))
    kind: Mapped[str] = mapped_column(short(16), index=True)
    name: Mapped[str] = mapped_column(short(120))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    grid_worker_id: Mapped[int | None] = mapped_column(ForeignKey("grid_worker.id"), index=True)
    park: Mapped[str | None] = mapped_column(short(64))
    address: Mapped[str | None] = mapped_column(short(200))
    contact_name: Mapped[str | None] = mapped_column(short(64))
    contact_phone: Mapped[str | None] = mapped_column(short(32))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    priority: Mapped[int] = mapped_column(default=1)
    load: Mapped[int] = mapped_column(default=1)
    active_from: Mapped[date | None]
    active_to: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    community: Mapped[Community | None] = relationship()
    zone: Mapped[Zone | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    grid_worker: Mapped[GridWorker | None] = relationship()
    roles: Mapped[list[PostRole]] = relationship(
        cascade="all, delete-orphan", back_populates="post", order_by="PostRole.position"
    )
    stages: Mapped[list[SiteStage]] = relationship(
        cascade="all, delete-orphan", back_populates="post", order_by="SiteStage.position"
    )


class PostRole(Identified, Base):
    """How many people a post wants in a role: `least` wished, `most` at most."""

    __tablename__ = "post_role"
    __table_args__ = (UniqueConstraint("post_id", "role"), between("least", 0, 1000), between("most", 1, 1000))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    role: Mapped[str] = mapped_column(short(32))
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=1)
    post: Mapped[Post] = relationship(back_populates="roles")
    skills: Mapped[list[PostRoleSkill]] = relationship(cascade="all, delete-orphan", back_populates="role")


class PostRoleSkill(Identified, Base):
    """A skill that a role of a post requires, or (not `required`) wishes for."""

    __tablename__ = "post_role_skill"
    __table_args__ = (UniqueConstraint("post_role_id", "skill_id"),)
    post_role_id: Mapped[int] = mapped_column(ForeignKey("post_role.id", ondelete="CASCADE"), index=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id"), index=True)
    required: Mapped[bool] = mapped_column(default=True)
    role: Mapped[PostRole] = relationship(back_populates="skills")
    skill: Mapped[Skill] = relationship()


class SiteStage(InDistrict, Stamped, Base):
    """A stage of a site's works (征询, 设计, 施工, 验收, …): when it is due, how far it is (percent), when it was done."""

    __tablename__ = "site_stage"
    __table_args__ = (UniqueConstraint("post_id", "name"), between("done_percent", 0, 100))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(short(64))
    due_on: Mapped[date | None]
    done_percent: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(short(200))
    post: Mapped[Post] = relationship(back_populates="stages")


class UnitRecusal(InDistrict, Stamped, Dated, Base):
    """A cadre must not work with, or look into, a unit: kin serve there, or own interests are involved (回避)."""

    __tablename__ = "unit_recusal"
    __table_args__ = (
        UniqueConstraint("cadre_id", "unit_id", "valid_from"),
        in_order("valid_from", "valid_to", "valid_order"),
    )
    cadre_id: Mapped[int] = mapped_column(ForeignKey("cadre.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    reason: Mapped[str | None] = mapped_column(short(200))
    cadre: Mapped[Cadre] = relationship()
    unit: Mapped[Unit] = relationship()
