"""Calling up: who may be called, what a confirmed roster does, and the whole way to standing down."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.roster.audit import check_roster_plan
from scheduler.roster.problem import parse_roster_plan
from service.messages import Conflict, InvalidInput
from service.models import (
    AuditEntry,
    Exemption,
    ExemptionKind,
    MemberState,
    SurgeService,
    SurgeWork,
)
from service.operations.engagements import EngagementKind, engagements
from service.operations.surge.applying import day_before
from service.operations.surge.arrivals import mark_arrival
from service.operations.surge.building import Mode
from service.operations.surge.declaring import RestValues, save_rest
from service.operations.surge.find import roster_in_force, works_of
from service.operations.surge.listing import list_person
from service.operations.surge.past import past_of
from service.operations.surge.pool import Why, pool_of
from service.operations.surge.proposals import confirm_roster
from service.operations.surge.standing_down import preview_stand_down, stand_down
from tests.support.factories import NOW, added, system
from tests.support.planning import World, give_leave
from tests.support.surges import FIRST, call_up, declare, make_surge_world, members, solve_now

LAST = FIRST + timedelta(days=6)


@pytest.fixture
def world(session: Session) -> World:
    return make_surge_world(session)


def exempt(session: Session, world: World, number: int, kind: ExemptionKind) -> None:
    cadre = world.cadres[number]
    added(
        session,
        Exemption(district_id=world.district.id, cadre_id=cadre.id, kind=kind, first_day=FIRST, reason="x"),
    )


def test_the_protected_and_those_elsewhere_are_not_called(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district))
    exempt(session, world, 0, ExemptionKind.NURSING)
    exempt(session, world, 1, ExemptionKind.POSTED)
    exempt(session, world, 2, ExemptionKind.LEADER)
    give_leave(session, world.cadres[3], FIRST, LAST)
    give_leave(session, world.cadres[4], FIRST, FIRST + timedelta(days=1))
    list_person(session, system(world.district), NOW, operation.id, world.cadres[5].employee_number, "barred", "x")
    pool = pool_of(session, operation, FIRST, LAST)
    assert {one.cadre_id: one.why for one in pool.refused} == {
        world.cadres[0].id: Why.PROTECTED,
        world.cadres[1].id: Why.ELSEWHERE,
        world.cadres[3].id: Why.AWAY,
        world.cadres[5].id: Why.LISTED,
    }
    short = next(one for one in pool.people if one.cadre_id == world.cadres[4].id)
    assert short.days_off == (FIRST, FIRST + timedelta(days=1))


def test_only_the_units_called_and_those_on_the_list_may_be_called(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district), unit_ids=(world.units[0].id,))
    list_person(session, system(world.district), NOW, operation.id, world.cadres[-1].employee_number, "days_only", None)
    pool = pool_of(session, operation, FIRST, LAST)
    assert Counter(one.unit_id for one in pool.people) == {world.units[0].id: 12, world.units[1].id: 1}
    assert [one.cadre_id for one in pool.people if one.days_only] == [world.cadres[-1].id]


def test_a_unit_sends_no_more_than_it_can_spare(session: Session, world: World) -> None:
    world.units[0].min_present = 10
    operation = declare(session, world, system(world.district), needed=2)
    roster = solve_now(session, operation)
    units = Counter(
        world.cadres.index(cadre) < 12 for cadre in world.cadres if str(cadre.id) in roster.report["placed"]
    )
    assert units[True] <= 2


def test_people_serve_where_they_live_and_every_rest_rule_is_kept(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district), needed=1)
    roster = solve_now(session, operation)
    assert roster.report["home"] == len(roster.report["placed"])
    assert roster.instance is not None
    assert roster.plan is not None
    assert check_roster_plan(roster.instance, parse_roster_plan(roster.plan)) == []
    confirm_roster(session, system(world.district), NOW, roster.id)
    works = works_of(session, operation)
    assert len(works) == 7 * 2 * 2
    by_person = {(work.cadre_id, work.date): work.shift for work in works}
    for (cadre, day), shift in by_person.items():
        # After a night (20:00 to 08:00) no day shift begins within eleven hours.
        follower = by_person.get((cadre, day + timedelta(days=1)))
        assert not (shift.night and follower is not None and not follower.night)
    assert all(past.worked <= 5 for past in past_of(session, operation, LAST + timedelta(days=1)).values())


def test_who_is_called_owes_no_monthly_duty_and_is_engaged(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    called = members(session, operation)
    rows = session.scalars(select(Exemption).where(Exemption.operation_id == operation.id)).all()
    assert {row.cadre_id for row in rows} == set(called)
    assert all((row.kind, row.first_day, row.last_day) == (ExemptionKind.SURGE, FIRST, LAST) for row in rows)
    known = engagements(session, world.district.id, FIRST, LAST, set(called))
    kinds = {one.kind for mine in known.values() for one in mine}
    assert kinds == {EngagementKind.SURGE}


def test_another_operation_cannot_call_the_same_people(session: Session, world: World) -> None:
    first = call_up(session, world, system(world.district))
    second = declare(session, world, system(world.district))
    pool = pool_of(session, second, FIRST, LAST)
    assert {one.cadre_id for one in pool.refused if one.why is Why.ELSEWHERE} == set(members(session, first))


def test_a_stale_proposal_is_refused(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    old = solve_now(session, operation, Mode.AGAIN)
    new = solve_now(session, operation, Mode.AGAIN)
    with pytest.raises(Conflict):
        confirm_roster(session, system(world.district), NOW, old.id)
    confirm_roster(session, system(world.district), NOW, new.id)
    with pytest.raises(Conflict):
        confirm_roster(session, system(world.district), NOW, new.id)


def test_a_proposal_of_days_past_is_refused(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district))
    roster = solve_now(session, operation)
    with pytest.raises(Conflict):
        confirm_roster(session, system(world.district), NOW + timedelta(days=10), roster.id)


def test_planning_again_changes_nothing_where_nothing_changed(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    before = {(work.cadre_id, work.date): work.shift_id for work in works_of(session, operation)}
    again = solve_now(session, operation, Mode.AGAIN)
    found = confirm_roster(session, system(world.district), NOW, again.id)
    assert (found.added, found.gone) == (0, 0)
    assert {(work.cadre_id, work.date): work.shift_id for work in works_of(session, operation)} == before


def test_an_older_version_stays_readable(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    first = roster_in_force(session, operation)
    assert first is not None
    before = {(work.cadre_id, work.date) for work in works_of(session, operation)}
    day = FIRST + timedelta(days=3)
    confirm_roster(session, system(world.district), NOW, solve_now(session, operation, Mode.RELIEF, day).id)
    assert {(work.cadre_id, work.date) for work in works_of(session, operation)} != before
    assert {(work.cadre_id, work.date) for work in works_of(session, operation, number=first.number)} == before


def test_relief_brings_new_people_and_the_old_return(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    old = set(members(session, operation))
    day = FIRST + timedelta(days=3)
    confirm_roster(session, system(world.district), NOW, solve_now(session, operation, Mode.RELIEF, day).id)
    rows = members(session, operation)
    new = {cadre for cadre, row in rows.items() if row.state == MemberState.CALLED}
    assert not new & old
    assert {rows[cadre].last_day for cadre in old} == {day_before(day)}
    assert {rows[cadre].wave for cadre in new} == {2}
    ended = session.scalars(select(Exemption).where(Exemption.cadre_id.in_(old))).all()
    assert {row.last_day for row in ended} == {day_before(day)}


def test_who_serves_on_carries_their_run_of_work_along(session: Session, world: World) -> None:
    operation = declare(session, world, system(world.district), needed=4)
    save_rest(session, system(world.district), NOW, operation.id, RestValues(max_consecutive=3))
    confirm_roster(session, system(world.district), NOW, solve_now(session, operation).id)
    day = FIRST + timedelta(days=3)
    # Nobody is left to relieve them: the same people go on, and no run of work may pass three days.
    confirm_roster(session, system(world.district), NOW, solve_now(session, operation, Mode.RELIEF, day).id)
    days: dict[int, set[date]] = {}
    for work in works_of(session, operation):
        days.setdefault(work.cadre_id, set()).add(work.date)
    for mine in days.values():
        assert not any({one + timedelta(days=step) for step in range(4)} <= mine for one in mine)


def test_standing_down_returns_everyone_and_writes_the_ledger(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district), credit_shifts=2)
    later = NOW + timedelta(days=5)
    day = FIRST + timedelta(days=2)
    absent = works_of(session, operation, SurgeWork.date == FIRST)[0]
    mark_arrival(session, system(world.district), later, operation.id, absent.cadre_id, FIRST, "absent")
    told = preview_stand_down(session, system(world.district), later, operation.id, day)
    done = stand_down(session, system(world.district), later, operation.id, day)
    assert (done.people, done.served, done.credited) == (told.people, told.served, told.credited)
    assert works_of(session, operation, SurgeWork.date > day) == []
    rows = {row.cadre_id: row for row in session.scalars(select(SurgeService))}
    expected = Counter(work.cadre_id for work in works_of(session, operation))
    expected[absent.cadre_id] -= 1
    assert {cadre: row.shifts for cadre, row in rows.items()} == {cadre: n for cadre, n in expected.items() if n}
    credited = {cadre for cadre, row in rows.items() if row.credited_month is not None}
    assert credited == {cadre for cadre, n in expected.items() if n >= 2}
    exemptions = session.scalars(select(Exemption).where(Exemption.operation_id == operation.id)).all()
    whole = [row for row in exemptions if row.last_day == date(2026, 11, 30)]
    assert {row.cadre_id for row in whole} == credited
    assert all(row.first_day == day + timedelta(days=1) for row in whole)
    assert all(row.last_day == day for row in exemptions if row not in whole)
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"surge_roster.confirm", "surge.stand_down", "surge.arrival"} <= actions


def test_standing_down_on_a_day_out_of_bounds_is_refused(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    with pytest.raises(InvalidInput):
        stand_down(session, system(world.district), NOW, operation.id, LAST + timedelta(days=1))


def test_arrival_cannot_be_marked_before_the_day(session: Session, world: World) -> None:
    operation = call_up(session, world, system(world.district))
    work = works_of(session, operation)[0]
    early: datetime = NOW
    with pytest.raises(Conflict):
        mark_arrival(session, system(world.district), early, operation.id, work.cadre_id, work.date, "arrived")
