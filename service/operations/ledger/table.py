"""The ledger of everybody an actor may see: a list of what was borne, by unit and name; not a league table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Cadre, RoleName, Unit
from service.operations.actor import Actor
from service.operations.cadres import active_on, text_condition
from service.operations.ledger.figures import Figures, MonthLine, sum_of
from service.operations.ledger.lines import Window, read_lines, read_open_days, window_to
from service.operations.ledger.standing import Group, main_group
from service.operations.memberships import units_on
from service.operations.scope import cadre_scope, today_of

FIGURES = (
    "owed", "served", "coming", "excused", "missed", "burdensome", "burden", "far", "changes", "short_notice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A cadre's months and their sums. `unit`: today's, else the last one known in the window."""

    cadre_id: int
    number: str
    name: str
    pinyin: str
    unit_id: int | None
    unit: str
    unit_order: tuple[int, str]
    lines: Sequence[MonthLine]
    figures: Figures


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which rows are wanted, and in which order (`-` before the key: descending; blank: by unit and name)."""

    text: str = ""
    unit_id: int | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """The rows asked for. `months`: those of the window that are published. `group`: the district's main group.

    `units`: the units' names by row id, for the months of who was in another one then.
    """

    window: Window
    months: Sequence[date]
    rows: Sequence[LedgerRow]
    group: Group
    units: Mapping[int, str]


def ledger_table(session: Session, actor: Actor, now: datetime, last: date, wanted: LedgerFilter) -> LedgerTable:
    """The twelve months up to `last`: an admin's whole district, an officer's own unit.

    Raises:
        NotAllowed: the actor is neither.
    """
    actor.require(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    today = today_of(session, actor.district_id, now)
    window = window_to(actor.district_id, last, today)
    lines = read_lines(session, window)
    months = list(read_open_days(session, window))
    columns = (Unit.id, Unit.name, Unit.short_name, Unit.position, Unit.code)
    units = {row.id: row for row in session.execute(select(*columns).where(Unit.district_id == actor.district_id))}
    rows = _rows(session, actor, today, wanted.text, lines, units)
    if wanted.unit_id is not None:
        rows = [row for row in rows if row.unit_id == wanted.unit_id]
    names = {unit.id: unit.short_name or unit.name for unit in units.values()}
    return LedgerTable(window, months, in_order(rows, wanted.sort), main_group(lines, months), names)


def in_order(rows: Sequence[LedgerRow], sort: str) -> list[LedgerRow]:
    """Rows by unit and name, then by what is asked for."""
    found = sorted(rows, key=lambda row: (*row.unit_order, row.pinyin, row.number))
    key = sort.removeprefix("-")
    keys: dict[str, Any] = {"number": lambda row: row.number, "name": lambda row: (row.pinyin, row.number)}
    keys.update({name: lambda row, name=name: getattr(row.figures, name) for name in FIGURES})
    if key == "unit" and sort.startswith("-"):
        return sorted(found, key=lambda row: row.unit_order, reverse=True)
    return sorted(found, key=keys[key], reverse=sort.startswith("-")) if key in keys else found


def _rows(
    session: Session,
    actor: Actor,
    today: date,
    text: str,
    lines: Mapping[int, Sequence[MonthLine]],
    units: Mapping[int, Any],
) -> list[LedgerRow]:
    """Who is in service, or has months on record."""
    query = select(Cadre.id, Cadre.employee_number, Cadre.name, Cadre.pinyin, active_on(today).label("active"))
    condition = text_condition(text)
    query = query.where(cadre_scope(actor, today))
    people = session.execute(query if condition is None else query.where(condition)).all()
    belongs = units_on(session, actor.district_id, today)
    found = []
    for person in people:
        mine = lines.get(person.id, ())
        unit_id = belongs.get(person.id) or next((line.unit_id for line in reversed(mine) if line.unit_id), None)
        if not mine and not (person.active and person.id in belongs):
            continue
        unit = units.get(unit_id) if unit_id is not None else None
        found.append(
            LedgerRow(
                person.id, person.employee_number, person.name, person.pinyin, unit_id,
                (unit.short_name or unit.name) if unit else "—",
                (unit.position, unit.code) if unit else (1_000_000, ""), mine, sum_of(mine),
            )
        )  # fmt: skip
    return found
