"""`grid-duty restore`: a backup into an empty database, or over the existing one after a backup of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from service.commands import _console as console
from service.commands.backup import made_message
from service.messages import Message
from service.operations.backup import restore_backup


@click.command(help="Restore a backup; stop the service first (恢复备份，请先停止服务).")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="replace existing data, which are backed up first (替换现有数据)")
@console.plainly
def command(file: Path, replace: bool) -> None:
    """Restore."""
    settings = console.settings()
    report = restore_backup(settings, file, datetime.now(UTC), replace=replace)
    if report.before is not None:
        console.say(Message("替换前的数据："), settings.language)
        console.say(made_message(report.before), settings.language)
    console.say(Message("已从 %(path)s 恢复 %(rows)d 行", path=str(file), rows=report.rows), settings.language)
