"""What earlier publications say: last duties, burdens carried, and the duties of the month's version in force."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Assignment, Attendance, MonthState, Publication
from service.operations.months import add_months

HISTORY_MONTHS = 12
NOT_SERVED = (Attendance.EXCUSED, Attendance.MISSED)


@dataclass(frozen=True, slots=True)
class Past:
    """A cadre's duties of the twelve months before: the last one, and the burden of all above 1 a day."""

    last_zone: int
    last_duty: date
    burden: int


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
        select(Assignment.cadre_id, Assignment.zone_id, Assignment.date, Assignment.burden)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            MonthState.month < month,
            MonthState.month >= add_months(month, -HISTORY_MONTHS),
            Assignment.attendance.not_in(NOT_SERVED),
        )
        .order_by(Assignment.cadre_id, Assignment.date)
    )
    burdens: dict[int, int] = defaultdict(int)
    last: dict[int, tuple[int, date]] = {}
    for cadre, zone, day, burden in rows:
        burdens[cadre] += burden - 1
        last[cadre] = (zone, day)
    return {cadre: Past(zone, day, burdens[cadre]) for cadre, (zone, day) in last.items()}


def carried(past: Mapping[int, Past], cadres: list[int]) -> dict[int, int]:
    """By cadre: how far the burden of twelve months lies above the average of these cadres (rounded half up)."""
    own = {cadre: past[cadre].burden if cadre in past else 0 for cadre in cadres}
    count = max(1, len(own))
    average = (2 * sum(own.values()) + count) // (2 * count)
    return {cadre: max(0, burden - average) for cadre, burden in own.items()}


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
