"""A small district whose next month is drafted by hand, and published through the product's own operations.

Pages live in real time, so the month is always the coming one: nothing in it is past, whenever the suite runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.problem import Duty, Plan, Unserved
from service.models import Cadre, Community, District, Draft, Publication, RunKind, RunState, SolveRun, Unit, User, Zone
from service.operations.board.month import last_day
from service.operations.drafts import store_draft
from service.operations.kept_plan import keep_plan
from service.operations.plan_report import plan_report
from service.operations.publication import preview_publication, publish
from service.operations.snapshot import take_snapshot
from tests.support.factories import (
    added,
    make_admin,
    make_cadre,
    make_community,
    make_district,
    make_subdistrict,
    make_unit,
    make_zone,
    system,
)


def now() -> datetime:
    """The moment, as the pages see it."""
    return datetime.now(UTC)


def next_month() -> date:
    """The first day of the coming month in the districts' time zone."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return last_day(today.replace(day=1)) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Board:
    """One subdistrict, two communities of three zones, two units of some cadres, linked with one community each."""

    district: District
    admin: User
    month: date
    open_days: list[date]
    communities: list[Community]
    zones: list[Zone]
    units: list[Unit]
    cadres: list[Cadre]

    @property
    def path(self) -> str:
        """The address of the month's board."""
        return f"/plan/{self.month:%Y-%m}"

    def day_of(self, number: int) -> date:
        """The day on which the hand-made draft has the cadre of this number serve."""
        return self.open_days[number % len(self.open_days)]

    def zone_of(self, number: int) -> Zone:
        """The zone in which it has them serve: one of the unit's own community."""
        own = self.zones[:3] if number < len(self.cadres) // 2 else self.zones[3:]
        return own[number % 3]

    def duty_path(self, number: int, rest: str = "") -> str:
        """The address of that duty."""
        return f"{self.path}/duty/{self.cadres[number].id}/{self.day_of(number)}{rest}"


def make_board(session: Session, size: int = 4) -> Board:
    """The district. Without a calendar all weekdays are open."""
    month = next_month()
    days = [month + timedelta(days=number) for number in range((last_day(month) - month).days + 1)]
    district = make_district(session)
    subdistrict = make_subdistrict(session, district)
    communities = [make_community(session, district, subdistrict_id=subdistrict.id) for _ in range(2)]
    zones = [make_zone(session, community, max_visits=99) for community in communities for _ in range(3)]
    units = [make_unit(session, district, [community], min_present=1) for community in communities]
    cadres = [make_cadre(session, unit) for unit in units for _ in range(size)]
    return Board(
        district=district,
        admin=make_admin(session, district),
        month=month,
        open_days=[day for day in days if day.weekday() < 5],
        communities=communities,
        zones=zones,
        units=units,
        cadres=cadres,
    )


def make_draft(session: Session, board: Board, without: Collection[int] = (), replan: bool = False) -> Draft:
    """A draft in which the cadre of number n serves on the n-th open day; those in `without` do not serve."""
    actor, moment = system(board.district), now()
    snapshot = take_snapshot(session, board.district.id, board.month, moment, replan=replan)
    duties = tuple(
        sorted(
            Duty(cadre.employee_number, board.day_of(number), board.zone_of(number).code)
            for number, cadre in enumerate(board.cadres)
            if number not in without
        )
    )
    found = audit(snapshot.instance, duties)
    assert found.valid, found.violations
    plan = Plan(
        instance=snapshot.instance.name,
        instance_sha256=snapshot.sha256,
        status="feasible",
        objective=found.objective,
        bound=0,
        score=found.score,
        assignments=duties,
        unserved=tuple(Unserved(cadre, missing) for cadre, missing in found.unserved.items()),
        solver={"seconds": 1.5, "workers": 1},
    )
    run = added(session, finished_run(board, snapshot.data, snapshot.sha256, plan))
    report = plan_report(snapshot.instance, duties, snapshot.names)
    return store_draft(session, actor, moment, run, snapshot, plan, report)


def finished_run(board: Board, data: bytes, sha256: str, plan: Plan) -> SolveRun:
    """The run behind a draft."""
    return SolveRun(
        district_id=board.district.id,
        kind=RunKind.DRAFT,
        state=RunState.FINISHED,
        month=board.month,
        asked_by="test",
        asked_at=now(),
        started_at=now(),
        ended_at=now(),
        outcome="draft",
        input_hash=sha256,
        instance=data,
        dossier={
            "input_hash": sha256,
            "status": plan.status,
            "objective": plan.objective,
            "bound": plan.bound,
            "score": dict(plan.score),
            "weights": {},
            "seed": 7,
            "solver": dict(plan.solver),
            "plan": keep_plan(plan),
        },
    )


def publish_draft(session: Session, board: Board, draft: Draft) -> Publication:
    """Publish as an admin would."""
    session.flush()
    actor = system(board.district)
    return publish(session, actor, now(), draft, preview_publication(session, actor, now(), draft).token)
