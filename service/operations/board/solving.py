"""What the page that starts a solve has to say first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.models import Cadre, DraftPin, RunState, SolveRun
from service.operations.board.clock import ClockSeen, clock_seen
from service.operations.board.month import month_days, month_zones, valid_in
from service.operations.board.versions import MonthPlan, month_plan
from service.operations.runs import BESIDE_THE_MONTH


@dataclass(frozen=True, slots=True)
class SolveOffer:
    """The state of a month before a solve: what there is, what stands in the way, what is under way."""

    plan: MonthPlan
    people: int
    zones: int
    open_days: int
    provisional: bool
    past: bool
    pins: int
    clock: ClockSeen
    under_way: SolveRun | None

    @property
    def ready(self) -> bool:
        """Whether a solve makes sense."""
        return bool(self.people and self.zones and self.open_days) and not self.past


def solve_offer(session: Session, district_id: int, month: date, now: datetime, today: date) -> SolveOffer:
    """Look at a month before a solve."""
    plan = month_plan(session, district_id, month)
    days = month_days(session, district_id, month)
    people = session.scalar(
        select(func.count())
        .select_from(Cadre)
        .where(Cadre.district_id == district_id, valid_in(Cadre.active_from, Cadre.active_to, month))
    )
    pins = 0
    if plan.draft is not None:
        pins = session.scalar(select(func.count()).where(DraftPin.draft_id == plan.draft.id)) or 0
    return SolveOffer(
        plan=plan,
        people=people or 0,
        zones=len(month_zones(session, district_id, month)),
        open_days=sum(day.open and day.date >= today for day in days),
        provisional=any(day.provisional for day in days),
        past=days[-1].date < today,
        pins=pins,
        clock=clock_seen(session, now),
        under_way=session.scalar(
            select(SolveRun)
            .where(
                SolveRun.district_id == district_id,
                SolveRun.month == month,
                SolveRun.state.in_((RunState.QUEUED, RunState.RUNNING)),
                SolveRun.kind.not_in(BESIDE_THE_MONTH),
            )
            .order_by(SolveRun.id.desc())
            .limit(1)
        ),
    )
