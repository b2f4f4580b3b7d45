"""One cadre's ledger, month by month, with what each figure is made of, beside the range of equal standing."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.messages import Message
from service.models import (
    Absence,
    Assignment,
    Attendance,
    Cadre,
    DutyChange,
    Exemption,
    LedgerMonth,
    MonthState,
    Publication,
    RoleName,
    SurgeService,
)
from service.operations.actor import Actor
from service.operations.cadres import find_cadre
from service.operations.ledger.figures import Figures, MonthLine, sum_of
from service.operations.ledger.lines import Window, read_lines, read_open_days, window_to
from service.operations.ledger.standing import Group, group_of, main_group
from service.operations.months import last_day
from service.operations.scope import today_of
from service.operations.surge.mine import services_of

# How the reports name somebody: 李明 (S0001).
NAMED = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """A duty that version `number` changed, told at `told`."""

    change: DutyChange
    month: date
    number: int
    told: datetime

    @property
    def counts(self) -> bool:
        """Whether it counts as a change suffered: not of the cadre's own making, and not a new duty."""
        return not self.change.own and self.change.kind != "added"

    @property
    def short(self) -> bool:
        """Whether it counts as told too late."""
        return not self.change.own and self.change.short


@dataclass(frozen=True, slots=True)
class MonthDetail:
    """A published month of a cadre. `reasons`: why duties owed were not done. `short_notice_days` held then."""

    line: MonthLine
    duties: Sequence[Assignment]
    changes: Sequence[ChangeItem]
    reasons: Sequence[Message | Text]
    short_notice_days: int


@dataclass(frozen=True, slots=True)
class PersonLedger:
    """`months`: newest first. `group`: whom they are compared with; `alike` where it is of the same standing."""

    cadre: Cadre
    window: Window
    months: Sequence[MonthDetail]
    figures: Figures
    published: Sequence[date]
    group: Group | None
    alike: bool
    absences: Sequence[Absence]
    exemptions: Sequence[Exemption]
    surges: Sequence[SurgeService]


def person_ledger(session: Session, actor: Actor, now: datetime, cadre_id: int, last: date) -> PersonLedger:
    """The twelve months up to `last` of a cadre the actor may see.

    Raises:
        NotFound: the actor may not see the cadre, or there is none.
    """
    cadre = find_cadre(session, actor, now, cadre_id)
    window = window_to(actor.district_id, last, today_of(session, actor.district_id, now))
    everybody = read_lines(session, window)
    published = list(read_open_days(session, window))
    lines = everybody.get(cadre_id, [])
    same = group_of(everybody, published, cadre_id)
    group = same or main_group(everybody, published)
    keeper = actor.has(RoleName.ADMIN, RoleName.UNIT_OFFICER)
    absences, exemptions = _spans(session, Absence, cadre_id, window), _spans(session, Exemption, cadre_id, window)
    return PersonLedger(
        cadre,
        window,
        _details(session, cadre, window, lines, absences, exemptions, None if keeper else _numbers(session, actor)),
        sum_of(lines),
        published,
        group if group.comparable else None,
        same is not None,
        absences,
        exemptions,
        [row for row in services_of(session, actor.district_id, cadre_id) if _within(row, window)],
    )


def _within(row: SurgeService, window: Window) -> bool:
    return row.first_day <= last_day(window.last) and row.last_day >= window.first


def _spans(session: Session, table: Any, cadre_id: int, window: Window) -> Sequence[Any]:
    """Leave or exemptions that touch the window, taken-back ones left out."""
    return session.scalars(
        select(table)
        .where(
            table.district_id == window.district_id,
            table.cadre_id == cadre_id,
            table.cancelled_at.is_(None),
            table.first_day <= last_day(window.last),
            table.last_day.is_(None) | (table.last_day >= window.first),
        )
        .order_by(table.first_day)
    ).all()


def _details(
    session: Session,
    cadre: Cadre,
    window: Window,
    lines: Sequence[MonthLine],
    absences: Sequence[Absence],
    exemptions: Sequence[Exemption],
    numbers: Container[str] | None,
) -> list[MonthDetail]:
    """The months, newest first. `numbers`: everybody's, where nobody else may be named in the reasons."""
    duties = _duties(session, cadre.id, window)
    changes = _changes(session, cadre.id, window)
    notice = _notice(session, window)
    reports = _reports(session, window, [line.month for line in lines if line.figures.missed])
    found = []
    for line in reversed(lines):
        mine = [duty for month, duty in duties if month == line.month]
        reasons = _reasons(cadre, line, mine, absences, exemptions, reports)
        if numbers is not None:
            reasons = [_without_names(reason, cadre.employee_number, numbers) for reason in reasons]
        told = [item for item in changes if item.month == line.month]
        found.append(MonthDetail(line, mine, told, reasons, notice.get(line.month, 0)))
    return found


def _notice(session: Session, window: Window) -> dict[date, int]:
    """How many days ahead a change had to be told, by month."""
    table = LedgerMonth
    rows = session.execute(
        select(table.month, table.short_notice_days).where(
            table.district_id == window.district_id, window.within(table.month)
        )
    )
    return {row.month: row.short_notice_days for row in rows}


def _duties(session: Session, cadre_id: int, window: Window) -> list[tuple[date, Assignment]]:
    rows = session.execute(
        select(MonthState.month, Assignment)
        .join(Assignment, Assignment.publication_id == MonthState.publication_id)
        .where(
            MonthState.district_id == window.district_id,
            window.within(MonthState.month),
            Assignment.cadre_id == cadre_id,
        )
        .order_by(Assignment.date)
    )
    return [(row[0], row[1]) for row in rows]


def _changes(session: Session, cadre_id: int, window: Window) -> list[ChangeItem]:
    rows = session.execute(
        select(DutyChange, Publication.month, Publication.number, Publication.published_at)
        .join(Publication, Publication.id == DutyChange.publication_id)
        .where(
            Publication.district_id == window.district_id,
            window.within(Publication.month),
            DutyChange.cadre_id == cadre_id,
        )
        .order_by(Publication.month, Publication.number, DutyChange.id)
    )
    return [ChangeItem(*row) for row in rows]


def _reports(session: Session, window: Window, months: Sequence[date]) -> dict[date, Any]:
    """What the versions in force say of who was left out, of these months."""
    rows = session.execute(
        select(MonthState.month, Publication.report)
        .join(Publication, Publication.id == MonthState.publication_id)
        .where(MonthState.district_id == window.district_id, MonthState.month.in_(months))
    )
    return {row.month: row.report for row in rows}


def _numbers(session: Session, actor: Actor) -> frozenset[str]:
    """Everybody's employee number."""
    return frozenset(session.scalars(select(Cadre.employee_number).where(Cadre.district_id == actor.district_id)))


def _without_names(reason: Message | Text, own: str, numbers: Container[str]) -> Message | Text:
    """A reason as the cadre may read it: one that names somebody else is put in general words."""
    if isinstance(reason, Message):
        return reason
    named = set(NAMED.findall(reason.en)) - {own}
    return Message("同组人员一起去，以同组中应值勤次数最少的为准") if any(one in numbers for one in named) else reason


def _reasons(
    cadre: Cadre,
    line: MonthLine,
    duties: Sequence[Assignment],
    absences: Sequence[Absence],
    exemptions: Sequence[Exemption],
    reports: dict[date, Any],
) -> list[Message | Text]:
    """Why duties owed were not done, each reason once."""
    figures = line.figures
    found: list[Message | Text] = []
    if not figures.excused and not figures.missed:
        return found
    first, last = line.month, last_day(line.month)
    marked = {duty.attendance for duty in duties}
    if figures.excused and not line.steady:
        exempt = any(row.first_day <= last and (row.last_day or last) >= first for row in exemptions)
        found.append(Message("本月有免排的日子，不再补排") if exempt else Message("本月未全月在岗，不再补排"))
    elif figures.excused and Attendance.EXCUSED not in marked and absences:
        found.append(Message("本月可排的日子都在请假或外出"))
    if Attendance.EXCUSED in marked:
        found.append(Message("社区登记为已请假"))
    if Attendance.MISSED in marked:
        found.append(Message("社区登记为未到岗"))
    if figures.missed and not found:
        told = (reports.get(line.month) or {}).get("unserved", ())
        mine = [item for item in told if item["cadre"] == cadre.employee_number]
        found += [Text(reason["zh"], reason["en"]) for item in mine for reason in item["reasons"]]
        if not mine:
            found.append(Message("已发布的排班没有安排"))
    return found
