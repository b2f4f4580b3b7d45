"""Answers and replacements: who may answer for whom, and that a "cannot" moves nobody else."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.surge import dump_surge, parse_surge
from service.messages import Conflict, InvalidInput, NotFound
from service.models import Exemption, MemberState, RoleName, SurgeAnswer, SurgeMember, SurgeOperation, SurgeWork
from service.operations.actor import Actor
from service.operations.feeds import calendar_of
from service.operations.surge.answering import answer_call
from service.operations.surge.building import Mode, Span, problem_of
from service.operations.surge.callout import CallFilter, answer_counts, callout, message_to
from service.operations.surge.find import roster_in_force, works_of
from service.operations.surge.mine import my_calls
from service.operations.surge.past import past_of
from tests.support.factories import NOW, actor_for, make_user, system
from tests.support.planning import World, give_leave
from tests.support.surges import FIRST, call_up, make_surge_world, members

Lines = dict[int, dict[date, int]]


@pytest.fixture
def world(session: Session) -> World:
    return make_surge_world(session)


@pytest.fixture
def operation(session: Session, world: World) -> SurgeOperation:
    return call_up(session, world, system(world.district))


def lines(session: Session, operation: SurgeOperation) -> Lines:
    found: Lines = {}
    for work in works_of(session, operation):
        found.setdefault(work.cadre_id, {})[work.date] = work.shift_id
    return found


def somebody(session: Session, operation: SurgeOperation) -> SurgeMember:
    row = session.get(SurgeMember, min(one.id for one in members(session, operation).values()))
    assert row is not None
    return row


def officer(session: Session, world: World, unit: int) -> Actor:
    return actor_for(make_user(session, world.district, RoleName.UNIT_OFFICER, unit_id=world.units[unit].id))


def head(session: Session, world: World, community: int) -> Actor:
    place = world.communities[community].id
    return actor_for(make_user(session, world.district, RoleName.COMMUNITY_HEAD, community_id=place))


def test_a_cannot_is_replaced_at_once_and_nobody_else_is_moved(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    before, member = lines(session, operation), somebody(session, operation)
    number = roster_in_force(session, operation).number  # type: ignore[union-attr]
    found = answer_call(session, system(world.district), NOW, member.id, "cannot", "家人生病")
    after = lines(session, operation)
    assert found is not None
    assert found.open == 0
    assert member.cadre_id not in after
    takers = {one.cadre_id for one in found.takers}
    assert {cadre: line for cadre, line in after.items() if cadre not in takers} == {
        cadre: line for cadre, line in before.items() if cadre not in takers | {member.cadre_id}
    }
    taken = {day: shift for one in found.takers for day in one.days for shift in [after[one.cadre_id][day]]}
    assert taken == before[member.cadre_id]
    newer = roster_in_force(session, operation)
    assert newer is not None
    assert newer.number == number + 1
    assert newer.report["absent"] == member.cadre.name


def test_the_best_next_person_is_the_nearest_who_is_not_called_yet(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    member = somebody(session, operation)
    found = answer_call(session, system(world.district), NOW, member.id, "cannot", "x")
    assert found is not None
    taker = members(session, operation)[found.takers[0].cadre_id]
    assert found.takers[0].new
    assert (taker.place_id, taker.replaces_id, taker.answer) == (member.place_id, member.id, SurgeAnswer.NONE)
    # Of the same community as the place: they live there.
    assert taker.unit_id == member.unit_id


def test_who_cannot_come_from_the_first_day_keeps_the_monthly_duty(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    member = somebody(session, operation)
    answer_call(session, system(world.district), NOW, member.id, "cannot", "x")
    row = session.scalars(select(Exemption).where(Exemption.cadre_id == member.cadre_id)).one()
    assert row.cancelled_at is not None
    assert (member.state, member.served_any) == (MemberState.RELEASED, False)


def test_who_cannot_go_on_has_served_the_days_before(session: Session, world: World, operation: SurgeOperation) -> None:
    member = somebody(session, operation)
    day = FIRST + timedelta(days=3)
    before = lines(session, operation)[member.cadre_id]
    answer_call(session, system(world.district), NOW, member.id, "cannot", "x", day)
    assert lines(session, operation).get(member.cadre_id, {}) == {d: s for d, s in before.items() if d < day}
    row = session.scalars(select(Exemption).where(Exemption.cadre_id == member.cadre_id)).one()
    assert (row.last_day, row.cancelled_at) == (day - timedelta(days=1), None)


def test_what_nobody_can_take_stays_open_and_is_told(session: Session, world: World) -> None:
    # Six people at each of two places for four a day: everybody serves, and nobody is left over.
    operation = call_up(session, world, system(world.district), needed=6)
    for cadre in world.cadres:
        if cadre.id not in members(session, operation):
            give_leave(session, cadre, FIRST, FIRST + timedelta(days=6))
    member = somebody(session, operation)
    before = lines(session, operation)
    found = answer_call(session, system(world.district), NOW, member.id, "cannot", "x")
    assert found is not None
    taken = sum(len(one.days) for one in found.takers)
    assert taken + found.open == len(before[member.cadre_id])
    assert found.open > 0


@pytest.mark.parametrize("answer,reason", [("cannot", ""), ("perhaps", "x")])
def test_an_answer_without_its_reason_or_unknown_is_refused(
    session: Session, world: World, operation: SurgeOperation, answer: str, reason: str
) -> None:
    with pytest.raises(InvalidInput):
        answer_call(session, system(world.district), NOW, somebody(session, operation).id, answer, reason)


def test_everyone_responsible_may_answer_and_nobody_else(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    member = somebody(session, operation)
    unit = world.units.index(next(one for one in world.units if one.id == member.unit_id))
    place = next(i for i, one in enumerate(world.communities) if one.id == member.place.community_id)
    own = actor_for(make_user(session, world.district, RoleName.CADRE, cadre_id=member.cadre_id))
    for actor in (officer(session, world, unit), head(session, world, place), own):
        answer_call(session, actor, NOW, member.id, "coming")
        assert (member.answer, member.answered_by) == (SurgeAnswer.COMING, actor.name)
        answer_call(session, actor, NOW, member.id, "none")
    other = actor_for(make_user(session, world.district, RoleName.CADRE, cadre_id=world.cadres[-1].id))
    if member.cadre_id == world.cadres[-1].id:
        other = actor_for(make_user(session, world.district, RoleName.CADRE))
    for actor in (officer(session, world, 1 - unit), head(session, world, 1 - place), other):
        with pytest.raises(NotFound):
            answer_call(session, actor, NOW, member.id, "coming")


def test_who_is_released_cannot_answer_again(session: Session, world: World, operation: SurgeOperation) -> None:
    member = somebody(session, operation)
    answer_call(session, system(world.district), NOW, member.id, "cannot", "x")
    with pytest.raises(Conflict):
        answer_call(session, system(world.district), NOW, member.id, "coming")


def test_the_call_out_has_masked_numbers_and_counts_the_answers(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    found = callout(session, system(world.district), NOW, operation, FIRST)
    assert {one.phone[3:7] for one in found if one.phone} == {"****"}
    answer_call(session, system(world.district), NOW, found[0].member.id, "coming")
    session.expire_all()
    again = callout(session, system(world.district), NOW, operation, FIRST)
    assert answer_counts(again) == {"coming": 1, "none": len(again) - 1, "cannot": 0}
    coming = callout(session, system(world.district), NOW, operation, FIRST, CallFilter(answer="coming"))
    assert [one.member.id for one in coming] == [found[0].member.id]
    text = message_to(operation, found[0])
    assert found[0].name in text
    assert found[0].member.place.name in text
    assert found[0].member.cadre.phone
    assert found[0].member.cadre.phone not in text


def test_a_unit_officer_sees_the_own_people_only(session: Session, world: World, operation: SurgeOperation) -> None:
    found = callout(session, officer(session, world, 0), NOW, operation, FIRST)
    assert {one.member.unit_id for one in found} == {world.units[0].id}


def test_the_calendar_has_the_shifts_and_cancels_those_that_fall_away(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    member = somebody(session, operation)
    own = lines(session, operation)[member.cadre_id]
    day = min(own)
    uid = f"surge-{operation.id}-{member.cadre_id}-{day:%Y%m%d}@"
    first = calendar_of(session, world.district.id, member.cadre_id, NOW, "zh").body.decode().replace("\r\n ", "")
    assert first.count("UID:surge-") == len(own)
    assert "STATUS:CANCELLED" not in first
    answer_call(session, system(world.district), NOW, member.id, "cannot", "x")
    after = calendar_of(session, world.district.id, member.cadre_id, NOW, "zh").body.decode().replace("\r\n ", "")
    entry = next(part for part in after.split("BEGIN:VEVENT") if uid in part)
    assert "SEQUENCE:1" in entry
    assert "STATUS:CANCELLED" in entry


def test_a_night_shift_ends_the_next_day_in_the_calendar(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    night = next(work for work in works_of(session, operation) if work.shift.night)
    body = calendar_of(session, world.district.id, night.cadre_id, NOW, "zh").body.decode().replace("\r\n ", "")
    entry = next(part for part in body.split("BEGIN:VEVENT") if night.uid in part)
    end = night.date + timedelta(days=1)
    assert f"T200000\r\nDTEND;TZID=Asia/Shanghai:{end:%Y%m%d}T080000" in entry


def test_a_cadre_finds_the_own_call(session: Session, world: World, operation: SurgeOperation) -> None:
    member = somebody(session, operation)
    actor = actor_for(make_user(session, world.district, RoleName.CADRE, cadre_id=member.cadre_id))
    (mine,) = my_calls(session, actor, FIRST + timedelta(days=2))
    assert mine.open
    assert {work.date for work in mine.coming} == {
        day for day in lines(session, operation)[member.cadre_id] if day >= FIRST + timedelta(days=2)
    }


def test_the_past_counts_runs_of_work_and_rest(session: Session, world: World, operation: SurgeOperation) -> None:
    cadre, own = next(iter(lines(session, operation).items()))
    last = max(own)
    past = past_of(session, operation, last + timedelta(days=1))[cadre]
    assert past.worked >= 1
    assert past.last_shift == str(own[last])
    assert past.shifts == len(own)
    later = past_of(session, operation, last + timedelta(days=3))[cadre]
    assert (later.worked, later.free) == (0, 2)
    assert session.scalar(select(SurgeWork.id).limit(1)) is not None


def test_the_problem_is_the_same_after_a_round_through_its_file(
    session: Session, world: World, operation: SurgeOperation
) -> None:
    span = Span(FIRST, FIRST + timedelta(days=6))
    problem = problem_of(session, operation, Mode.AGAIN, span)
    assert parse_surge(dump_surge(problem)) == problem
