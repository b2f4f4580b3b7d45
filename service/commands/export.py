"""`grid-duty export`: the records of a kind as a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from service.adapters.atomic_file import write_whole
from service.adapters.sheets.kinds import KINDS
from service.commands import _console as console
from service.messages import Message, OperationError
from service.operations.actor import system_actor
from service.operations.imports.exporting import FORMS, export_kind


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--district", default=None, help="The district's code; needed where there are several.")
@click.option("--full", "reason", default=None, help="Whole telephone numbers, for this reason (it is logged).")
@console.plainly
def command(kind: str, file: Path, district: str | None, reason: str | None) -> None:
    """Write all records of a kind to FILE, .xlsx or .csv (导出为表格).

    Telephone numbers are masked unless --full.
    """
    settings = console.settings()
    form = file.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise OperationError(Message("文件名须以 .xlsx 或 .csv 结尾：%(name)s", name=file.name))
    with console.transaction(settings) as session:
        actor = system_actor(console.district_named(session, district).id, "cli")
        now, full = datetime.now(UTC), reason is not None
        data = export_kind(session, actor, now, kind, form, settings.language, full=full, reason=reason or "")
        try:
            write_whole(file, data)
        except OSError as error:
            raise OperationError(
                Message("无法写入 %(name)s：%(reason)s", name=str(file), reason=error.strerror)
            ) from None
    console.say(Message("已导出到 %(name)s", name=str(file)), settings.language)
