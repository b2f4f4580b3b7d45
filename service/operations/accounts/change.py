"""Making and changing accounts, by admins. The last active admin of a district stays."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.messages import Conflict, FieldProblem, InvalidInput, Message, NotAllowed
from service.models import Cadre, Community, District, Role, RoleName, Unit, User
from service.operations.accounts.find import with_role
from service.operations.accounts.passwords import first_password, forget_second_factor, hash_password
from service.operations.actor import Actor
from service.operations.audit_log import record, state_of

ALLOWED_SIGNS = frozenset("._-@")
SCOPES = {
    RoleName.UNIT_OFFICER: ("unit_id", Message("单位联络员须选定所属单位")),
    RoleName.COMMUNITY_HEAD: ("community_id", Message("社区负责人须选定所属社区")),
    RoleName.CADRE: ("cadre_id", Message("机关干部须关联本人（填写工号）")),
}


@dataclass(frozen=True, slots=True)
class AccountFields:
    """What an admin sets: the name shown, the roles, and the scope that these need (ids in the district)."""

    display_name: str
    roles: frozenset[RoleName]
    unit_id: int | None = None
    community_id: int | None = None
    cadre_id: int | None = None
    email: str | None = None


def normal_username(text: str) -> str:
    """A user name as it is kept: full-width letters made plain, no blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def role_rows(session: Session, names: frozenset[RoleName]) -> list[Role]:
    """The rows of roles; made where an installation has none yet."""
    known = {role.name: role for role in session.scalars(select(Role))}
    for name in names - known.keys():
        known[name] = Role(name=name.value)
        session.add(known[name])
    return [known[name] for name in sorted(names)]


def lock_district(session: Session, district_id: int) -> None:
    """Wait for whoever changes accounts of this district at the same moment (a lock on its row)."""
    session.execute(
        update(District).where(District.id == district_id).values(code=District.code, changed_at=District.changed_at)
    )


def _check_username(session: Session, username: str) -> list[FieldProblem]:
    label = Message("用户名")
    if not 2 <= len(username) <= 64:
        return [FieldProblem("username", username, Message("2 至 64 个字符"), label)]
    if not all(letter.isalnum() or letter in ALLOWED_SIGNS for letter in username):
        return [FieldProblem("username", username, Message("只能用文字、数字和 . _ - @"), label)]
    taken = session.scalar(select(User.id).where(func.lower(User.username) == username.lower()))
    if taken is not None:
        return [FieldProblem("username", username, Message("已有账号使用此用户名，请换一个"), label)]
    return []


def _belongs(session: Session, table: Any, row_id: int | None, district_id: int) -> bool:
    return (
        row_id is None
        or session.scalar(select(table.id).where(table.id == row_id, table.district_id == district_id)) is not None
    )


def _check_fields(session: Session, district_id: int, fields: AccountFields, user: User | None) -> list[FieldProblem]:
    problems = []
    if not 1 <= len(fields.display_name.strip()) <= 64:
        problems.append(FieldProblem("display_name", fields.display_name, Message("1 至 64 个字符"), Message("姓名")))
    if not fields.roles:
        problems.append(FieldProblem("roles", "", Message("至少选择一个角色"), Message("角色")))
    for role, (field, words) in SCOPES.items():
        if role in fields.roles and getattr(fields, field) is None:
            problems.append(FieldProblem(field, "", words))
    for field, table in (("unit_id", Unit), ("community_id", Community), ("cadre_id", Cadre)):
        value = getattr(fields, field)
        if not _belongs(session, table, value, district_id):
            problems.append(FieldProblem(field, value, Message("本区没有这一项")))
    own_id = user.id if user is not None else -1
    if fields.cadre_id is not None:
        other = session.scalar(select(User.username).where(User.cadre_id == fields.cadre_id, User.id != own_id))
        if other is not None:
            problems.append(FieldProblem("cadre_id", other, Message("此人已有账号"), Message("关联人员")))
    if fields.email and session.scalar(select(User.id).where(User.email == fields.email, User.id != own_id)):
        problems.append(FieldProblem("email", fields.email, Message("已有账号使用此邮箱"), Message("邮箱")))
    return problems


def _apply(session: Session, user: User, fields: AccountFields) -> None:
    user.display_name = fields.display_name.strip()
    user.email = fields.email or None
    user.roles = role_rows(session, fields.roles)
    for role, (field, _words) in SCOPES.items():
        # A scope without its role would come back to life, unseen, when the role is given again.
        setattr(user, field, getattr(fields, field) if role in fields.roles else None)


def _snapshot(user: User) -> dict[str, Any]:
    return {**state_of(user), "roles": sorted(role.name for role in user.roles)}


def create_account(
    session: Session, actor: Actor, now: datetime, username: str, fields: AccountFields, password: str | None = None
) -> tuple[User, str]:
    """Make an account; returns it with its first password (random unless given), which is kept nowhere.

    Raises:
        InvalidInput: names each wrong field.
    """
    actor.require(RoleName.ADMIN)
    username = normal_username(username)
    problems = _check_username(session, username) + _check_fields(session, actor.district_id, fields, None)
    if problems:
        raise InvalidInput(Message("账号信息有误，未创建"), problems)
    first = password or first_password()
    user = User(
        district_id=actor.district_id,
        username=username,
        display_name=fields.display_name,
        password=hash_password(first, random=password is None),
        password_changed_at=now,
        must_change_password=password is None,
        fs_uniquifier=secrets.token_hex(16),
    )
    _apply(session, user, fields)
    session.add(user)
    record(session, actor, now, "account.create", user, after=_snapshot(user))
    return user, first


def _require_version(user: User, version: int) -> None:
    if user.version != version:
        raise Conflict(Message("此账号已被他人修改，请刷新后重试"))


def update_account(
    session: Session, actor: Actor, now: datetime, user: User, version: int, fields: AccountFields
) -> None:
    """Change name, roles and scope.

    Raises:
        InvalidInput: names each wrong field. Conflict: changed by somebody else, or the last admin.
    """
    actor.require(RoleName.ADMIN)
    lock_district(session, actor.district_id)
    _require_version(user, version)
    problems = _check_fields(session, actor.district_id, fields, user)
    if problems:
        raise InvalidInput(Message("账号信息有误，未保存"), problems)
    if RoleName.ADMIN not in fields.roles:
        _keep_an_admin(session, user)
    before = _snapshot(user)
    _apply(session, user, fields)
    record(session, actor, now, "account.update", user, before=before, after=_snapshot(user))


def _keep_an_admin(session: Session, user: User) -> None:
    """Refuse to take the last active admin away. Behind `lock_district`: two admins cannot remove each other."""
    others = session.scalar(
        select(func.count(User.id)).where(
            User.district_id == user.district_id, User.id != user.id, User.active, with_role(RoleName.ADMIN)
        )
    )
    is_admin = any(role.name == RoleName.ADMIN for role in user.roles)
    if user.active and is_admin and not others:
        raise Conflict(Message("这是最后一个有效的管理员账号，不能停用或取消管理员角色。请先设立另一名管理员。"))


def set_active(session: Session, actor: Actor, now: datetime, user: User, active: bool) -> None:
    """Deactivate (its sessions end at once) or activate an account.

    Raises:
        NotAllowed: one's own account. Conflict: the last active admin.
    """
    actor.require(RoleName.ADMIN)
    lock_district(session, actor.district_id)
    session.refresh(user)
    if not active:
        if user.id == actor.user_id:
            raise NotAllowed(Message("不能停用自己的账号"))
        _keep_an_admin(session, user)
        user.fs_uniquifier = secrets.token_hex(16)
    user.active = active
    record(session, actor, now, "account.activate" if active else "account.deactivate", user)


def unlock_account(session: Session, actor: Actor, now: datetime, user: User) -> None:
    """Lift a lock before its time."""
    actor.require(RoleName.ADMIN)
    user.failed_logins = 0
    user.locked_until = None
    record(session, actor, now, "account.unlock", user)


def clear_second_factor(session: Session, actor: Actor, now: datetime, user: User) -> None:
    """Remove somebody's second factor (a lost phone); the sessions end."""
    actor.require(RoleName.ADMIN)
    forget_second_factor(user)
    user.fs_uniquifier = secrets.token_hex(16)
    record(session, actor, now, "account.clear_second_factor", user)


def end_sessions(session: Session, actor: Actor, now: datetime, user: User) -> None:
    """End all sessions of an account: one's own, or any of the district by an admin."""
    if user.id != actor.user_id:
        actor.require(RoleName.ADMIN)
    user.fs_uniquifier = secrets.token_hex(16)
    record(session, actor, now, "account.end_sessions", user)


def set_language(session: Session, actor: Actor, now: datetime, user: User, language: str) -> None:
    """Choose the language of one's pages (`zh` or `en`)."""
    before = {"language": user.language}
    user.language = language
    record(session, actor, now, "account.language", user, before=before, after={"language": language})
