"""Where a version breaks a hard rule by the data as they are now: leave taken since, a zone closed, a unit moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.problem import Duty, Text
from scheduler.rules import RULES
from service.models import Zone
from service.operations.board.versions import BoardDuty, MonthPlan
from service.operations.snapshot import take_snapshot

UNKNOWN = Text("已不在排班范围", "No longer part of the plan")
UNKNOWN_WORDS = Text("人员或网格已不在排班范围内", "The person or the zone is no longer part of the plan")


@dataclass(frozen=True, slots=True)
class PlanClash:
    """A broken rule in words, and the duty to mend where it names one."""

    title: Text
    text: Text
    duty: BoardDuty | None


def clashes_of(session: Session, district_id: int, plan: MonthPlan, now: datetime) -> list[PlanClash]:
    """All clashes of a version's coming duties with the data as they are now (past duties are facts)."""
    if not plan.exists:
        return []
    snapshot = take_snapshot(session, district_id, plan.month, now)
    codes = dict(session.execute(select(Zone.id, Zone.code).where(Zone.district_id == district_id)).tuples().all())
    coming = [duty for duty in plan.duties if duty.date >= snapshot.today]
    planned = {Duty(duty.number, duty.date, codes[duty.zone_id]): duty for duty in coming}
    known = {cadre.id for cadre in snapshot.instance.cadres}
    found = [
        PlanClash(UNKNOWN, Text(f"{duty.name}：{UNKNOWN_WORDS.zh}", f"{duty.name}: {UNKNOWN_WORDS.en}"), duty)
        for key, duty in planned.items()
        if key.cadre not in known
    ]
    broken = audit(snapshot.instance, [key for key in planned if key.cadre in known]).violations
    for violation in broken:
        rule = RULES.get(violation.rule)
        found.append(
            PlanClash(
                rule.title if rule else UNKNOWN, violation.text, _duty_of(coming, violation.cadre, violation.date)
            )
        )
    return found


def _duty_of(duties: list[BoardDuty], number: str | None, day: object) -> BoardDuty | None:
    """The duty that a violation names, by cadre and, where it says so, by day."""
    own = [duty for duty in duties if duty.number == number]
    return next((duty for duty in own if duty.date == day), own[0] if own else None)
