"""What `sample` and `demo` share: the table of the sample's accounts."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from service.messages import N_, Message
from service.models import RoleName, User
from service.sample.accounts import PASSWORD
from service.words import translate

ROLES = {
    RoleName.ADMIN: N_("管理员"),
    RoleName.UNIT_OFFICER: N_("单位联络员"),
    RoleName.COMMUNITY_HEAD: N_("社区负责人"),
    RoleName.CADRE: N_("机关干部"),
}


def print_accounts(users: Sequence[User], language: str) -> None:
    """A table of the sample's accounts: role, user name, whom it stands for, password."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (N_("角色"), N_("用户名"), N_("姓名"), N_("密码")):
        table.add_column(translate(heading, language))
    for user in users:
        roles = "、".join(translate(ROLES[RoleName(role.name)], language) for role in user.roles)
        table.add_row(roles, user.username, user.display_name, PASSWORD)
    console = Console(highlight=False)
    console.print(table)
    console.print(translate(Message("样例数据为程序合成，与真实的人和单位无关"), language))
