"""The roles of a post: how many people each wants, and with which skills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import InvalidInput, Message
from service.models import Placement, Post, PostRole, PostRoleSkill, RoleName, Skill
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.editing import changed, described, expect_version, find, find_in_district, optional
from service.operations.posts.holding import ENDS
from service.operations.scope import today_of


@dataclass(frozen=True, slots=True)
class RoleValues:
    """What a form says of a role: how many people at least and at most, skills required and wished (ids)."""

    role: str
    least: int | None = 1
    most: int | None = 1
    required: tuple[int, ...] = ()
    wished: tuple[int, ...] = ()


def role_words(post: Post) -> dict[str, Any]:
    """A post's roles as the log tells of them."""
    return {"roles": "、".join(f"{row.role} {row.least}–{row.most}{_skill_words(row)}" for row in post.roles) or None}


def _skill_words(row: PostRole) -> str:
    required = [one.skill.name for one in row.skills if one.required]
    wished = [one.skill.name for one in row.skills if not one.required]
    parts = ["+".join(required), "+".join(f"({name})" for name in wished)]
    found = " ".join(part for part in parts if part)
    return f" [{found}]" if found else ""


def save_role(
    session: Session,
    actor: Actor,
    now: datetime,
    post_id: int,
    values: RoleValues,
    role_id: int | None = None,
    version: int | None = None,
) -> Post:
    """Add a role to a post, or change one. `version` is the post's.

    Raises:
        InvalidInput: a field is wrong, or the post has the role already.
        Conflict: somebody else changed the post since `version`.
    """
    actor.require(RoleName.ADMIN)
    post = find_in_district(session, actor, Post, post_id)
    expect_version(post, version)
    row = find(session, PostRole, role_id, PostRole.post_id == post.id) if role_id else PostRole(post_id=post.id)
    checks = Checks()
    name = checks.name("role", values.role, 32)
    least, most = checks.number("least", values.least, 0, 1000), checks.number("most", values.most, 1, 1000)
    if values.most is not None and values.least is not None and most < least:
        checks.add("most", most, Message("不能小于最少人数 %(low)s", low=least))
    if any(other.role == name and other is not row for other in post.roles):
        checks.add("role", name, Message("该岗位已有这个角色"))
    skills = _skills(session, actor, values, checks)
    if role_id and name != row.role:
        _refuse_renaming(session, post, row, checks)
    checks.done()
    before = described(post, **role_words(post))
    if not role_id:
        row.position = max((other.position for other in post.roles), default=-1) + 1
        post.roles.append(row)
    row.role, row.least, row.most = name, least, most
    _put_skills(row, skills)
    session.flush()
    changed(session, actor, now, "post.update", post, before, **role_words(post))
    return post


def _skills(session: Session, actor: Actor, values: RoleValues, checks: Checks) -> dict[Skill, bool]:
    found: dict[Skill, bool] = {}
    pairs: Iterable[tuple[int, bool]] = [(one, False) for one in values.wished] + [
        (one, True) for one in values.required
    ]
    for skill_id, required in pairs:
        skill = optional(session, actor, Skill, skill_id, checks, "required_skills")
        if skill is not None:
            found[skill] = required
    return found


def _put_skills(row: PostRole, skills: dict[Skill, bool]) -> None:
    present = {one.skill_id: one for one in row.skills}
    row.skills = [present.get(skill.id) or PostRoleSkill(skill=skill) for skill in skills]
    for one, required in zip(row.skills, skills.values(), strict=True):
        one.required = required


def _refuse_renaming(session: Session, post: Post, row: PostRole, checks: Checks) -> None:
    query = select(Placement.id).where(Placement.post_id == post.id, Placement.role == row.role)
    if session.scalar(query.limit(1)) is not None:
        checks.add("role", row.role, Message("已有人以“%(role)s”任职，名称不能再改；可另加角色", role=row.role))


def delete_role(session: Session, actor: Actor, now: datetime, post_id: int, role_id: int) -> Post:
    """Take a role off a post.

    Raises:
        InvalidInput: somebody serves in it today or later, or it is the post's last one.
    """
    actor.require(RoleName.ADMIN)
    post = find_in_district(session, actor, Post, post_id)
    row = find(session, PostRole, role_id, PostRole.post_id == post.id)
    today = today_of(session, actor.district_id, now)
    query = select(Placement.id).where(
        Placement.post_id == post.id, Placement.role == row.role, Placement.cancelled_at.is_(None), today <= ENDS
    )
    if session.scalar(query.limit(1)) is not None:
        raise InvalidInput(Message("有人正以“%(role)s”任职或将任职，不能删除该角色", role=row.role))
    if len(post.roles) == 1:
        raise InvalidInput(Message("岗位至少要有一个角色"))
    before = described(post, **role_words(post))
    post.roles.remove(row)
    session.flush()
    changed(session, actor, now, "post.update", post, before, **role_words(post))
    return post
