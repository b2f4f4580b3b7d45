"""The district itself: making the first one with its admin, its name and time zone."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message
from service.models import District, RoleName, User
from service.operations.accounts.change import AccountFields, create_account
from service.operations.actor import Actor, system_actor
from service.operations.audit_log import record, state_of
from service.operations.events.kinds import seed_kinds

CODE = re.compile(r"[A-Za-z0-9._-]{1,32}")


def is_empty(session: Session) -> bool:
    """Whether the installation has no account yet."""
    return session.scalar(select(User.id).limit(1)) is None


def _name_problems(name: str, time_zone: str) -> list[FieldProblem]:
    problems = []
    if not 1 <= len(name.strip()) <= 120:
        problems.append(FieldProblem("name", name, Message("1 至 120 个字符"), Message("名称")))
    try:
        # Only names of zones: a path such as ../x is no zone, though a file may lie there.
        if time_zone not in available_timezones():
            raise ZoneInfoNotFoundError
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(FieldProblem("time_zone", time_zone, Message("时区名称，如 Asia/Shanghai"), Message("时区")))
    return problems


def set_up_district(
    session: Session, now: datetime, code: str, name: str, time_zone: str, username: str, password: str | None
) -> tuple[District, User, str]:
    """Make a district and its first admin; returns also the password (random unless given).

    Raises:
        InvalidInput: names each wrong field. Conflict: there is a district with that code.
    """
    problems = _name_problems(name, time_zone)
    if not CODE.fullmatch(code):
        problems.append(FieldProblem("code", code, Message("1 至 32 个字母、数字或 . _ -"), Message("代码")))
    if problems:
        raise InvalidInput(Message("信息有误，未初始化"), problems)
    if session.scalar(select(District.id).where(District.code == code)) is not None:
        raise Conflict(Message("代码为 %(code)s 的区已存在", code=code))
    district = District(code=code, name=name.strip(), time_zone=time_zone)
    session.add(district)
    session.flush()
    actor = system_actor(district.id, "setup")
    record(session, actor, now, "district.create", district, after=state_of(district))
    fields = AccountFields(display_name=username, roles=frozenset({RoleName.ADMIN}))
    user, first = create_account(session, actor, now, username, fields, password)
    seed_kinds(session, actor, now)
    return district, user, first


def update_district(session: Session, actor: Actor, now: datetime, version: int, name: str, time_zone: str) -> District:
    """Change the district's name and time zone.

    Raises:
        InvalidInput: names each wrong field. Conflict: changed by somebody else.
    """
    actor.require(RoleName.ADMIN)
    district = session.get_one(District, actor.district_id)
    if district.version != version:
        raise Conflict(Message("数据已被他人修改，请刷新后重试"))
    problems = _name_problems(name, time_zone)
    if problems:
        raise InvalidInput(Message("信息有误，未保存"), problems)
    before = state_of(district)
    district.name, district.time_zone = name.strip(), time_zone
    if before != state_of(district):
        record(session, actor, now, "district.update", district, before=before, after=state_of(district))
    return district
