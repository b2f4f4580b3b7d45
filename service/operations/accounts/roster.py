"""Accounts in bulk: for every active cadre that has none, and new first passwords for who never signed in."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from service.models import Cadre, District, RoleName, UnitMembership, User
from service.operations.accounts.change import lock_district, normal_username, role_rows
from service.operations.accounts.find import district_day, member_of, with_role
from service.operations.accounts.passwords import first_password, hash_password, set_password
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.memberships import unit_on


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person; `password` is nowhere else."""

    unit: str
    name: str
    username: str
    password: str


def cadres_without_account(session: Session, actor: Actor, now: datetime) -> Sequence[Cadre]:
    """The active cadres of the district that have no account, by employee number."""
    actor.require(RoleName.ADMIN)
    day = district_day(session, actor.district_id, now)
    query = (
        select(Cadre)
        .where(
            Cadre.district_id == actor.district_id,
            or_(Cadre.active_from.is_(None), Cadre.active_from <= day),
            or_(Cadre.active_to.is_(None), Cadre.active_to >= day),
            Cadre.id.not_in(select(User.cadre_id).where(User.cadre_id.is_not(None))),
        )
        .options(selectinload(Cadre.units).joinedload(UnitMembership.unit))
        .order_by(Cadre.employee_number)
    )
    return session.scalars(query).all()


def accounts_from_roster(session: Session, actor: Actor, now: datetime) -> list[Slip]:
    """Make an account with the role cadre for each; user name = employee number. Slips by unit, then number.

    Where another account of the installation has that name, the district's code goes before it.
    """
    actor.require(RoleName.ADMIN)
    lock_district(session, actor.district_id)
    district = session.get_one(District, actor.district_id)
    day = district_day(session, actor.district_id, now)
    role = role_rows(session, frozenset({RoleName.CADRE}))
    taken = {name.lower() for name in session.scalars(select(User.username))}
    slips = []
    for cadre in cadres_without_account(session, actor, now):
        username = _free_name(cadre, district, taken)
        password = first_password()
        session.add(
            User(
                district_id=actor.district_id,
                username=username,
                display_name=cadre.name,
                password=hash_password(password, random=True),
                password_changed_at=now,
                must_change_password=True,
                fs_uniquifier=secrets.token_hex(16),
                cadre_id=cadre.id,
                roles=list(role),
            )
        )
        unit = unit_on(cadre, day)
        slips.append((unit.position if unit else 0, Slip(unit.name if unit else "", cadre.name, username, password)))
    if slips:
        record(session, actor, now, "account.create_from_roster", district, after={"accounts": len(slips)})
    return [slip for _, slip in sorted(slips, key=lambda pair: (pair[0], pair[1].unit, pair[1].username))]


def _free_name(cadre: Cadre, district: District, taken: set[str]) -> str:
    name = normal_username(cadre.employee_number)
    if name.lower() in taken:
        name = f"{district.code}-{name}"[:64]
    while name.lower() in taken:
        name = f"{name[:60]}-{secrets.randbelow(900) + 100}"
    taken.add(name.lower())
    return name


def waiting_accounts(actor: Actor, unit_id: int | None, day: date) -> Select[User]:
    """Active cadres' accounts that were never signed in to and still have a first password; of a unit, or of all."""
    plain = and_(
        with_role(RoleName.CADRE),
        *(~with_role(role) for role in RoleName if role is not RoleName.CADRE),
    )
    query = select(User).where(
        User.district_id == actor.district_id,
        User.active,
        User.last_login_at.is_(None),
        User.must_change_password,
        plain,
    )
    if unit_id is not None:
        query = query.where(member_of(unit_id, day))
    return query.options(selectinload(User.cadre).selectinload(Cadre.units).joinedload(UnitMembership.unit))


def reissue_first_passwords(session: Session, actor: Actor, now: datetime, unit_id: int | None = None) -> list[Slip]:
    """New first passwords for who never signed in (slips lost or not printed). Officers: their own unit only."""
    actor.require(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    if not actor.has(RoleName.ADMIN):
        actor.require(RoleName.UNIT_OFFICER)
        unit_id = actor.unit_id or -1
    day = district_day(session, actor.district_id, now)
    slips = []
    for user in session.scalars(waiting_accounts(actor, unit_id, day)).all():
        password = first_password()
        set_password(user, password, now, must_change=True, random=True)
        record(session, actor, now, "account.reset_password", user, note="first password made anew")
        unit = unit_on(user.cadre, day) if user.cadre else None
        slips.append(
            (unit.position if unit else 0, Slip(unit.name if unit else "", user.display_name, user.username, password))
        )
    return [slip for _, slip in sorted(slips, key=lambda pair: (pair[0], pair[1].unit, pair[1].username))]
