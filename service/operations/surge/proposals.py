"""Rosters made by the worker: stored as proposals, confirmed as the version in force, or discarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.roster.problem import parse_roster_plan
from scheduler.surge import place_and_shift
from service.messages import Conflict, Message
from service.models import (
    Cadre,
    MemberState,
    RosterState,
    SurgeAnswer,
    SurgeMember,
    SurgeOperation,
    SurgePlace,
    SurgeRoster,
    SurgeState,
    UnitMembership,
)
from service.operations.actor import Actor
from service.operations.audit_log import record
from service.operations.editing import find
from service.operations.memberships import in_force
from service.operations.scope import today_of
from service.operations.surge.applying import Difference, apply_works, day_before, follow_exemptions, release
from service.operations.surge.building import Mode
from service.operations.surge.find import find_operation, hold_operation, next_number, roster_in_force
from service.operations.surge.months import replan_months


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made: canonical files, points with bounds, and the report (see `SurgeRoster.report`)."""

    problem: bytes
    instance: bytes
    plan: bytes
    input_hash: str
    status: str
    objective: int
    bound: int
    place_objective: int
    place_bound: int
    report: Mapping[str, Any]


def store_proposal(
    session: Session,
    actor: Actor,
    now: datetime,
    operation: SurgeOperation,
    mode: Mode,
    days: tuple[date, date],
    base_number: int | None,
    made: Made,
    run_id: int | None,
) -> SurgeRoster:
    """Keep a roster that passed its audit, for an admin to decide on; an older proposal is discarded."""
    for older in session.scalars(
        select(SurgeRoster).where(SurgeRoster.operation_id == operation.id, SurgeRoster.state == RosterState.PROPOSED)
    ):
        older.state = RosterState.DISCARDED
    row = SurgeRoster(
        district_id=operation.district_id, operation_id=operation.id, run_id=run_id, mode=str(mode),
        number=next_number(session, operation), base_number=base_number, first_day=days[0], last_day=days[1],
        made_at=now, made_by=actor.name, state=RosterState.PROPOSED, input_hash=made.input_hash, problem=made.problem,
        instance=made.instance, plan=made.plan, status=made.status, objective=made.objective, bound=made.bound,
        place_objective=made.place_objective, place_bound=made.place_bound, report=dict(made.report),
    )  # fmt: skip
    session.add(row)
    after = {"number": row.number, "objective": made.objective, "bound": made.bound, "mode": row.mode}
    record(session, actor, now, "surge_roster.propose", row, after=after)
    return row


def find_roster(session: Session, actor: Actor, roster_id: int) -> SurgeRoster:
    """A roster of the district's, for admins.

    Raises:
        NotFound: there is none.
    """
    row = find(session, SurgeRoster, roster_id, SurgeRoster.district_id == actor.district_id)
    find_operation(session, actor, row.operation_id)
    return row


def discard_roster(session: Session, actor: Actor, now: datetime, roster_id: int) -> SurgeRoster:
    """Put a proposal aside; what is in force stays so.

    Raises:
        Conflict: it is no proposal any more.
    """
    row = find_roster(session, actor, roster_id)
    _expect_proposed(row)
    row.state = RosterState.DISCARDED
    record(session, actor, now, "surge_roster.discard", row, note=str(row.number))
    return row


def _expect_proposed(row: SurgeRoster) -> None:
    if row.state != RosterState.PROPOSED:
        raise Conflict(Message("该方案已处理，请刷新页面"))


def confirm_roster(session: Session, actor: Actor, now: datetime, roster_id: int) -> Difference:
    """Put a proposal in force: its people are called, who is in it no more is released, the monthly duty suspended.

    Raises:
        Conflict: it was decided on already, the operation is over, its days began before today, or the roster in force
            has changed since it was made.
    """
    roster = find_roster(session, actor, roster_id)
    operation = roster.operation
    hold_operation(session, operation)
    session.refresh(roster)
    _expect_proposed(roster)
    if operation.state not in (SurgeState.PREPARING, SurgeState.ACTIVE):
        raise Conflict(Message("该行动已结束，不能再修改"))
    before = roster_in_force(session, operation)
    if (before.number if before else None) != roster.base_number:
        raise Conflict(Message("生成该方案后，现行班表已有变动（如替换人员），请重新排班"))
    if roster.first_day < today_of(session, actor.district_id, now):
        raise Conflict(Message("该方案从 %(day)s 开始，已经过去，请重新排班", day=roster.first_day))
    if before is not None:
        before.state = RosterState.SUPERSEDED
        session.flush()
    found = apply_works(session, operation, roster.number, now, wanted_of(roster), roster.first_day)
    _call(session, operation, roster)
    roster.state, roster.confirmed_at, roster.confirmed_by = RosterState.IN_FORCE, now, actor.name
    operation.state = SurgeState.ACTIVE
    follow_exemptions(session, operation, now)
    after = {"number": roster.number, "added": found.added, "gone": found.gone, "kept": found.kept}
    record(session, actor, now, "surge_roster.confirm", roster, after=after)
    replan_months(session, actor, now, operation, roster.first_day, roster.last_day)
    return found


def wanted_of(roster: SurgeRoster) -> dict[tuple[int, date], tuple[int, int]]:
    """The shifts of a proposal: place and shift by cadre and date."""
    assert roster.plan is not None
    found = {}
    for work in parse_roster_plan(roster.plan).assignments:
        place, shift = place_and_shift(work.shift)
        day = date.fromordinal(roster.first_day.toordinal() + work.day)
        found[int(work.staff), day] = (int(place), int(shift))
    return found


def _call(session: Session, operation: SurgeOperation, roster: SurgeRoster) -> None:
    """Members as the proposal has them; who is in it no more serves until the day before."""
    placed = {int(cadre): int(place) for cadre, place in roster.report["placed"].items()}
    members = {
        row.cadre_id: row
        for row in session.scalars(select(SurgeMember).where(SurgeMember.operation_id == operation.id))
    }
    wave = max((row.wave for row in members.values()), default=0)
    wave = max(1, wave + (roster.mode == Mode.RELIEF))
    for cadre, member in members.items():
        if member.state == MemberState.CALLED and cadre not in placed:
            release(member, day_before(roster.first_day))
    units = _units(session, operation, roster.first_day)
    days_only = set(roster.report.get("days_only", ()))
    for cadre, place in placed.items():
        known = members.get(cadre)
        if known is None:
            session.add(_member(operation, roster, cadre, place, wave, units.get(cadre), cadre in days_only))
        else:
            _keep(known, place, roster, wave)
    session.flush()


def _units(session: Session, operation: SurgeOperation, day: date) -> dict[int, int]:
    rows = session.execute(
        select(UnitMembership.cadre_id, UnitMembership.unit_id)
        .join(Cadre, Cadre.id == UnitMembership.cadre_id)
        .where(Cadre.district_id == operation.district_id, in_force(UnitMembership, day))
    )
    return {row.cadre_id: row.unit_id for row in rows}


def _member(
    operation: SurgeOperation,
    roster: SurgeRoster,
    cadre: int,
    place: int,
    wave: int,
    unit: int | None,
    days_only: bool,
) -> SurgeMember:
    return SurgeMember(
        district_id=operation.district_id, operation_id=operation.id, cadre_id=cadre, place_id=place, unit_id=unit,
        wave=wave, days_only=days_only, first_day=roster.first_day, last_day=roster.last_day,
    )  # fmt: skip


def _keep(member: SurgeMember, place: int, roster: SurgeRoster, wave: int) -> None:
    """Who serves on keeps the answer unless they go elsewhere or come back: then they are asked again."""
    back = member.state == MemberState.RELEASED
    if back or member.place_id != place:
        member.answer, member.answer_reason, member.answered_at, member.answered_by = SurgeAnswer.NONE, None, None, None
    if back and not member.served_any:
        member.first_day = roster.first_day
    if back or roster.mode == Mode.RELIEF:
        member.wave = wave
    member.state, member.served_any, member.place_id = MemberState.CALLED, True, place
    member.last_day = max(roster.last_day, member.first_day)


def place_names(session: Session, operation: SurgeOperation) -> dict[int, str]:
    """The names of an operation's places by row id."""
    rows = session.execute(select(SurgePlace.id, SurgePlace.name).where(SurgePlace.operation_id == operation.id))
    return {row.id: row.name for row in rows}
