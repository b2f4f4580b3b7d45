"""Rows for tests: each maker adds one thing with sensible defaults and flushes. Names are invented numbers, no people."""

from __future__ import annotations

import itertools
import secrets
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import (
    Cadre,
    Community,
    District,
    Role,
    RoleName,
    Subdistrict,
    Unit,
    UnitLink,
    UnitMembership,
    User,
    Zone,
)
from service.operations.actor import Actor, actor_of, system_actor

PASSWORD = "Grid-Duty-2026"
EPOCH = date(2020, 1, 1)
NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
_numbers = itertools.count(1)


def _next(letter: str) -> str:
    return f"{letter}{next(_numbers):04d}"


@cache
def cheap_hash(password: str) -> str:
    """An argon2 hash that costs a test nothing."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def added(session: Session, row: Any) -> Any:
    """Add and flush."""
    session.add(row)
    session.flush()
    return row


def make_district(session: Session, **given: Any) -> District:
    """A district with a code and a name."""
    code = _next("D")
    row: District = added(session, District(**{"code": code, "name": f"样例区{code}", **given}))
    return row


def make_subdistrict(session: Session, district: District, **given: Any) -> Subdistrict:
    """A subdistrict."""
    code = _next("S")
    row: Subdistrict = added(
        session, Subdistrict(**{"district_id": district.id, "code": code, "name": f"{code}街道", **given})
    )
    return row


def make_community(session: Session, district: District, **given: Any) -> Community:
    """A community; in a subdistrict of its own unless told."""
    if "subdistrict_id" not in given:
        given["subdistrict_id"] = make_subdistrict(session, district).id
    code = _next("C")
    row: Community = added(
        session, Community(**{"district_id": district.id, "code": code, "name": f"{code}社区", **given})
    )
    return row


def make_zone(session: Session, community: Community, **given: Any) -> Zone:
    """A zone of a community: one to four visits a month."""
    code = _next("Z")
    defaults = {
        "district_id": community.district_id,
        "community_id": community.id,
        "code": code,
        "name": f"{code}网格",
        "households": 300,
    }
    row: Zone = added(session, Zone(**{**defaults, **given}))
    return row


def make_unit(session: Session, district: District, links: list[Community] | None = None, **given: Any) -> Unit:
    """A unit, linked with these communities since 2020."""
    code = _next("U")
    row: Unit = added(session, Unit(**{"district_id": district.id, "code": code, "name": f"{code}局", **given}))
    for community in links or []:
        session.add(UnitLink(unit_id=row.id, community_id=community.id, valid_from=EPOCH))
    session.flush()
    return row


def make_cadre(session: Session, unit: Unit, **given: Any) -> Cadre:
    """A cadre of a unit since 2020."""
    number = _next("E")
    defaults = {
        "district_id": unit.district_id,
        "employee_number": number,
        "name": f"干部{number}",
        "pinyin": f"ganbu{number.lower()}",
        "initials": f"gb{number.lower()}",
        "active_from": EPOCH,
    }
    row: Cadre = added(session, Cadre(**{**defaults, **given}))
    added(session, UnitMembership(cadre_id=row.id, unit_id=unit.id, valid_from=EPOCH))
    return row


def make_user(session: Session, district: District, *roles: RoleName, **given: Any) -> User:
    """An account with PASSWORD that need not change it."""
    name = _next("user")
    defaults = {
        "district_id": district.id,
        "username": name,
        "display_name": f"账号{name}",
        "password": cheap_hash(PASSWORD),
        "fs_uniquifier": secrets.token_hex(16),
        "must_change_password": False,
        "roles": [role_row(session, role) for role in roles],
    }
    row: User = added(session, User(**{**defaults, **given}))
    return row


def role_row(session: Session, name: RoleName) -> Role:
    """The row of a role, made where it is missing."""
    row = session.scalar(select(Role).where(Role.name == name))
    return row or added(session, Role(name=name))


def make_admin(session: Session, district: District, **given: Any) -> User:
    """An admin."""
    return make_user(session, district, RoleName.ADMIN, **given)


def actor_for(user: User) -> Actor:
    """The actor an account stands for, without a request."""
    return actor_of(user, "127.0.0.1")


def system(district: District) -> Actor:
    """The program itself."""
    return system_actor(district.id)
