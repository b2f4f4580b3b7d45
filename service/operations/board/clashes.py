"""Where a version breaks a hard rule by the data as they are now: leave taken since, a zone closed, a unit moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.problem import Duty, Text
from scheduler.rules import RULES, Violation
from scheduler.rules.open_day import OpenDay
from service.models import Zone
from service.operations.board.duties import BoardDuty
from service.operations.board.versions import MonthPlan
from service.operations.day_reasons import day_reasons, with_reason
from service.operations.publication.preview import judge_draft
from service.operations.snapshot import take_snapshot

STRANGER = Text("不再参加值勤", "No longer serving")


@dataclass(frozen=True, slots=True)
class PlanClash:
    """A broken rule in words, and the duty to mend where it names one."""

    title: Text
    text: Text
    duty: BoardDuty | None


def clashes_of(session: Session, district_id: int, plan: MonthPlan, now: datetime) -> list[PlanClash]:
    """All clashes of a version's coming duties with the data as they are now (past duties are facts)."""
    if plan.draft is not None:
        found = judge_draft(session, now, plan.draft).preview.violations
        return named(plan, reasoned(session, district_id, found))
    if plan.publication is None:
        return []
    snapshot = take_snapshot(session, district_id, plan.month, now)
    codes = dict(session.execute(select(Zone.id, Zone.code).where(Zone.district_id == district_id)).all())
    coming = [duty for duty in plan.duties if duty.date >= snapshot.today]
    strangers = [duty for duty in coming if duty.number not in snapshot.cadre_ids]
    planned = [
        Duty(duty.number, duty.date, codes[duty.zone_id]) for duty in coming if duty.number in snapshot.cadre_ids
    ]
    left = [
        PlanClash(
            STRANGER,
            Text(
                f"{duty.name}（{duty.number}）本月已不参加值勤",
                f"{duty.name} ({duty.number}) no longer serves in this month",
            ),
            duty,
        )
        for duty in strangers
    ]
    return left + named(plan, reasoned(session, district_id, audit(snapshot.instance, planned).violations))


def reasoned(session: Session, district_id: int, violations: Iterable[Violation]) -> list[Violation]:
    """Violations of a day somebody cannot serve on tell the leave, the exemption or the event behind it."""
    found = list(violations)
    days = [violation.date for violation in found if violation.rule == OpenDay.code and violation.date]
    if not days:
        return found
    known = day_reasons(session, district_id, (one.cadre for one in found if one.cadre), min(days), max(days))
    return [
        replace(one, text=with_reason(one.text, known.get((one.cadre or "", one.date or date.min), ())))
        if one.rule == OpenDay.code
        else one
        for one in found
    ]


def named(plan: MonthPlan, violations: Iterable[Violation]) -> list[PlanClash]:
    """Violations with their rule's title and the duty they are about."""
    return [
        PlanClash(
            RULES[violation.rule].title if violation.rule in RULES else STRANGER,
            violation.text,
            _duty_of(plan.duties, violation.cadre, violation.date),
        )
        for violation in violations
    ]


def _duty_of(duties: Iterable[BoardDuty], number: str | None, day: date | None) -> BoardDuty | None:
    """The duty that a violation names, by cadre and, where it says so, by day."""
    own = [duty for duty in duties if duty.number == number]
    return next((duty for duty in own if duty.date == day), own[0] if own else None)
