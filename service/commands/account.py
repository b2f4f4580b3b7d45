"""`grid-duty account`: what an operator does to accounts where nobody can sign in to do it."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.commands import _console as console
from service.messages import Message, OperationError
from service.models import RoleName, User
from service.operations import accounts
from service.operations.accounts.change import normal_username
from service.operations.actor import system_actor

ACTOR = "command line"


@click.group(help="Accounts, from the server's command line (在服务器上处理账号).")
def command() -> None:
    """The group."""


def account_named(session: Session, username: str) -> User:
    """The account of a user name.

    Raises:
        OperationError: there is none.
    """
    user = session.scalar(select(User).where(User.username == normal_username(username)))
    if user is None:
        raise OperationError(Message("没有用户名为 %(name)s 的账号", name=username))
    return user


@command.command("create-admin", help="Make an admin; prints the first password once (新建管理员).")
@click.argument("username")
@click.option("--district", help="the district's code, where there are several (区代码)")
@click.option("--display-name", help="the name shown (显示的姓名)")
@console.plainly
def create_admin(username: str, district: str | None, display_name: str | None) -> None:
    """Make an admin."""
    settings = console.settings()
    with console.transaction(settings) as session:
        found = console.district_named(session, district)
        fields = accounts.AccountFields(display_name=display_name or username, roles=frozenset({RoleName.ADMIN}))
        user, password = accounts.create_account(
            session, system_actor(found.id, ACTOR), datetime.now(UTC), username, fields
        )
        made = Message("已为 %(district)s 建立管理员 %(name)s", district=found.name, name=user.username)
    console.say(made, settings.language)
    console.say(Message("初始密码（只显示这一次，首次登录须修改）：%(password)s", password=password), settings.language)


@command.command("reset", help="Give an account a new first password, printed once (重置密码).")
@click.argument("username")
@click.option("--keep-second-factor", is_flag=True, help="leave the second factor as it is (保留二次验证)")
@console.plainly
def reset(username: str, keep_second_factor: bool) -> None:
    """Reset password, lock and (unless kept) second factor; the account's sessions end."""
    settings = console.settings()
    with console.transaction(settings) as session:
        user = account_named(session, username)
        password = accounts.reset_password(
            session,
            system_actor(user.district_id, ACTOR),
            datetime.now(UTC),
            user,
            clear_second_factor=not keep_second_factor,
        )
    console.say(Message("初始密码（只显示这一次，首次登录须修改）：%(password)s", password=password), settings.language)


@command.command("unlock", help="Lift a lock before its time (解除锁定).")
@click.argument("username")
@console.plainly
def unlock(username: str) -> None:
    """Lift the lock."""
    settings = console.settings()
    with console.transaction(settings) as session:
        user = account_named(session, username)
        accounts.unlock_account(session, system_actor(user.district_id, ACTOR), datetime.now(UTC), user)
    console.say(Message("账号 %(name)s 已解锁", name=username), settings.language)
