"""Finding accounts, and which of them an actor may see and reset."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from service.messages import Message, NotAllowed, NotFound
from service.models import Cadre, Community, District, Role, RoleName, Unit, UnitMembership, User, user_role
from service.operations.actor import Actor
from service.operations.memberships import in_force

LARGEST_ID = 2**31 - 1


def district_day(session: Session, district_id: int, now: datetime) -> date:
    """The date in the district's own time zone."""
    return now.astimezone(ZoneInfo(session.get_one(District, district_id).time_zone)).date()


def member_of(unit_id: int, day: date) -> ColumnElement[bool]:
    """The condition that an account's cadre belongs to a unit on a day."""
    membership = select(UnitMembership.cadre_id).where(UnitMembership.unit_id == unit_id, in_force(UnitMembership, day))
    return User.cadre_id.in_(membership)


def with_role(role: RoleName) -> ColumnElement[bool]:
    """The condition that an account has a role."""
    return User.id.in_(select(user_role.c.user_id).join(Role, Role.id == user_role.c.role_id).where(Role.name == role))


def scope_of(session: Session, actor: Actor, now: datetime) -> ColumnElement[bool]:
    """Which accounts the actor may see: an admin the district's, an officer the own unit's cadres'."""
    actor.require(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    own = User.district_id == actor.district_id
    if actor.has(RoleName.ADMIN):
        return own
    if actor.unit_id is None:
        raise NotAllowed(Message("您的账号没有关联单位，请联系管理员"))
    return and_(own, member_of(actor.unit_id, district_day(session, actor.district_id, now)))


def accounts_query(session: Session, actor: Actor, now: datetime, filters: dict[str, str]) -> Select[Any]:
    """The accounts in scope. Filters: `q` (name, number, pinyin), `role`, `state`, `unit` (a unit's id), `sort`."""
    query = (
        select(User)
        .outerjoin(Cadre, Cadre.id == User.cadre_id)
        .outerjoin(Unit, Unit.id == User.unit_id)
        .outerjoin(Community, Community.id == User.community_id)
        .where(scope_of(session, actor, now))
        .options(
            selectinload(User.roles),
            joinedload(User.cadre).selectinload(Cadre.units).joinedload(UnitMembership.unit),
            joinedload(User.unit),
            joinedload(User.community),
        )
    )
    text = filters.get("q", "").strip()
    if text:
        found = (User.username, User.display_name, Cadre.name, Cadre.pinyin, Cadre.initials, Unit.name, Community.name)
        query = query.where(or_(*(column.icontains(text, autoescape=True) for column in found)))
    if filters.get("role") in list(RoleName):
        query = query.where(with_role(RoleName(filters["role"])))
    unit = filters.get("unit", "")
    if unit.isascii() and unit.isdigit() and len(unit) <= 9:
        unit_id, day = int(unit), district_day(session, actor.district_id, now)
        query = query.where(or_(User.unit_id == unit_id, member_of(unit_id, day)))
    state = _states(now).get(filters.get("state", ""))
    if state is not None:
        query = query.where(state)
    return query.order_by(*_order(filters.get("sort", "")), User.id)


def _states(now: datetime) -> dict[str, ColumnElement[bool]]:
    return {
        "active": User.active.is_(True),
        "inactive": User.active.is_(False),
        "locked": User.locked_until > now,
        "never": and_(User.active.is_(True), User.last_login_at.is_(None)),
        "second_factor": User.tf_primary_method.is_not(None),
    }


def _order(sort: str) -> list[ColumnElement[Any]]:
    columns = {"username": User.username, "name": User.display_name, "last": User.last_login_at}
    column = columns.get(sort.removeprefix("-"), User.username)
    return [column.desc().nulls_last() if sort.startswith("-") else column.asc().nulls_first()]


def account_in_scope(session: Session, actor: Actor, now: datetime, account_id: int) -> User:
    """One account.

    Raises:
        NotFound: there is none, or it is beyond the actor.
    """
    scope = scope_of(session, actor, now)
    user = session.scalar(select(User).where(User.id == account_id, scope)) if account_id <= LARGEST_ID else None
    if user is None:
        raise NotFound(Message("没有这个账号，或不在您的管理范围内"))
    return user


def may_reset(session: Session, actor: Actor, now: datetime, user: User) -> bool:
    """Whether the actor may reset the account: an admin any of the district, an officer pure cadres of the unit."""
    if user.district_id != actor.district_id:
        return False
    if actor.has(RoleName.ADMIN):
        return True
    if not actor.has(RoleName.UNIT_OFFICER) or actor.unit_id is None:
        return False
    # An account that also is an admin's, an officer's or a head's would lend the officer that scope.
    if {role.name for role in user.roles} != {RoleName.CADRE.value}:
        return False
    inside = member_of(actor.unit_id, district_day(session, actor.district_id, now))
    return session.scalar(select(User.id).where(User.id == user.id, inside)) is not None


def require_reset(session: Session, actor: Actor, now: datetime, user: User) -> None:
    """Refuse where `may_reset` does."""
    if not may_reset(session, actor, now, user):
        raise NotAllowed(Message("只有管理员可以重置此账号的密码"))
