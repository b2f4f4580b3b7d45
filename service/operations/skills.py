"""Skills: abilities that zones may need and cadres may have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.messages import InvalidInput, Message
from service.models import CadreSkill, RoleName, Skill, ZoneNeed
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.checks import Checks
from service.operations.editing import described, find_in_district, refuse_duplicate, saved


def list_skills(actor: Actor) -> Select[Any]:
    """The skills of the actor's district."""
    return select(Skill).where(Skill.district_id == actor.district_id).order_by(Skill.code)


def save_skill(
    session: Session, actor: Actor, now: datetime, code: str, name: str, skill_id: int | None = None
) -> Skill:
    """Make a skill, or rename the one with this id.

    Raises:
        InvalidInput: a field is wrong; nothing was changed.
    """
    actor.require(RoleName.ADMIN)
    skill = find_in_district(session, actor, Skill, skill_id) if skill_id else Skill(district_id=actor.district_id)
    checks = Checks()
    code, name = checks.code("code", code), checks.name("name", name, 64)
    refuse_duplicate(session, checks, "code", Skill, skill.id, actor.district_id, code)
    checks.done()
    before = described(skill) if skill_id else None
    skill.code, skill.name = code, name
    saved(session, actor, now, "skill", skill, before)
    return skill


def skill_use(session: Session, actor: Actor) -> dict[int, tuple[int, int]]:
    """For each skill: how many cadres have it, and how many zones need it."""
    having = dict(_counts(session, CadreSkill, actor))
    needing = dict(_counts(session, ZoneNeed, actor))
    return {number: (having.get(number, 0), needing.get(number, 0)) for number in having.keys() | needing.keys()}


def _counts(session: Session, table: Any, actor: Actor) -> list[tuple[int, int]]:
    query = (
        select(table.skill_id, func.count())
        .join(Skill, Skill.id == table.skill_id)
        .where(Skill.district_id == actor.district_id)
        .group_by(table.skill_id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def delete_skill(session: Session, actor: Actor, now: datetime, skill_id: int) -> None:
    """Delete a skill that nobody has and no zone needs.

    Raises:
        InvalidInput: it is in use.
    """
    actor.require(RoleName.ADMIN)
    skill = find_in_district(session, actor, Skill, skill_id)
    having, needing = skill_use(session, actor).get(skill.id, (0, 0))
    if having or needing:
        raise InvalidInput(
            Message(
                "专长“%(name)s”仍有 %(cadres)s 人具备、%(zones)s 个网格需要，不能删除",
                name=skill.name,
                cadres=having,
                zones=needing,
            )
        )
    record(session, actor, now, "skill.delete", skill, before=described(skill))
    session.delete(skill)
