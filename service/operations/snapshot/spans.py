"""Dated rows read in bulk and clipped to a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, or_, select
from sqlalchemy.orm import Session

from service.models import Absence, DayPreference, Exemption, Recusal, UnitMembership
from service.models.people import Cadre
from service.operations.events.blocking import blocked_days
from service.operations.snapshot.period import Period


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days of the period, both ends included; `away`: not in the office either. `subject` as the kind has it."""

    first: date
    last: date
    away: bool = True
    subject: int = 0

    def days(self) -> Iterable[date]:
        """Each day."""
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


SpansByCadre = dict[int, list[Span]]


def overlapping(first: Any, last: Any, period: Period) -> ColumnElement[bool]:
    """A condition: the range of two columns (its ends may be open) meets the period."""
    return (or_(first.is_(None), first <= period.last)) & (or_(last.is_(None), last >= period.first))


def _collect(session: Session, query: Select[*tuple[Any, ...]], period: Period) -> SpansByCadre:
    """Rows of (cadre, first, last, away, subject), clipped to the period, by cadre and in order."""
    found: SpansByCadre = defaultdict(list)
    for cadre, first, last, away, subject in session.execute(query):
        start, end = max(first or period.first, period.first), min(last or period.last, period.last)
        if start <= end:
            found[cadre].append(Span(start, end, away, subject))
    return {cadre: sorted(spans) for cadre, spans in sorted(found.items())}


def memberships(session: Session, district_id: int, period: Period) -> SpansByCadre:
    """Which unit (`subject`) a cadre is in, over the period."""
    table = UnitMembership
    query = (
        select(table.cadre_id, table.valid_from, table.valid_to, literal(True), table.unit_id)
        .join(Cadre, Cadre.id == table.cadre_id)
        .where(Cadre.district_id == district_id, overlapping(table.valid_from, table.valid_to, period))
    )
    return _collect(session, query, period)


def absences(session: Session, district_id: int, period: Period) -> SpansByCadre:
    """Absences that were not cancelled, each ended on the day before the return from it."""
    table = Absence
    rows = session.execute(
        select(table.cadre_id, table.first_day, table.last_day, table.away, table.returned_on).where(
            table.district_id == district_id,
            table.cancelled_at.is_(None),
            overlapping(table.first_day, table.last_day, period),
        )
    )
    found: SpansByCadre = defaultdict(list)
    for cadre, first, last, away, returned in rows:
        end = last if returned is None else min(last, returned - timedelta(days=1))
        start, end = max(first, period.first), min(end, period.last)
        if start <= end:
            found[cadre].append(Span(start, end, away))
    return {cadre: sorted(spans) for cadre, spans in sorted(found.items())}


def exemptions(session: Session, district_id: int, period: Period) -> SpansByCadre:
    """Exemptions that were not revoked."""
    table = Exemption
    query = select(table.cadre_id, table.first_day, table.last_day, table.away, literal(0)).where(
        table.district_id == district_id,
        table.cancelled_at.is_(None),
        overlapping(table.first_day, table.last_day, period),
    )
    return _collect(session, query, period)


def events(session: Session, district_id: int, period: Period) -> SpansByCadre:
    """Days on which an event keeps somebody from duty: unavailable, never away."""
    blocked = blocked_days(session, district_id, period.first, period.last)
    return {cadre: [Span(day, day, away=False) for day in days] for cadre, days in blocked.items()}


def preferences(session: Session, district_id: int, period: Period) -> dict[int, dict[date, int]]:
    """Points by cadre and date; zeros mean nothing and are left out."""
    table = DayPreference
    rows = session.execute(
        select(table.cadre_id, table.date, table.points)
        .where(table.district_id == district_id, table.date.between(period.first, period.last), table.points > 0)
        .order_by(table.cadre_id, table.date)
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for cadre, day, points in rows:
        found[cadre][day] = points
    return dict(found)


def recusals(session: Session, district_id: int, period: Period) -> dict[int, set[int]]:
    """Zones barred to a cadre on any day still to come in the period."""
    table = Recusal
    rows = session.execute(
        select(table.cadre_id, table.zone_id).where(
            table.district_id == district_id,
            table.valid_from <= period.last,
            or_(table.valid_to.is_(None), table.valid_to >= period.reference),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for cadre, zone in rows:
        found[cadre].add(zone)
    return dict(found)
