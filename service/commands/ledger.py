"""`grid-duty ledger`: the fairness ledger on the terminal, or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from service.adapters.atomic_file import write_whole
from service.adapters.sheets.export import width_of
from service.adapters.sheets.ledger_workbook import SheetLine
from service.adapters.sheets.ledger_workbook import ledger_table as plain_table
from service.commands import _console as console
from service.commands.instance import first_of
from service.messages import Message, OperationError
from service.operations.actor import Actor, system_actor
from service.operations.ledger.sheet import figures_of, ledger_file, month_lines
from service.operations.ledger.table import LedgerFilter, ledger_table
from service.operations.months import local_date

FORMS = ("xlsx", "csv")


@click.command()
@click.option("--month", default=None, help="The last of the twelve months, such as 2026-11 (this month).")
@click.option("--cadre", default=None, help="One cadre, by employee number: month by month.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file, .xlsx or .csv (printed if none).")
@click.option("--district", default=None, help="The district's code; needed where there are several.")
@console.plainly
def command(month: str | None, cadre: str | None, out: Path | None, district: str | None) -> None:
    """What each cadre owed, did and bore in twelve months (公平台账), computed from what is published.

    Changes nothing; a file that is written is noted in the audit log.
    """
    settings = console.settings()
    with console.transaction(settings) as session:
        chosen = console.district_named(session, district)
        now = datetime.now(UTC)
        last = first_of(month) if month else local_date(chosen.time_zone, now).replace(day=1)
        actor = system_actor(chosen.id, "cli")
        lines = _lines(session, actor, now, last, cadre)
        if out is None:
            click.echo(_printed(plain_table(lines, settings.language)))
            return
        _write(session, actor, now, out, last, cadre, settings.language)
    console.say(Message("已导出到 %(name)s", name=str(out)), settings.language)


def _lines(session: Session, actor: Actor, now: datetime, last: date, cadre: str | None) -> list[SheetLine]:
    """A line for each cadre, or for each month of one.

    Raises:
        OperationError: nobody has that number.
    """
    table = ledger_table(session, actor, now, last, LedgerFilter())
    if cadre is None:
        return [SheetLine(row.unit, row.name, row.number, figures_of(row.figures)) for row in table.rows]
    rows = [row for row in table.rows if row.number == cadre]
    if not rows:
        raise OperationError(Message("台账中没有工号为 %(number)s 的人", number=cadre))
    return month_lines(rows, table.units)


def _write(
    session: Session,
    actor: Actor,
    now: datetime,
    out: Path,
    last: date,
    cadre: str | None,
    language: str,
) -> None:
    form = out.suffix.lower().lstrip(".")
    if form not in FORMS:
        raise OperationError(Message("文件名须以 .xlsx 或 .csv 结尾：%(name)s", name=out.name))
    _, data = ledger_file(session, actor, now, last, LedgerFilter(), form, language, cadre)
    try:
        write_whole(out, data)
    except OSError as error:
        raise OperationError(Message("无法写入 %(name)s：%(reason)s", name=str(out), reason=error.strerror)) from None


def _printed(rows: Sequence[Sequence[str | int]]) -> str:
    """Columns in line; Chinese takes two places."""
    cells = [[str(value) for value in row] for row in rows]
    widths = [max(width_of(row[place]) for row in cells) for place in range(len(cells[0]))]

    def padded(row: Sequence[str | int], texts: Sequence[str]) -> str:
        parts = []
        for value, text, width in zip(row, texts, widths, strict=True):
            space = " " * (width - width_of(text))
            parts.append(space + text if isinstance(value, int) else text + space)
        return "  ".join(parts).rstrip()

    return "\n".join(padded(row, texts) for row, texts in zip(rows, cells, strict=True))
