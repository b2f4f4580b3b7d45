"""Accounts to look at a sample with, one for each role; their password is public, for the data is synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import (
    Cadre,
    Community,
    District,
    Exemption,
    PartyMember,
    PartyRole,
    Role,
    RoleName,
    Unit,
    UnitLink,
    UnitMembership,
    User,
)

PASSWORD = "Sample-2026-duty"  # noqa: S105 (of synthetic data, printed by the command that makes them)
NAMES = {
    RoleName.ADMIN: "admin",
    RoleName.UNIT_OFFICER: "officer",
    RoleName.COMMUNITY_HEAD: "head",
    RoleName.CADRE: "cadre",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom the accounts stand for: a unit, a community it is linked with, and a newcomer of it who has a mentor."""

    unit: Unit
    community: Community
    cadre: Cadre


def _scope(session: Session, district_id: int) -> Scope:
    """The largest unit, its first community, and its first newcomer who owes duties (any cadre of it where none is)."""
    unit = session.scalars(
        select(Unit)
        .join(UnitMembership, UnitMembership.unit_id == Unit.id)
        .where(Unit.district_id == district_id, UnitMembership.valid_to.is_(None))
        .group_by(Unit.id)
        .order_by(func.count().desc(), Unit.id)
        .limit(1)
    ).one()
    community = session.scalars(
        select(Community).join(UnitLink).where(UnitLink.unit_id == unit.id).order_by(Community.id).limit(1)
    ).one()
    exempt = select(Exemption.cadre_id).where(Exemption.district_id == district_id)
    newcomer = select(PartyMember.id).where(PartyMember.cadre_id == Cadre.id, PartyMember.role == PartyRole.NEWCOMER)
    cadre = session.scalars(
        select(Cadre)
        .join(UnitMembership)
        .where(UnitMembership.unit_id == unit.id, UnitMembership.valid_to.is_(None), Cadre.id.not_in(exempt))
        .order_by(newcomer.exists().desc(), Cadre.joined_on, Cadre.id)
        .limit(1)
    ).one()
    return Scope(unit, community, cadre)


def _role(session: Session, name: RoleName) -> Role:
    row = session.scalar(select(Role).where(Role.name == name))
    if row is None:
        row = Role(name=name)
        session.add(row)
    return row


def make_accounts(
    session: Session, now: datetime, district: District, hasher: PasswordHasher | None = None
) -> list[User]:
    """Write an account for each role; where a name is taken, the district's code is put behind it."""
    scope = _scope(session, district.id)
    chance = Random(f"accounts/{district.code}")  # noqa: S311 (identifies accounts of synthetic data, keeps no secret)
    password = (hasher or PasswordHasher()).hash(PASSWORD)
    taken = set(session.scalars(select(User.username)))
    shown = {
        RoleName.ADMIN: "组织部管理员",
        RoleName.UNIT_OFFICER: f"{scope.unit.short_name or scope.unit.name}联络员",
        RoleName.COMMUNITY_HEAD: scope.community.contact_name or scope.community.name,
        RoleName.CADRE: scope.cadre.name,
    }
    users = [
        User(
            district_id=district.id,
            username=name if name not in taken else f"{name}-{district.code}",
            display_name=shown[role],
            password=password,
            fs_uniquifier=UUID(int=chance.getrandbits(128)).hex,
            must_change_password=False,
            password_changed_at=now,
            created_at=now,
            changed_at=now,
            unit_id=scope.unit.id if role == RoleName.UNIT_OFFICER else None,
            community_id=scope.community.id if role == RoleName.COMMUNITY_HEAD else None,
            cadre_id=scope.cadre.id if role == RoleName.CADRE else None,
            roles=[_role(session, role)],
        )
        for role, name in NAMES.items()
    ]
    session.add_all(users)
    session.flush()
    return users


def sample_accounts(session: Session) -> list[User]:
    """The accounts that a sample was made with, in the order of the roles, as far as they are there."""
    found = {user.username: user for user in session.scalars(select(User).where(User.username.in_(NAMES.values())))}
    return [found[name] for name in NAMES.values() if name in found]
