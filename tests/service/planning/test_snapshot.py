"""The snapshot of a month: who and what is in it, as dated facts have it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from scheduler.problem import dump_instance, parse_instance
from service.models import (
    DayPreference,
    Exemption,
    Party,
    PartyMember,
    Recusal,
    UnitLink,
    UnitMembership,
)
from service.operations.planning_settings import save_planning
from service.operations.snapshot import Snapshot, changes_between, take_snapshot
from tests.support.factories import EPOCH, NOW, make_cadre, make_community, make_zone, system
from tests.support.planning import MONTH, World, give_leave, make_calendar, make_world

SECOND = date(2026, 12, 2)


def december(day: int) -> date:
    return date(2026, 12, day)


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def take(session: Session, world: World, now: datetime = NOW) -> Snapshot:
    session.flush()
    return take_snapshot(session, world.district.id, MONTH, now)


def cadre_in(snapshot: Snapshot, number: str):  # type: ignore[no-untyped-def]
    return next((cadre for cadre in snapshot.instance.cadres if cadre.id == number), None)


def test_the_same_data_give_the_same_bytes(session: Session, world: World) -> None:
    first, second = take(session, world), take(session, world)
    assert (first.data, first.sha256, first.facts) == (second.data, second.sha256, second.facts)
    # Nobody carries anything here, so it is written without the points of the rules that need it: compared as written.
    assert dump_instance(parse_instance(first.data)) == first.data


def test_another_districts_data_are_not_in_it(session: Session, world: World) -> None:
    before = take(session, world)
    make_world(session)
    assert take(session, world).sha256 == before.sha256


def test_the_number_of_queries_does_not_grow_with_the_people(session: Session, world: World) -> None:
    counts = []
    for _ in range(2):
        statements: list[str] = []
        listener = lambda *args, found=statements: found.append(args[2])  # noqa: E731
        event.listen(session.get_bind(), "before_cursor_execute", listener)
        take(session, world)
        event.remove(session.get_bind(), "before_cursor_execute", listener)
        counts.append(len(statements))
        for _ in range(20):
            make_cadre(session, world.units[0])
        session.commit()
    assert counts[0] == counts[1]


def test_days_without_a_calendar_go_by_weekday_and_are_provisional(session: Session, world: World) -> None:
    snapshot = take(session, world)
    opened = {day.date for day in snapshot.instance.days if day.open}
    assert {december(1), december(4), december(7)} <= opened
    assert not opened & {december(5), december(6)}
    assert len(snapshot.provisional_days) == 31


def test_the_newest_revision_of_a_day_is_in_force(session: Session, world: World) -> None:
    make_calendar(session, world.district, {december(5): {"burden": 2, "max_on_duty": 3}, december(7): {}})
    make_calendar(session, world.district, {december(7): {"open": False}}, number=2)
    days = {day.date: day for day in take(session, world).instance.days}
    assert (days[december(5)].open, days[december(5)].burden, days[december(5)].max) == (True, 2, 3)
    assert not days[december(7)].open


def test_min_and_max_follow_from_the_head_count(session: Session, world: World) -> None:
    # 8 duties on 23 weekdays: 0.348 a day; 80 % of it rounded down is 0, 130 % rounded up is 1.
    days = take(session, world).instance.days
    assert {(day.min, day.max) for day in days} == {(0, 1)}


def test_past_days_are_those_before_today_in_the_districts_own_time_zone(session: Session, world: World) -> None:
    # 17:00 UTC on 1 December is 01:00 on the 2nd in Shanghai.
    snapshot = take(session, world, datetime(2026, 12, 1, 17, tzinfo=UTC))
    assert [day.date for day in snapshot.instance.days if day.past] == [december(1)]


def test_leave_makes_unavailable_and_absent_and_a_meeting_only_unavailable(session: Session, world: World) -> None:
    leave, meeting = world.cadres[:2]
    give_leave(session, leave, date(2026, 11, 28), SECOND)
    give_leave(session, meeting, SECOND, SECOND, kind="meeting", away=False)
    snapshot = take(session, world)
    found = cadre_in(snapshot, leave.employee_number)
    assert (found.unavailable, found.absent) == ((december(1), SECOND), (december(1), SECOND))
    found = cadre_in(snapshot, meeting.employee_number)
    assert (found.unavailable, found.absent) == ((SECOND,), ())


def test_leave_ends_on_the_day_before_the_return(session: Session, world: World) -> None:
    give_leave(session, world.cadres[0], december(1), december(10), returned_on=december(3))
    give_leave(session, world.cadres[1], december(1), december(10), cancelled_at=NOW)
    snapshot = take(session, world)
    assert cadre_in(snapshot, world.cadres[0].employee_number).unavailable == (december(1), SECOND)
    assert cadre_in(snapshot, world.cadres[1].employee_number).unavailable == ()


@pytest.mark.parametrize(("last", "inside"), [(None, False), (date(2026, 12, 30), True)])
def test_who_is_exempt_on_every_open_day_is_left_out(
    session: Session, world: World, last: date | None, inside: bool
) -> None:
    cadre = world.cadres[0]
    session.add(
        Exemption(district_id=world.district.id, cadre_id=cadre.id, kind="posted", first_day=EPOCH, last_day=last,
                  reason="test")
    )  # fmt: skip
    found = cadre_in(take(session, world), cadre.employee_number)
    assert (found is not None) == inside
    if inside:
        assert found.unavailable == tuple(december(day) for day in range(1, 31))
        assert found.absent == found.unavailable


def test_who_joins_or_leaves_within_the_month_is_unavailable_outside(session: Session, world: World) -> None:
    world.cadres[0].active_from = december(30)
    world.cadres[1].active_to = SECOND
    world.cadres[2].active_to = date(2026, 11, 30)
    snapshot = take(session, world)
    assert cadre_in(snapshot, world.cadres[0].employee_number).unavailable[-1] == december(29)
    assert cadre_in(snapshot, world.cadres[1].employee_number).unavailable[0] == december(3)
    assert cadre_in(snapshot, world.cadres[2].employee_number) is None


def test_the_unit_is_the_one_of_the_reference_day(session: Session, world: World) -> None:
    cadre, other = world.cadres[0], world.units[1]
    cadre.units[0].valid_to = december(14)
    session.add(UnitMembership(cadre_id=cadre.id, unit_id=other.id, valid_from=december(15)))
    assert cadre_in(take(session, world), cadre.employee_number).unit == world.units[0].code
    later = take(session, world, datetime(2026, 12, 15, 1, tzinfo=UTC))
    assert cadre_in(later, cadre.employee_number).unit == other.code


def test_links_count_while_they_are_in_force(session: Session, world: World) -> None:
    unit, community = world.units[0], make_community(session, world.district)
    make_zone(session, community)
    session.add(UnitLink(unit_id=unit.id, community_id=community.id, valid_from=EPOCH, valid_to=date(2026, 11, 30)))
    barren = make_community(session, world.district)
    session.add(UnitLink(unit_id=unit.id, community_id=barren.id, valid_from=EPOCH))
    found = next(one for one in take(session, world).instance.units if one.id == unit.code)
    assert found.linked_communities == (world.communities[0].code,)


def test_a_closed_zone_takes_no_visits(session: Session, world: World) -> None:
    world.zones[0].active_to = date(2026, 11, 30)
    world.zones[1].active_to = december(31)
    zones = {zone.id: zone for zone in take(session, world).instance.zones}
    assert (zones[world.zones[0].code].min_visits, zones[world.zones[0].code].max_visits) == (0, 0)
    assert zones[world.zones[1].code].max_visits == 4


def test_parties_recusals_and_preferences_are_in_it(session: Session, world: World) -> None:
    one, two, three = world.cadres[:3]
    for code, valid_to in (("P1", None), ("P2", date(2026, 11, 30))):
        party = Party(district_id=world.district.id, code=code, valid_from=EPOCH, valid_to=valid_to)
        party.members = [PartyMember(cadre_id=one.id), PartyMember(cadre_id=(two if code == "P1" else three).id)]
        session.add(party)
    common = {"district_id": world.district.id, "cadre_id": one.id}
    session.add(Recusal(**common, zone_id=world.zones[2].id, valid_from=EPOCH))
    session.add(DayPreference(**common, date=SECOND, points=7))
    session.add(DayPreference(**common, date=december(3), points=0))
    snapshot = take(session, world)
    assert snapshot.instance.parties == ((one.employee_number, two.employee_number),)
    assert snapshot.party_codes[two.employee_number] == "P1"
    found = cadre_in(snapshot, one.employee_number)
    assert (found.barred_zones, found.avoid) == ((world.zones[2].code,), {SECOND: 7})


def test_what_changed_is_named_by_kind_and_subject(session: Session, world: World) -> None:
    before = take(session, world)
    give_leave(session, world.cadres[0], SECOND, SECOND)
    world.zones[0].priority = 3
    newcomer = make_cadre(session, world.units[0])
    save_planning(session, system(world.district), NOW, {"min_gap_days": 9})
    after = take(session, world)
    found = {
        (str(change.kind), change.subject, str(change.how)) for change in changes_between(before.facts, after.facts)
    }
    assert found == {
        ("absence", world.cadres[0].employee_number, "added"),
        ("zone", world.zones[0].code, "changed"),
        ("cadre", newcomer.employee_number, "added"),
        ("setting", "min_gap_days", "changed"),
    }


def test_a_passing_day_changes_no_facts(session: Session, world: World) -> None:
    give_leave(session, world.cadres[0], SECOND, december(9))
    first = take(session, world, datetime(2026, 12, 3, tzinfo=UTC))
    assert take(session, world, datetime(2026, 12, 3, tzinfo=UTC) + timedelta(days=4)).facts == first.facts


@pytest.mark.parametrize(
    ("wanted", "nearest", "opened"),
    [(2, True, [2]), (5, True, [4]), (6, True, [7]), (5, False, []), (31, True, [31])],
)
def test_the_fixed_day_mode_opens_one_day(
    session: Session, world: World, wanted: int, nearest: bool, opened: list[int]
) -> None:
    # 5 and 6 December 2026 are a Saturday and a Sunday.
    fixed = {"day_of_month": wanted, "nearest_workday": nearest, "min_present": 2, "max_parties_per_day": 4}
    save_planning(session, system(world.district), NOW, {"mode": "fixed_day", "fixed_day": fixed})
    instance = take(session, world).instance
    assert [day.date.day for day in instance.days if day.open] == opened
    assert {zone.max_parties_per_day for zone in instance.zones} == {4}
    assert {unit.min_present for unit in instance.units} == {2}
    assert instance.weights["spacing"] == 0


def test_an_empty_district_has_an_empty_snapshot(session: Session) -> None:
    snapshot = take(session, make_world(session, size=0))
    assert snapshot.instance.cadres == ()
    assert {day.max for day in snapshot.instance.days} == {0}
