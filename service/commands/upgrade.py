"""`grid-duty upgrade`: the database to the program's newest revision, with a backup before."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from service.commands import _console as console
from service.commands.backup import made_message
from service.messages import Message
from service.operations.backup import upgrade_database


@click.command(help="Bring the database up to date, with a backup before (升级数据库，先备份).")
@console.plainly
def command() -> None:
    """Upgrade."""
    settings = console.settings()
    report = upgrade_database(settings, datetime.now(UTC))
    if report.backup is not None:
        console.say(made_message(report.backup), settings.language)
    if report.old == report.new:
        console.say(Message("数据库已是最新版本 %(revision)s", revision=report.new), settings.language)
    else:
        console.say(
            Message("数据库已从 %(old)s 升级到 %(new)s", old=report.old or "—", new=report.new), settings.language
        )
