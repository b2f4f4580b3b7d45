"""A small district that can be planned, and its months made through the product's own operations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from scheduler.engine import SolveOptions, solve
from service.models import (
    Absence,
    Cadre,
    CalendarDay,
    CalendarRevision,
    Community,
    DayKind,
    District,
    Draft,
    Publication,
    RunKind,
    RunState,
    SolveRun,
    Unit,
    Zone,
)
from service.operations.drafts import open_draft, store_draft
from service.operations.plan_report import plan_report
from service.operations.publication import preview_publication, publish
from service.operations.snapshot import KEEP_DAYS
from service.settings import Settings, SolverSettings
from service.worker.context import Worker, make_worker
from service.worker.inputs import inputs_of
from tests.support.factories import (
    NOW,
    added,
    make_cadre,
    make_community,
    make_district,
    make_subdistrict,
    make_unit,
    make_zone,
    system,
)

MONTH = date(2026, 12, 1)


@dataclass(frozen=True, slots=True)
class World:
    """One subdistrict with two communities of three zones each; two units of four, linked with one each."""

    district: District
    communities: list[Community]
    zones: list[Zone]
    units: list[Unit]
    cadres: list[Cadre]


def make_world(session: Session, size: int = 4, **given: Any) -> World:
    """A district of two units with `size` cadres each. All weekdays are open: no calendar is made."""
    district = make_district(session, **given)
    subdistrict = make_subdistrict(session, district)
    communities = [make_community(session, district, subdistrict_id=subdistrict.id) for _ in range(2)]
    zones = [make_zone(session, community) for community in communities for _ in range(3)]
    units = [make_unit(session, district, [community], min_present=1) for community in communities]
    cadres = [make_cadre(session, unit) for unit in units for _ in range(size)]
    return World(district, communities, zones, units, cadres)


def make_calendar(session: Session, district: District, days: dict[date, dict[str, Any]], number: int = 1) -> None:
    """A revision that names these days."""
    revision = added(session, CalendarRevision(district_id=district.id, number=number, made_at=NOW, made_by="test"))
    for day, given in days.items():
        values = {"kind": DayKind.WORKDAY, "open": True, **given}
        session.add(CalendarDay(revision_id=revision.id, date=day, **values))
    session.flush()


def give_leave(session: Session, cadre: Cadre, first: date, last: date, **given: Any) -> Absence:
    """Leave, both ends included."""
    values = {"district_id": cadre.district_id, "cadre_id": cadre.id, "kind": "leave", **given}
    row: Absence = added(session, Absence(first_day=first, last_day=last, **values))
    return row


def make_draft(
    session: Session, district: District, month: date = MONTH, now: datetime = NOW, kind: RunKind = RunKind.DRAFT
) -> Draft:
    """A month solved in this process and stored as its open draft."""
    run = added(
        session,
        SolveRun(
            district_id=district.id, kind=kind, month=month, asked_by="test", asked_at=now,
            state=RunState.FINISHED, outcome="draft",
        ),
    )  # fmt: skip
    inputs = inputs_of(session, district.id, run, now, KEEP_DAYS)
    snapshot = inputs.snapshot
    plan = solve(snapshot.instance, SolveOptions(time_limit=2.0, workers=1))
    before = open_draft(session, district.id, month)
    pins = list(before.pins) if before else []
    report = plan_report(snapshot.instance, plan.assignments, snapshot.names)
    return store_draft(session, system(district), now, run, snapshot, plan, report, pins)


def publish_month(session: Session, district: District, month: date = MONTH, now: datetime = NOW) -> Publication:
    """A month drafted, checked and published."""
    draft = make_draft(session, district, month, now)
    return publish_draft(session, district, draft, now)


def publish_draft(session: Session, district: District, draft: Draft, now: datetime = NOW) -> Publication:
    """A draft published as an admin would."""
    actor = system(district)
    session.flush()
    return publish(session, actor, now, draft, preview_publication(session, actor, now, draft).token)


def make_test_worker(database: str, folder: Path, now: datetime = NOW, **solver: Any) -> Worker:
    """A worker whose clock stands still."""
    chosen = SolverSettings(**{"time_limit": 3.0, "workers": 1, **solver})
    return make_worker(Settings(data_folder=folder, database_url=database, solver=chosen), lambda: now)
