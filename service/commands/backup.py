"""`grid-duty backup`: everything but the secret keys, in one checked file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from service.commands import _console as console
from service.messages import Message
from service.operations.backup import BackupReport, new_backup


def made_message(report: BackupReport) -> Message:
    """What was made."""
    return Message(
        "已备份到 %(path)s（%(rows)d 行，%(bytes)d 字节，已校验）",
        path=str(report.path),
        rows=report.rows,
        bytes=report.bytes,
    )


@click.command(help="Back the database up while it is in use (备份数据库，服务不必停止).")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="a file of your own (指定文件)")
@console.plainly
def command(target: Path | None) -> None:
    """Make a backup in the backups' folder, or in a file that is not pruned."""
    settings = console.settings()
    report = new_backup(settings, datetime.now(UTC), target)
    console.say(made_message(report), settings.language)
    for path in report.pruned:
        console.say(Message("已清理旧备份 %(path)s", path=str(path)), settings.language)
