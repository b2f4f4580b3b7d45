"""Who was in service, exempt or away on the open days of months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from service.models import Absence, Cadre, Exemption, UnitMembership
from service.operations.months import last_day

Spans = dict[int, list[tuple[date, date]]]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Presence:
    """By cadre, days (both ends included) in service in a unit, exempt, and on leave; open days by month."""

    days: Mapping[date, Sequence[date]]
    service: Spans
    exempt: Spans
    away: Spans

    @cached_property
    def always(self) -> frozenset[int]:
        """Those in service without a break and not exempt at all: nearly everybody, so it is looked up first."""
        named = [day for days in self.days.values() for day in days]
        if not named:
            return frozenset()
        start, end = min(named), max(named)
        return frozenset(
            cadre
            for cadre, spans in self.service.items()
            if cadre not in self.exempt and any(first <= start and end <= last for first, last in spans)
        )

    def is_steady(self, cadre_id: int, month: date) -> bool:
        """Whether a cadre was in service and not exempt on every open day of a month."""
        days = self.days.get(month, ())
        if not days or cadre_id in self.always:
            return True
        service = self.service.get(cadre_id, ())
        whole = any(first <= days[0] and days[-1] <= last for first, last in service)
        if not whole and not all(_within(service, day) for day in days):
            return False
        exempt = self.exempt.get(cadre_id, ())
        return not exempt or not any(_within(exempt, day) for day in days)

    def could_serve(self, cadre_id: int, month: date) -> bool:
        """Whether a cadre was there on an open day: in service, neither exempt nor on leave."""
        service, exempt = self.service.get(cadre_id, ()), self.exempt.get(cadre_id, ())
        away = self.away.get(cadre_id, ())
        return any(
            _within(service, day) and not _within(exempt, day) and not _within(away, day)
            for day in self.days.get(month, ())
        )


def _within(spans: Sequence[tuple[date, date]], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)


def read_presence(
    session: Session, district_id: int, days: Mapping[date, Sequence[date]], cadre_id: int | None = None
) -> Presence:
    """The presence of everybody (of one, where asked) in the months whose open days are given."""
    if not days:
        return Presence(days, {}, {}, {})
    first, last = min(days), last_day(max(days))
    return Presence(
        days,
        _service(session, district_id, first, last, cadre_id),
        _exempt(session, district_id, first, last, cadre_id),
        _away(session, district_id, first, last, cadre_id),
    )


def _rows(session: Session, query: Select[*tuple[Any, ...]], cadre_id: int | None) -> Any:
    return session.execute(query if cadre_id is None else query.where(Cadre.id == cadre_id))


def _service(session: Session, district_id: int, first: date, last: date, cadre_id: int | None) -> Spans:
    table = UnitMembership
    query = (
        select(Cadre.id, Cadre.active_from, Cadre.active_to, table.valid_from, table.valid_to)
        .join(table, table.cadre_id == Cadre.id)
        .where(
            Cadre.district_id == district_id,
            table.valid_from <= last,
            or_(table.valid_to.is_(None), table.valid_to >= first),
        )
        .order_by(Cadre.id, table.valid_from)
    )
    found: Spans = defaultdict(list)
    for cadre, active_from, active_to, valid_from, valid_to in _rows(session, query, cadre_id):
        start = max(active_from or valid_from, valid_from)
        end = min(active_to or date.max, valid_to or date.max)
        if start <= end:
            found[cadre].append((start, end))
    return found


def _exempt(session: Session, district_id: int, first: date, last: date, cadre_id: int | None) -> Spans:
    table = Exemption
    query = (
        select(Cadre.id, table.first_day, table.last_day)
        .join(table, table.cadre_id == Cadre.id)
        .where(
            table.district_id == district_id,
            table.cancelled_at.is_(None),
            table.first_day <= last,
            or_(table.last_day.is_(None), table.last_day >= first),
        )
    )
    found: Spans = defaultdict(list)
    for cadre, start, end in _rows(session, query, cadre_id):
        found[cadre].append((start, end or date.max))
    return found


def _away(session: Session, district_id: int, first: date, last: date, cadre_id: int | None) -> Spans:
    """Leave that was not cancelled, ended on the day before the return from it."""
    table = Absence
    query = (
        select(Cadre.id, table.first_day, table.last_day, table.returned_on)
        .join(table, table.cadre_id == Cadre.id)
        .where(
            table.district_id == district_id,
            table.cancelled_at.is_(None),
            table.first_day <= last,
            table.last_day >= first,
        )
    )
    found: Spans = defaultdict(list)
    for cadre, start, end, returned in _rows(session, query, cadre_id):
        found[cadre].append((start, end if returned is None else min(end, returned - ONE_DAY)))
    return found
