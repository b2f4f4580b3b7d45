"""The ledger as a file: a workbook or a plain table; that it was taken is written to the audit log."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.adapters.sheets.ledger_workbook import SheetLine, ledger_workbook
from service.adapters.sheets.ledger_workbook import ledger_table as plain_table
from service.messages import Message
from service.models import District
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.ledger.figures import Figures
from service.operations.ledger.table import FIGURES, LedgerFilter, LedgerRow, LedgerTable, ledger_table
from service.words import translate


def ledger_file(
    session: Session,
    actor: Actor,
    now: datetime,
    last: date,
    wanted: LedgerFilter,
    form: str,
    language: str,
    number: str | None = None,
) -> tuple[str, bytes]:
    """The name (without ending) and the bytes of the ledger up to a month; `form` is xlsx or csv.

    A CSV file has a line for each month. With `number`, one cadre alone.

    Raises:
        NotAllowed: the actor is neither admin nor unit officer.
    """
    table = ledger_table(session, actor, now, last, wanted)
    rows = [row for row in table.rows if number is None or row.number == number]
    district = session.get_one(District, actor.district_id)
    title = Message(
        "%(place)s公平台账（至%(year)d年%(month)d月）", place=district.name, year=last.year, month=last.month
    )
    after = {"month": last.isoformat(), "rows": len(rows), "form": form}
    record(session, actor, now, "export.ledger", district, after=after)
    data = _workbook(district, table, title, rows, language) if form == "xlsx" else _csv(rows, table.units, language)
    return translate(title, language), data


def _workbook(
    district: District, table: LedgerTable, title: Message, rows: Sequence[LedgerRow], language: str
) -> bytes:
    span = {"first": f"{table.window.first:%Y-%m}", "last": f"{table.window.last:%Y-%m}", "count": len(table.months)}
    about = Message("%(first)s 至 %(last)s，其中已发布 %(count)d 个月", **span)
    if district.synthetic:
        about = Message("%(first)s 至 %(last)s，其中已发布 %(count)d 个月 · 样例数据，人员均为虚构", **span)
    sums = [SheetLine(row.unit, row.name, row.number, figures_of(row.figures)) for row in rows]
    return ledger_workbook(title, about, sums, month_lines(rows, table.units), language)


def _csv(rows: Sequence[LedgerRow], units: Mapping[int, str], language: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(plain_table(month_lines(rows, units), language))
    # Office programs tell UTF-8 by its mark.
    return text.getvalue().encode("utf-8-sig")


def figures_of(figures: Figures) -> list[int]:
    """The figures in the order of the sheet's columns."""
    return [getattr(figures, name) for name in FIGURES]


def month_lines(rows: Sequence[LedgerRow], units: Mapping[int, str]) -> list[SheetLine]:
    """A line for each month of each cadre, with the unit of that month."""
    return [
        SheetLine(
            units.get(line.unit_id or 0, row.unit),
            row.name,
            row.number,
            figures_of(line.figures),
            f"{line.month:%Y-%m}",
        )
        for row in rows
        for line in row.lines
    ]
