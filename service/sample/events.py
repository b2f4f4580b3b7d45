"""What happens in the sample's past months after their publication: days off given up, illness, a storm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import Absence, AbsenceKind, Assignment, DayKind, District, Publication, RunKind, SolveRun
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.calendar import DayChange, change_days, days_of, newest_number, revise
from service.operations.months import last_day, local_date
from service.operations.runs import request_run
from service.sample.timeline import PlannedMonth

SATURDAY, ON_DUTY = 5, (2, 4)
# Of the cadres with a duty in the days after the change: how many fall ill on the day.
ILL, WITHIN_DAYS = 0.04, 12
# The storm is told so many days ahead.
WARNING_DAYS = 2


def open_saturdays(session: Session, actor: Actor, now: datetime, first: date, last: date) -> None:
    """Send people on the second and fourth Saturday of each month as well; done already, nothing is changed."""
    if newest_number(session, actor.district_id) != 1:
        return
    days = [
        replace(day, open=True)
        for day in days_of(session, actor.district_id, first, last_day(last))
        if day.date.weekday() == SATURDAY and day.kind == DayKind.WEEKEND and (day.date.day + 6) // 7 in ON_DUTY
    ]
    revise(session, actor, now, days, expected=1, note="每月第二、第四个周六安排值勤")


def change_month(session: Session, actor: Actor, planned: PlannedMonth, publication: Publication, limit: float) -> None:
    """What happened by `planned.changed_at`, and the re-plan that it asks for; told once, whoever calls again."""
    at = planned.changed_at
    assert at is not None
    asked = select(func.count()).where(
        SolveRun.district_id == actor.district_id, SolveRun.month == planned.month, SolveRun.kind == RunKind.REPLAN
    )
    if session.scalar(asked):
        return
    today = local_date(session.get_one(District, actor.district_id).time_zone, at)
    _illness(session, actor, at, publication, today)
    if planned.storm:
        _storm(session, actor, at, publication, today + timedelta(days=WARNING_DAYS))
    request_run(session, actor, at, planned.month, RunKind.REPLAN, {"time_limit": limit})


def _illness(session: Session, actor: Actor, at: datetime, publication: Publication, today: date) -> None:
    """Some of those with a duty in the coming days are ill on that day."""
    chance = Random(f"illness/{publication.month}")  # noqa: S311 (no secret is made from it)
    duties = session.execute(
        select(Assignment.cadre_id, Assignment.date)
        .where(
            Assignment.publication_id == publication.id,
            Assignment.date.between(today + timedelta(days=1), today + timedelta(days=WITHIN_DAYS)),
        )
        .order_by(Assignment.date, Assignment.cadre_id)
    ).all()
    chosen = chance.sample(duties, min(len(duties), max(1, round(len(duties) * ILL))))
    session.add_all(
        Absence(
            district_id=actor.district_id, cadre_id=cadre, kind=AbsenceKind.SICK, first_day=day, last_day=day,
            away=True, reason="突发疾病",
        )
        for cadre, day in chosen
    )  # fmt: skip
    record(session, actor, at, "absence.make", publication, after={"rows": len(chosen)})


def _storm(session: Session, actor: Actor, at: datetime, publication: Publication, first: date) -> None:
    """The first day with duties from then on is closed."""
    day = session.scalar(
        select(func.min(Assignment.date)).where(
            Assignment.publication_id == publication.id, Assignment.date >= first
        )
    )  # fmt: skip
    if day is not None:
        change = DayChange(day, day, open=False, reason="暴雨橙色预警，当天停止下网格")
        change_days(session, actor, at, change, newest_number(session, actor.district_id))
