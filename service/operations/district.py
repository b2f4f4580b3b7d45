"""The district itself: making the first one, its name and time zone, its list of skills."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message, NotFound
from service.models import CadreSkill, District, RoleName, Skill, User, ZoneNeed
from service.operations.accounts.change import AccountFields, create_account
from service.operations.actor import Actor, system_actor
from service.operations.audit_log import record, state_of

CODE = re.compile(r"[A-Za-z0-9._-]{1,32}")


@dataclass(frozen=True, slots=True)
class SkillUse:
    """A skill, how many cadres have it, and how many zones need it."""

    skill: Skill
    cadres: int
    zones: int


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


def skills_of(session: Session, actor: Actor) -> list[SkillUse]:
    """The district's skills, by code, with how much each is used."""
    cadres = select(func.count(CadreSkill.id)).where(CadreSkill.skill_id == Skill.id).scalar_subquery()
    zones = select(func.count(ZoneNeed.id)).where(ZoneNeed.skill_id == Skill.id).scalar_subquery()
    query = select(Skill, cadres, zones).where(Skill.district_id == actor.district_id).order_by(Skill.code)
    return [SkillUse(*row) for row in session.execute(query)]


def _checked_skill(session: Session, actor: Actor, code: str, name: str, own_id: int = -1) -> tuple[str, str]:
    code, name, problems = code.strip(), name.strip(), []
    if not CODE.fullmatch(code):
        problems.append(FieldProblem("code", code, Message("1 至 32 个字母、数字或 . _ -"), Message("代码")))
    if not 1 <= len(name) <= 64:
        problems.append(FieldProblem("name", name, Message("1 至 64 个字符"), Message("名称")))
    taken = session.scalar(
        select(Skill.id).where(Skill.district_id == actor.district_id, Skill.code == code, Skill.id != own_id)
    )
    if taken is not None:
        problems.append(FieldProblem("code", code, Message("已有特长使用此代码"), Message("代码")))
    if problems:
        raise InvalidInput(Message("信息有误，未保存"), problems)
    return code, name


def skill_of(session: Session, actor: Actor, skill_id: int) -> Skill:
    """One skill of the district.

    Raises:
        NotFound: there is none.
    """
    skill = session.scalar(select(Skill).where(Skill.id == skill_id, Skill.district_id == actor.district_id))
    if skill is None:
        raise NotFound(Message("没有这项特长"))
    return skill


def save_skill(
    session: Session, actor: Actor, now: datetime, code: str, name: str, skill: Skill | None = None
) -> Skill:
    """Add a skill, or change one.

    Raises:
        InvalidInput: names each wrong field.
    """
    actor.require(RoleName.ADMIN)
    code, name = _checked_skill(session, actor, code, name, skill.id if skill else -1)
    if skill is None:
        skill = Skill(district_id=actor.district_id, code=code, name=name)
        session.add(skill)
        record(session, actor, now, "skill.create", skill, after={"code": code, "name": name})
        return skill
    before = state_of(skill)
    skill.code, skill.name = code, name
    record(session, actor, now, "skill.update", skill, before=before, after=state_of(skill))
    return skill


def delete_skill(session: Session, actor: Actor, now: datetime, skill: Skill) -> None:
    """Remove a skill that nobody has and no zone needs.

    Raises:
        Conflict: it is in use.
    """
    actor.require(RoleName.ADMIN)
    use = next(use for use in skills_of(session, actor) if use.skill.id == skill.id)
    if use.cadres or use.zones:
        raise Conflict(
            Message(
                "“%(name)s”还有 %(cadres)d 人具备、%(zones)d 个网格需要，不能删除",
                name=skill.name,
                cadres=use.cadres,
                zones=use.zones,
            )
        )
    record(session, actor, now, "skill.delete", skill, before=state_of(skill))
    session.delete(skill)
