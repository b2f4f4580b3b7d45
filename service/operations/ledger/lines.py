"""The ledger, computed: from published duties and what publications kept, leave, exemptions and service.

What is a rule of its time (what is owed, open days, links, burdens, notice) was kept with the version; what is a fact (attendance,
leave, exemptions, service) is read as it is known now, so a correction corrects the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from service.models import (
    Assignment,
    Attendance,
    ChangedHow,
    DutyChange,
    LedgerEntry,
    LedgerMonth,
    MonthState,
    Publication,
)
from service.operations.ledger.figures import Figures, MonthLine
from service.operations.ledger.presence import Presence, read_presence
from service.operations.months import add_months

ROLLING_MONTHS = 12
NOT_SERVED = (Attendance.EXCUSED, Attendance.MISSED)
Key = tuple[int, date]
Sums = dict[Key, tuple[int, ...]]
# served, coming, excused, burden, burdensome, far; changes, short_notice
NO_DUTIES, NO_CHANGES = (0,) * 6, (0,) * 2


@dataclass(frozen=True, slots=True)
class Window:
    """The months from `first` to `last`, both their first days; `today` parts duties done from those to come."""

    district_id: int
    first: date
    last: date
    today: date

    def within(self, column: Any) -> ColumnElement[bool]:
        """The condition that a month lies in the window."""
        found: ColumnElement[bool] = column.between(self.first, self.last)
        return found


def window_to(district_id: int, last: date, today: date, months: int = ROLLING_MONTHS) -> Window:
    """The months up to one, it included."""
    return Window(district_id, add_months(last, 1 - months), last, today)


def read_lines(session: Session, window: Window, cadre_id: int | None = None) -> dict[int, list[MonthLine]]:
    """The published months of each cadre who owed or had a duty in the window, in order (of one, where asked).

    A fixed number of queries, however many people and months there are.
    """
    days = read_open_days(session, window)
    owed = _owed(session, window, cadre_id)
    duties = _duties(session, window, cadre_id)
    changes = _changes(session, window, cadre_id)
    presence = read_presence(session, window.district_id, days, cadre_id)
    found: dict[int, list[MonthLine]] = defaultdict(list)
    for key in sorted(owed.keys() | duties.keys() | changes.keys()):
        found[key[0]].append(_line(key, owed, duties, changes, presence))
    return dict(found)


def read_open_days(session: Session, window: Window) -> dict[date, tuple[date, ...]]:
    """The open days of each published month of the window, as they were planned."""
    rows = session.execute(
        select(LedgerMonth.month, LedgerMonth.open_days)
        .where(LedgerMonth.district_id == window.district_id, window.within(LedgerMonth.month))
        .order_by(LedgerMonth.month)
    )
    return {row.month: tuple(date.fromisoformat(day) for day in row.open_days) for row in rows}


def _owed(session: Session, window: Window, cadre_id: int | None) -> dict[Key, tuple[int, int]]:
    table = LedgerEntry
    query = select(table.cadre_id, table.month, table.owed, table.unit_id).where(
        table.district_id == window.district_id, window.within(table.month)
    )
    rows = session.execute(query if cadre_id is None else query.where(table.cadre_id == cadre_id))
    return {(cadre, month): (owed, unit) for cadre, month, owed, unit in rows}


def counts(today: date) -> ColumnElement[bool]:
    """The condition that a duty is done: marked so, or past and not marked otherwise (nobody is made to punch in)."""
    return or_(
        Assignment.attendance == Attendance.SERVED,
        and_(Assignment.attendance == Attendance.PLANNED, Assignment.date < today),
    )


def _duties(session: Session, window: Window, cadre_id: int | None) -> Sums:
    """Sums over the duties in force by cadre and month."""

    def sum_where(condition: Any, value: Any = 1) -> Any:
        return func.sum(case((condition, value), else_=0))

    done, stands = counts(window.today), Assignment.attendance.not_in(NOT_SERVED)
    query = (
        select(
            Assignment.cadre_id,
            MonthState.month,
            sum_where(done).label("served"),
            sum_where(and_(stands, ~done)).label("coming"),
            sum_where(Assignment.attendance == Attendance.EXCUSED).label("excused"),
            sum_where(stands, Assignment.burden - 1).label("burden"),
            sum_where(and_(stands, Assignment.burden > 1)).label("burdensome"),
            sum_where(and_(stands, ~Assignment.linked)).label("far"),
        )
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(MonthState.district_id == window.district_id, window.within(MonthState.month))
        .group_by(Assignment.cadre_id, MonthState.month)
    )
    rows = session.execute(query if cadre_id is None else query.where(Assignment.cadre_id == cadre_id))
    return {(cadre, month): tuple(sums) for cadre, month, *sums in rows}


def _changes(session: Session, window: Window, cadre_id: int | None) -> Sums:
    """Changes suffered and told at short notice, by cadre and month."""
    suffered = and_(~DutyChange.own, DutyChange.kind != ChangedHow.ADDED)
    query = (
        select(
            DutyChange.cadre_id,
            Publication.month,
            func.sum(case((suffered, 1), else_=0)).label("changes"),
            func.sum(case((and_(~DutyChange.own, DutyChange.short), 1), else_=0)).label("short_notice"),
        )
        .join(Publication, Publication.id == DutyChange.publication_id)
        .where(Publication.district_id == window.district_id, window.within(Publication.month))
        .group_by(DutyChange.cadre_id, Publication.month)
    )
    rows = session.execute(query if cadre_id is None else query.where(DutyChange.cadre_id == cadre_id))
    return {(cadre, month): tuple(sums) for cadre, month, *sums in rows}


def _line(
    key: Key,
    owed: Mapping[Key, tuple[int, int]],
    duties: Sums,
    changes: Sums,
    presence: Presence,
) -> MonthLine:
    duty, change = duties.get(key, NO_DUTIES), changes.get(key, NO_CHANGES)
    served, coming, marked, burden, burdensome, far = duty
    # Who has a duty without a record of what was owed owed what was planned.
    due, unit_id = owed.get(key, (served + coming, None))
    steady = presence.is_steady(*key)
    figures = Figures(
        owed=due,
        served=served,
        coming=coming,
        excused=_excused(due - served - coming, marked, steady, key, presence),
        burden=burden,
        burdensome=burdensome,
        far=far,
        changes=change[0],
        short_notice=change[1],
    )
    return MonthLine(key[1], unit_id, figures, steady)


def _excused(missing: int, marked: int, steady: bool, key: Key, presence: Presence) -> int:
    """How many of the duties that are missing could not be asked for.

    All of them of somebody who was exempt or not in service on an open day, or away on all of them; else
    those that the attendance marks as excused.
    """
    if missing <= 0:
        return 0
    if not steady or not presence.could_serve(*key):
        return missing
    return min(missing, marked)
