"""Surges for tests, declared and rostered through the product's own operations."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.engine import SolveOptions
from scheduler.placement.problem import dump_placement_instance, dump_placement_plan
from scheduler.problem import sha256_of
from scheduler.roster.problem import dump_roster, dump_roster_plan
from scheduler.surge import dump_surge, solve_surge
from service.models import (
    RunKind,
    RunState,
    SolveRun,
    SurgeMember,
    SurgeOperation,
    SurgeRoster,
)
from service.operations.actor import Actor
from service.operations.surge.building import Mode, problem_of, span_of
from service.operations.surge.declaring import CallingValues, OperationValues, save_calling, save_operation
from service.operations.surge.find import proposal_of, roster_in_force
from service.operations.surge.places import PlaceValues, save_place
from service.operations.surge.proposals import confirm_roster
from service.worker.surges.solving import report_of
from service.worker.surges.work import Kept, SurgeWorkOfRun
from service.worker.works import Task
from tests.support.factories import NOW, added
from tests.support.planning import World, make_world

FIRST = date(2026, 11, 23)


def make_surge_world(session: Session, size: int = 12, **given: Any) -> World:
    """Two units of `size`; each cadre lives in the unit's own community's first zone."""
    world = make_world(session, size, **given)
    for number, cadre in enumerate(world.cadres):
        cadre.home_zone_id = world.zones[0 if number < size else 3].id
        cadre.phone = f"139{number:08d}"
    for unit in world.units:
        unit.min_present = 0
    session.flush()
    return world


def declare(
    session: Session,
    world: World,
    actor: Actor,
    *,
    kind: str = "flood",
    days: int = 7,
    needed: int = 1,
    first: date = FIRST,
    now: datetime = NOW,
    **calling: Any,
) -> SurgeOperation:
    """An operation with both communities as places, so many people in every shift."""
    operation = save_operation(session, actor, now, OperationValues("防汛应急", kind, first, days))
    save_calling(session, actor, now, operation.id, CallingValues(**calling))
    for community in world.communities:
        needs = {(shift.id, None, None): needed for shift in operation.shifts}
        save_place(session, actor, now, operation.id, PlaceValues(community.name, community.id), needs)
    session.flush()
    return operation


def solve_now(
    session: Session,
    operation: SurgeOperation,
    mode: Mode = Mode.CALL,
    first: date | None = None,
    now: datetime = NOW,
    seconds: float = 3.0,
) -> SurgeRoster:
    """The proposal that a run would make, made in this process by the worker's own parts."""
    start = first or operation.first_day
    run: SolveRun = added(
        session,
        SolveRun(
            district_id=operation.district_id, kind=RunKind.ROSTER, month=start.replace(day=1), asked_by="test",
            asked_at=now, state=RunState.FINISHED, options={"operation": operation.id},
        ),
    )  # fmt: skip
    span = span_of(session, operation, mode, start)
    problem = problem_of(session, operation, mode, span)
    plan = solve_surge(problem, SolveOptions(time_limit=seconds, workers=1))
    answer = {
        "placement": dump_placement_instance(plan.placement).decode(),
        "places": dump_placement_plan(plan.places).decode(),
        "instance": dump_roster(plan.instance).decode(),
        "roster": dump_roster_plan(plan.roster).decode(),
        "report": json.loads(json.dumps(report_of(problem, plan))),
        "memory_megabytes": 1,
    }
    before = roster_in_force(session, operation)
    data = dump_surge(problem)
    task = Task(data, sha256_of(data), {}, Kept(operation.id, mode, span, before.number if before else None, problem))
    SurgeWorkOfRun().end(session, now, run, task, answer, {"seed": 1}, cancelled=False)
    assert run.outcome == "proposed", run.message
    found = proposal_of(session, operation)
    assert found is not None
    return found


def call_up(session: Session, world: World, actor: Actor, *, now: datetime = NOW, **given: Any) -> SurgeOperation:
    """An operation declared, rostered and confirmed."""
    operation = declare(session, world, actor, now=now, **given)
    confirm_roster(session, actor, now, solve_now(session, operation, now=now).id)
    session.flush()
    return operation


def members(session: Session, operation: SurgeOperation) -> dict[int, SurgeMember]:
    """The members by cadre."""
    rows = session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id).order_by(SurgeMember.id))
    return {row.cadre_id: row for row in rows}
