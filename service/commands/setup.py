"""`grid-duty setup`: the database, a district and its first admin, by questions or by options."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from service.commands import _console as console
from service.messages import InvalidInput, Message
from service.operations.accounts import password_faults
from service.operations.backup import upgrade_database
from service.operations.district import set_up_district
from service.words import translate


@click.command(help="Make the database, a district and its first admin (初始化：建库、设区、设立第一名管理员).")
@click.option("--name", help="the district's name (区名称)")
@click.option("--code", help="the district's code, such as shifeng (区代码)")
@click.option("--time-zone", help="its time zone [Asia/Shanghai] (时区)")
@click.option("--admin", help="the first admin's user name (第一名管理员的用户名)")
@click.option("--password-stdin", is_flag=True, help="read the admin's password from standard input (从标准输入读密码)")
@click.option("--random-password", is_flag=True, help="make a first password and print it once (随机生成初始密码)")
@console.plainly
def command(
    name: str | None,
    code: str | None,
    time_zone: str | None,
    admin: str | None,
    password_stdin: bool,
    random_password: bool,
) -> None:
    """Ask for what was not given; change nothing before everything is right."""
    settings = console.settings()
    language = settings.language

    def ask(text: Message, default: str | None = None) -> str:
        return str(click.prompt(translate(text, language), default=default))

    interactive = not (name and code and admin)
    name = name or ask(Message("区名称"))
    code = code or ask(Message("区代码（字母、数字，如 shifeng）"))
    time_zone = time_zone or (ask(Message("时区"), "Asia/Shanghai") if interactive else "Asia/Shanghai")
    admin = admin or ask(Message("管理员用户名"), "admin")
    user_name = admin

    def check(given: str) -> list[Message]:
        return password_faults(given, user_name, settings.web.password_length)

    password = None
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        faults = check(password)
        if faults:
            raise InvalidInput(faults[0])
    elif not random_password:
        password = console.ask_password(language, check)
    upgrade_database(settings, datetime.now(UTC))
    with console.transaction(settings) as session:
        district, user, first = set_up_district(session, datetime.now(UTC), code, name, time_zone, admin, password)
        made = Message(
            "已设立 %(name)s（%(code)s），管理员 %(admin)s。", name=district.name, code=code, admin=user.username
        )
    console.say(made, language)
    if password is None:
        console.say(Message("初始密码（只显示这一次，首次登录须修改）：%(password)s", password=first), language)
    address = f"http://{settings.web.host}:{settings.web.port}/"
    console.say(Message("运行 grid-duty run 启动服务，然后打开 %(address)s", address=address), language)
