"""Where a month stands, how well each community is covered, and what the last night did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from service.models import (
    Absence,
    Assignment,
    Attendance,
    Cadre,
    District,
    Exemption,
    MonthState,
    RunKind,
    SolveRun,
)
from service.operations.board.figures import Figures, figures_of, visits_of
from service.operations.board.grid import DayTotal, day_totals
from service.operations.board.month import BoardZone, MonthDay, last_day, month_days, month_zones, valid_in
from service.operations.board.report import UnservedLine, unserved_lines
from service.operations.board.versions import MonthPlan, month_plan
from service.operations.drafts import is_outdated, open_draft
from service.operations.events.blocking import blocked
from service.operations.months import add_months, local_date

NIGHT_KINDS = (RunKind.NIGHT_DRAFT, RunKind.NIGHT_REPLAN)


@dataclass(frozen=True, slots=True)
class MonthStatus:
    """A month with the version that matters now: the one in force, else the open draft.

    `outdated`: an open draft of the month was made from data that have changed since. `overtaken`: duties
    in force, from today on, of people who have leave, an exemption or an event on that day by now.
    """

    month: date
    plan: MonthPlan
    figures: Figures
    days: tuple[MonthDay, ...]
    zones: tuple[BoardZone, ...]
    totals: tuple[DayTotal, ...]
    unserved: Sequence[UnservedLine]
    outdated: bool = False
    overtaken: int = 0

    @property
    def provisional(self) -> bool:
        """Whether the calendar of the month is not settled by an official notice."""
        return any(day.provisional for day in self.days)

    @property
    def calendar_known(self) -> bool:
        """Whether the calendar names any of the month's days."""
        return any(day.known for day in self.days)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A community's zones and how often they are visited."""

    community_id: int
    name: str
    subdistrict: str
    zones: int
    covered: int
    visits: int
    wanted: int

    @property
    def share(self) -> float:
        """Visits of those wanted, 0 to 1; extra visits to one zone do not make up for another."""
        return 1.0 if not self.zones else self.covered / self.zones


@dataclass(frozen=True, slots=True)
class Night:
    """The newest night with runs, and its runs."""

    night: date | None
    runs: Sequence[SolveRun]


@dataclass(frozen=True, slots=True)
class People:
    """Head counts of a month: active cadres, exempt from duty by reason, away on leave today."""

    active: int
    exempt: Counter[str]
    away_today: int


def month_status(session: Session, district_id: int, month: date, now: datetime) -> MonthStatus:
    """A month at a glance."""
    draft = open_draft(session, district_id, month)
    plan = month_plan(session, district_id, month)
    if plan.in_force is not None and plan.draft is not None:
        plan = month_plan(session, district_id, month, str(plan.in_force))
    zones = tuple(month_zones(session, district_id, month))
    figures = figures_of(plan, zones)
    days = tuple(month_days(session, district_id, month, figures.owed))
    return MonthStatus(
        month=month,
        plan=plan,
        figures=figures,
        days=days,
        zones=zones,
        totals=day_totals(days, plan.duties),
        unserved=unserved_lines(session, district_id, month, plan.source.report if plan.source else {}),
        outdated=draft is not None and is_outdated(session, draft, now),
        overtaken=overtaken(
            session, district_id, month, local_date(session.get_one(District, district_id).time_zone, now)
        ),
    )


def overtaken(session: Session, district_id: int, month: date, today: date) -> int:
    """Duties in force in a month, from a day on, whose cadre has leave, an exemption or an event that day."""
    absent = exists().where(
        Absence.cadre_id == Assignment.cadre_id,
        Absence.cancelled_at.is_(None),
        Absence.first_day <= Assignment.date,
        Absence.last_day >= Assignment.date,
        Absence.returned_on.is_(None) | (Absence.returned_on > Assignment.date),
    )
    exempt = exists().where(
        Exemption.cadre_id == Assignment.cadre_id,
        Exemption.cancelled_at.is_(None),
        Exemption.first_day <= Assignment.date,
        Exemption.last_day.is_(None) | (Exemption.last_day >= Assignment.date),
    )
    events = blocked(session, district_id, max(month, today), last_day(month))
    called = exists().where(events.c.cadre_id == Assignment.cadre_id, events.c.date == Assignment.date)
    found = session.scalar(
        select(func.count())
        .select_from(Assignment)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            MonthState.month == month,
            Assignment.date >= today,
            Assignment.attendance == Attendance.PLANNED,
            absent | exempt | called,
        )
    )
    return found or 0


def coverage_of(status: MonthStatus) -> list[Coverage]:
    """Coverage by community; the worst first, then in the office's order."""
    visits = visits_of(status.plan.duties)
    places: dict[int, list[BoardZone]] = {}
    for zone in status.zones:
        places.setdefault(zone.community_id, []).append(zone)
    found = [
        Coverage(
            community_id=key,
            name=own[0].community_name,
            subdistrict=own[0].subdistrict_name,
            zones=len(own),
            covered=sum(visits[zone.id] >= zone.min_visits for zone in own),
            visits=sum(visits[zone.id] for zone in own),
            wanted=sum(zone.min_visits for zone in own),
        )
        for key, own in places.items()
    ]
    return sorted(found, key=lambda item: item.share)


def last_night(session: Session, district_id: int) -> Night:
    """What the newest night did."""
    mine = (SolveRun.district_id == district_id) & SolveRun.kind.in_(NIGHT_KINDS)
    night = session.scalar(select(func.max(SolveRun.wanted_for)).where(mine))
    if night is None:
        return Night(None, ())
    runs = session.scalars(select(SolveRun).where(mine, SolveRun.wanted_for == night).order_by(SolveRun.id))
    return Night(night, tuple(runs))


def people_of(session: Session, district_id: int, month: date, today: date) -> People:
    """Head counts of a month."""
    active = session.scalar(
        select(func.count())
        .select_from(Cadre)
        .where(Cadre.district_id == district_id, valid_in(Cadre.active_from, Cadre.active_to, month))
    )
    exempt = session.execute(
        select(Exemption.kind, func.count(Exemption.cadre_id.distinct()))
        .where(
            Exemption.district_id == district_id,
            Exemption.cancelled_at.is_(None),
            Exemption.first_day <= last_day(month),
            Exemption.last_day.is_(None) | (Exemption.last_day >= month),
        )
        .group_by(Exemption.kind)
    )
    away = session.scalar(
        select(func.count(Absence.cadre_id.distinct())).where(
            Absence.district_id == district_id,
            Absence.cancelled_at.is_(None),
            Absence.away.is_(True),
            Absence.first_day <= today,
            Absence.last_day >= today,
            Absence.returned_on.is_(None) | (Absence.returned_on > today),
        )
    )
    return People(active or 0, Counter({str(kind): count for kind, count in exempt}), away or 0)


def unconfirmed(session: Session, district_id: int, today: date) -> tuple[int, date | None]:
    """Past duties in force, of this month and the one before, that nobody has confirmed, and the first such day."""
    this_month = today.replace(day=1)
    row = session.execute(
        select(func.count(), func.min(Assignment.date))
        .select_from(Assignment)
        .join(MonthState, MonthState.publication_id == Assignment.publication_id)
        .where(
            MonthState.district_id == district_id,
            MonthState.month.in_((add_months(this_month, -1), this_month)),
            Assignment.date < today,
            Assignment.attendance == Attendance.PLANNED,
        )
    ).one()
    return row[0], row[1]
