"""`grid-duty dossier`: a run of the database as one file, to be solved again elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from service.adapters.atomic_file import write_whole
from service.commands import _console as console
from service.commands._recorded import run_numbered
from service.messages import Message, OperationError
from service.operations.actor import system_actor
from service.operations.run_dossiers import export_dossier


@click.command()
@click.argument("run", type=click.IntRange(min=1))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="The dossier file (.zip) to write."
)
@click.option("--district", default=None, metavar="CODE", help="The district's code, where there are several.")
@console.plainly
def command(run: int, output: Path, district: str | None) -> None:
    """Write the dossier of RUN: the instance as it was solved, the options, versions, times and the plan (导出求解档案).

    `grid-duty replay` solves it again and compares. It has the names of the district's people in it.
    """
    settings = console.settings()
    with console.transaction(settings) as session:
        found = run_numbered(session, run, district)
        actor = system_actor(found.district_id, "cli")
        data = export_dossier(session, actor, datetime.now(UTC), found, settings.language)
        try:
            write_whole(output, data)
        except OSError as error:
            raise OperationError(
                Message("无法写入 %(path)s：%(why)s", path=output, why=error.strerror or str(error))
            ) from None
    console.say(Message("求解档案已写到 %(path)s（%(size)d 字节）", path=output, size=len(data)), settings.language)
