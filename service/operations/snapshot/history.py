"""What earlier publications say: last duties, the ledger, and the duties of the month's version in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.fairness import LedgerEntry
from scheduler.fairness.carried import MEMORY_MONTHS
from service.models import Assignment, MonthState, Publication
from service.operations.ledger import NOT_SERVED, ROLLING_MONTHS, read_lines, window_to
from service.operations.months import add_months


@dataclass(frozen=True, slots=True)
class Past:
    """The last of a cadre's duties of the twelve months before."""

    last_zone: int
    last_duty: date


@dataclass(frozen=True, slots=True)
class PublishedDuty:
    """A duty of the version in force."""

    cadre_id: int
    unit_id: int
    zone_id: int
    date: date
    attendance: str
    pinned: bool

    @property
    def counts(self) -> bool:
        """Whether it counts as done once its day is past: all but those excused or missed."""
        return self.attendance not in NOT_SERVED


def read_past(session: Session, district_id: int, month: date) -> dict[int, Past]:
    """By cadre, from the versions in force of the twelve months before; duties excused or missed do not count.

    A published duty whose day is still to come counts: the next month is drafted before this one is over.
    """
    rows = session.execute(
        select(Assignment.cadre_id, Assignment.zone_id, Assignment.date)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            MonthState.month < month,
            MonthState.month >= add_months(month, -ROLLING_MONTHS),
            Assignment.attendance.not_in(NOT_SERVED),
        )
        .order_by(Assignment.cadre_id, Assignment.date)
    )
    return {cadre: Past(zone, day) for cadre, zone, day in rows}


def read_ledger(session: Session, district_id: int, month: date) -> dict[int, list[LedgerEntry]]:
    """By cadre, the ledger of the months that the planning remembers; published duties still to come count as done."""
    lines = read_lines(session, window_to(district_id, add_months(month, -1), month, MEMORY_MONTHS))
    return {cadre: [line.entry for line in found] for cadre, found in lines.items()}


def read_published(session: Session, district_id: int, month: date) -> tuple[int | None, list[PublishedDuty]]:
    """The number of the version in force (None: not published) and its duties in order."""
    found = session.execute(
        select(Publication.id, Publication.number)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == district_id, MonthState.month == month)
    ).one_or_none()
    if found is None:
        return None, []
    rows = session.execute(
        select(
            Assignment.cadre_id,
            Assignment.unit_id,
            Assignment.zone_id,
            Assignment.date,
            Assignment.attendance,
            Assignment.pinned,
        )
        .where(Assignment.publication_id == found.id)
        .order_by(Assignment.date, Assignment.cadre_id)
    )
    return found.number, [PublishedDuty(*row) for row in rows]
