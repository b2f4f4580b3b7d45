"""`grid-duty instance`: a month as it stands in the tables, as an instance file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import click

from service.adapters.atomic_file import write_whole
from service.commands import _console as console
from service.database import make_engine, session_factory
from service.messages import FieldProblem, InvalidInput, Message, OperationError
from service.operations.drafts import open_draft
from service.operations.drafts.find import pins_of_draft
from service.operations.months import local_date
from service.operations.snapshot import Snapshot, frozen_read, take_snapshot
from service.settings import Settings


@click.command()
@click.option("--month", required=True, help="The month, such as 2026-12.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="The instance file to write.")
@click.option("--district", default=None, help="The district's code, where there are several.")
@click.option("--replan", is_flag=True, help="With the version in force as incumbent, and a re-plan's weights.")
@console.plainly
def command(month: str, output: Path, district: str | None, replan: bool) -> None:
    """Write a month of the tables as an instance file: what `grid-duty solve` plans. Changes nothing.

    The pins of the month's open draft are in it.
    """
    settings = console.settings()
    snapshot = _read(settings, first_of(month), district, replan)
    try:
        write_whole(output, snapshot.data)
    except OSError as error:
        raise OperationError(
            Message("无法写入 %(path)s：%(why)s", path=output, why=error.strerror or str(error))
        ) from None
    instance = snapshot.instance
    console.say(
        Message(
            "%(path)s：%(cadres)d人，%(zones)d个网格，开放日%(days)d天（SHA-256 %(hash)s）",
            path=output,
            cadres=len(instance.cadres),
            zones=len(instance.zones),
            days=sum(day.open for day in instance.days),
            hash=snapshot.sha256,
        ),
        settings.language,
    )


def first_of(month: str) -> date:
    """The first day of a month given as YYYY-MM.

    Raises:
        InvalidInput: it is no month from 2000 to 2099.
    """
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", month)
    if not found:
        expected = Message("YYYY-MM，如2026-12")
        raise InvalidInput(Message("月份有误"), [FieldProblem("month", month, expected, Message("月份"))])
    return date(int(found[1]), int(found[2]), 1)


def _read(settings: Settings, month: date, code: str | None, replan: bool) -> Snapshot:
    console.require_tables(settings)
    engine = make_engine(settings.database)
    try:
        with frozen_read(session_factory(engine)) as session:
            district = console.district_named(session, code)
            now = datetime.now(UTC)
            draft = open_draft(session, district.id, month)
            pins = pins_of_draft(session, draft, local_date(district.time_zone, now)) if draft else []
            return take_snapshot(session, district.id, month, now, pins=pins, replan=replan)
    finally:
        engine.dispose()
