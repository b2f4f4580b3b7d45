"""A unit's month: who serves when and where, who does not and why, who is away, and who is left in the office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from service.messages import Message, NotFound
from service.models import (
    Absence,
    Assignment,
    Cadre,
    Exemption,
    MonthState,
    Publication,
    RoleName,
    Unit,
    UnitMembership,
)
from service.operations.actor import Actor
from service.operations.board.month import MonthDay, month_days
from service.operations.board.report import UnservedLine, unserved_lines
from service.operations.cadres import text_condition
from service.operations.editing import find
from service.operations.memberships import in_force_between
from service.operations.months import last_day
from service.operations.publication.versions import publication_in_force
from service.operations.scope import unit_scope

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class UnitDay:
    """A day of the unit: how many belong to it, are away, and are on duty. `floor`: as many must stay."""

    day: MonthDay
    members: int
    away: int
    on_duty: int
    floor: int

    @property
    def present(self) -> int:
        """How many are left in the office."""
        return self.members - self.away - self.on_duty

    @property
    def short(self) -> bool:
        """Whether duties leave fewer in the office than must stay."""
        return self.day.open and self.on_duty > 0 and self.present < self.floor


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """All of it. `members`: ids of who belongs to the unit at some time of the month."""

    unit: Unit
    publication: Publication | None
    duties: Sequence[Assignment]
    total: int
    unserved: Sequence[UnservedLine]
    days: Sequence[UnitDay]
    absences: Sequence[Absence]
    exemptions: Sequence[Exemption]
    members: frozenset[int]


def unit_for(session: Session, actor: Actor, unit_id: int | None) -> Unit:
    """The unit that is asked for (null: the officer's own, the first of an admin's).

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    actor.require(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    wanted = unit_id if unit_id is not None else actor.unit_id
    if wanted is None and actor.has(RoleName.ADMIN):
        wanted = session.scalar(select(Unit.id).where(unit_scope(actor)).order_by(Unit.position, Unit.code).limit(1))
        if wanted is None:
            raise NotFound(Message("还没有单位"))
    if wanted is None:
        raise NotFound(Message("您的账号没有关联单位，请联系管理员"))
    return find(session, Unit, wanted, unit_scope(actor))


def unit_month(
    session: Session, actor: Actor, now: datetime, month: date, unit_id: int | None = None, text: str = ""
) -> UnitMonth:
    """The month of a unit by the version in force; `text` narrows the people, not the figures of the days.

    Raises:
        NotFound: the actor may not see the unit.
    """
    unit = unit_for(session, actor, unit_id)
    publication = publication_in_force(session, unit.district_id, month)
    members = _members(session, unit, month)
    ids = {row.cadre_id for row in members}
    duties = unit_duties(session, publication, unit.id)
    absences = _spans(session, Absence, ids, month)
    exemptions = _spans(session, Exemption, ids, month)
    named = _named(session, unit.district_id, text)
    report = publication.report if publication else {}
    lines = [line for line in unserved_lines(session, unit.district_id, month, report) if line.unit_id == unit.id]
    return UnitMonth(
        unit=unit,
        publication=publication,
        duties=[duty for duty in duties if named is None or duty.cadre_id in named],
        total=len(duties),
        unserved=[line for line in lines if named is None or line.cadre_id in named],
        days=_days(session, unit, month, members, duties, [*absences, *exemptions]),
        absences=[row for row in absences if named is None or row.cadre_id in named],
        exemptions=[row for row in exemptions if named is None or row.cadre_id in named],
        members=frozenset(ids),
    )


def unit_duties(session: Session, publication: Publication | None, unit_id: int) -> Sequence[Assignment]:
    """The duties of a unit in a version, by day and place."""
    if publication is None:
        return []
    return session.scalars(
        select(Assignment)
        .join(Cadre, Cadre.id == Assignment.cadre_id)
        .where(Assignment.publication_id == publication.id, Assignment.unit_id == unit_id)
        .options(joinedload(Assignment.cadre))
        .order_by(Assignment.date, Assignment.community_name, Assignment.zone_name, Cadre.employee_number)
    ).all()


def _members(session: Session, unit: Unit, month: date) -> Sequence[UnitMembership]:
    return session.scalars(
        select(UnitMembership)
        .where(UnitMembership.unit_id == unit.id, in_force_between(UnitMembership, month, last_day(month)))
        .options(joinedload(UnitMembership.cadre))
    ).all()


def _spans(session: Session, table: Any, ids: Iterable[int], month: date) -> Sequence[Any]:
    """Absences or exemptions of people that touch the month, taken-back ones left out."""
    return session.scalars(
        select(table)
        .join(Cadre, Cadre.id == table.cadre_id)
        .where(
            table.cadre_id.in_(sorted(ids)),
            table.cancelled_at.is_(None),
            table.first_day <= last_day(month),
            table.last_day.is_(None) | (table.last_day >= month),
        )
        .options(joinedload(table.cadre))
        .order_by(table.first_day, Cadre.employee_number)
    ).all()


def _named(session: Session, district_id: int, text: str) -> set[int] | None:
    condition = text_condition(text)
    if condition is None:
        return None
    return set(session.scalars(select(Cadre.id).where(Cadre.district_id == district_id, condition)))


def _days(
    session: Session,
    unit: Unit,
    month: date,
    members: Sequence[UnitMembership],
    duties: Sequence[Assignment],
    spans: Sequence[Any],
) -> list[UnitDay]:
    on_duty = Counter(duty.date for duty in duties)
    away: Mapping[int, list[tuple[date, date]]] = _away(spans)
    found = []
    for day in month_days(session, unit.district_id, month):
        present = {row.cadre_id for row in members if _belongs(row, day.date)}
        gone = sum(any(first <= day.date <= last for first, last in away.get(one, ())) for one in present)
        found.append(UnitDay(day, len(present), gone, on_duty[day.date], unit.min_present))
    return found


def _belongs(row: UnitMembership, day: date) -> bool:
    cadre = row.cadre
    return (
        row.valid_from <= day
        and (row.valid_to is None or row.valid_to >= day)
        and (cadre.active_from is None or cadre.active_from <= day)
        and (cadre.active_to is None or cadre.active_to >= day)
    )


def _away(spans: Sequence[Any]) -> dict[int, list[tuple[date, date]]]:
    """Days away from the office by cadre; a return from leave ends them on the day before."""
    found: dict[int, list[tuple[date, date]]] = {}
    for row in spans:
        if not row.away:
            continue
        last = row.last_day or date.max
        returned = getattr(row, "returned_on", None)
        if returned is not None:
            last = min(last, returned - ONE_DAY)
        found.setdefault(row.cadre_id, []).append((row.first_day, last))
    return found


def months_in_force(session: Session, district_id: int, first: date) -> Sequence[date]:
    """The months from `first` on that have a version in force, ascending."""
    return session.scalars(
        select(MonthState.month)
        .where(MonthState.district_id == district_id, MonthState.publication_id.is_not(None), MonthState.month >= first)
        .order_by(MonthState.month)
    ).all()
