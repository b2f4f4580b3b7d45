"""What earlier months leave behind: last zone and duty, burdens carried, served duties, what a re-plan keeps."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.audit import audit
from service.models import Assignment, Attendance, DutyChange, Publication
from service.operations.planning_settings import save_planning
from service.operations.snapshot import FactKind, Snapshot, changes_between, take_snapshot
from tests.support.factories import EPOCH, NOW, added, system
from tests.support.planning import MONTH, World, give_leave, make_calendar, make_world, publish_month


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def at(day: int, month: int = 12) -> datetime:
    """09:00 in Shanghai."""
    return datetime(2026, month, day, 1, tzinfo=UTC)


def take(session: Session, world: World, now: datetime, **given: object) -> Snapshot:
    session.flush()
    return take_snapshot(session, world.district.id, MONTH, now, **given)  # type: ignore[arg-type]


def first_of(publication: Publication, after: date = EPOCH) -> Assignment:
    return min((row for row in publication.assignments if row.date >= after), key=lambda row: (row.date, row.id))


def test_the_last_duty_comes_from_the_version_in_force(session: Session, world: World) -> None:
    earlier = publish_month(session, world.district, date(2026, 11, 1), at(1, 11))
    row = earlier.assignments[0]
    cadre = next(one for one in take(session, world, NOW).instance.cadres if one.id == row.cadre.employee_number)
    assert (cadre.last_zone, cadre.last_duty) == (row.zone.code, row.date)


@pytest.mark.parametrize("attendance", [Attendance.EXCUSED, Attendance.MISSED])
def test_a_duty_not_served_is_no_last_duty(session: Session, world: World, attendance: Attendance) -> None:
    earlier = publish_month(session, world.district, date(2026, 11, 1), at(1, 11))
    row = earlier.assignments[0]
    row.attendance = attendance
    cadre = next(one for one in take(session, world, NOW).instance.cadres if one.id == row.cadre.employee_number)
    assert (cadre.last_zone, cadre.last_duty) == (None, None)


def test_who_bore_more_than_their_share_carries_it_and_nobody_else_does(session: Session, world: World) -> None:
    earlier = publish_month(session, world.district, date(2026, 11, 1), at(1, 11))
    heavy = earlier.assignments[0]
    heavy.burden = 5
    carried = {one.id: one.carried_burden for one in take(session, world, NOW).instance.cadres}
    assert carried.pop(heavy.cadre.employee_number) > 0
    assert set(carried.values()) == {0}


def test_far_zones_changes_and_missed_duties_of_the_ledger_are_carried(session: Session, world: World) -> None:
    earlier = publish_month(session, world.district, date(2026, 11, 1), at(1, 11))
    far, missed, moved = earlier.assignments[:3]
    far.linked, missed.attendance = False, Attendance.MISSED
    session.add(
        DutyChange(
            publication_id=earlier.id, cadre_id=moved.cadre_id, kind="removed", notice_days=2, short=True, own=False
        )
    )  # fmt: skip
    found = {one.id: one for one in take(session, world, NOW).instance.cadres}
    for field, row in (("carried_far", far), ("carried_unserved", missed), ("carried_changes", moved)):
        bearing = {number for number, cadre in found.items() if getattr(cadre, field)}
        assert bearing == {row.cadre.employee_number}, field


def test_a_corrected_attendance_changes_the_facts_of_that_cadre_alone(session: Session, world: World) -> None:
    earlier = publish_month(session, world.district, date(2026, 11, 1), at(1, 11))
    before = take(session, world, NOW).facts
    earlier.assignments[0].attendance = Attendance.EXCUSED
    changes = changes_between(before, take(session, world, NOW).facts)
    assert [(change.kind, change.subject) for change in changes] == [
        (FactKind.HISTORY, earlier.assignments[0].cadre.employee_number)
    ]


def test_past_duties_are_served_unless_excused_or_missed(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    rows = sorted(publication.assignments, key=lambda row: row.date)
    rows[0].attendance = Attendance.MISSED
    now = at(rows[-1].date.day)
    snapshot = take(session, world, now)
    expected = {(row.cadre.employee_number, row.date) for row in rows[1:] if row.date < rows[-1].date}
    assert {(duty.cadre, duty.date) for duty in snapshot.instance.served} == expected
    assert rows[0].cadre.employee_number in snapshot.facts["attendance"]


def test_who_is_exempt_from_now_on_owes_only_what_is_served(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    row = first_of(publication)
    row.cadre.active_to = row.date
    cadre = next(
        one for one in take(session, world, at(row.date.day + 1)).instance.cadres if one.id == row.cadre.employee_number
    )
    assert cadre.duties == 1
    row.attendance = Attendance.MISSED
    numbers = {one.id for one in take(session, world, at(row.date.day + 1)).instance.cadres}
    assert row.cadre.employee_number not in numbers


def test_duties_that_come_soon_are_pinned_and_their_days_closed_to_others(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    row = first_of(publication)
    snapshot = take(session, world, at(row.date.day), replan=True, keep_days=3)
    number = row.cadre.employee_number
    assert [(pin.cadre, pin.date, pin.zone) for pin in snapshot.instance.pins if pin.cadre == number] == [
        (number, row.date, row.zone.code)
    ]
    for cadre in snapshot.instance.cadres:
        assert (row.date in cadre.unavailable) == (cadre.id != number)
        assert cadre.away == ()
    assert audit(snapshot.instance, snapshot.instance.incumbent).valid


def test_a_soon_duty_that_became_impossible_is_released_alone(session: Session, world: World) -> None:
    make_calendar(session, world.district, {date(2026, 12, day): {"open": day in (1, 2)} for day in range(1, 32)})
    publication = publish_month(session, world.district, now=NOW)
    rows = [row for row in publication.assignments if row.date.day == 1]
    assert len(rows) > 1
    give_leave(session, rows[0].cadre, date(2026, 12, 1), date(2026, 12, 1))
    snapshot = take(session, world, at(1), replan=True, keep_days=0)
    assert [item.duty.cadre for item in snapshot.released] == [rows[0].cadre.employee_number]
    assert {pin.cadre for pin in snapshot.instance.pins} == {row.cadre.employee_number for row in rows[1:]}


def test_where_a_unit_can_spare_fewer_only_as_many_are_released(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    day = first_of(publication).date
    unit = first_of(publication).unit
    mine = [row for row in publication.assignments if row.unit_id == unit.id]
    for row, zone in zip(mine, world.zones[:3], strict=False):
        row.date, row.zone_id = day, zone.id
    # Three of four go out and one stays; with a floor of two only two may go.
    unit.min_present = 2
    snapshot = take(session, world, at(day.day), replan=True, keep_days=0)
    assert len(mine) == 4
    assert len(snapshot.released) == 4 - 2 - (0 if mine[3].date == day else 1)


def test_pinned_duties_stay_however_far_they_are(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    last = max(publication.assignments, key=lambda row: row.date)
    last.pinned = True
    snapshot = take(session, world, NOW, replan=True, keep_days=3)
    assert [(pin.cadre, pin.date) for pin in snapshot.instance.pins] == [(last.cadre.employee_number, last.date)]


def test_the_district_says_how_many_days_are_kept(session: Session, world: World) -> None:
    publication = publish_month(session, world.district, now=NOW)
    save_planning(session, system(world.district), NOW, {"keep_days": 31})
    snapshot = take(session, world, at(1), replan=True, keep_days=0)
    assert len(snapshot.instance.pins) == len([row for row in publication.assignments if row.date.day >= 1])


def test_a_re_plan_puts_changes_above_all_but_the_unserved(session: Session, world: World) -> None:
    publish_month(session, world.district, now=NOW)
    weights = take(session, world, NOW, replan=True).instance.weights
    others = {name: points for name, points in weights.items() if name not in ("unserved", "change_day", "change_zone")}
    assert weights["unserved"] > weights["change_day"] + weights["change_zone"]
    assert min(weights["change_day"], weights["change_zone"]) > max(others.values())


def test_facts_of_the_week_before_are_the_same_after_publishing(session: Session, world: World) -> None:
    before = take(session, world, NOW)
    added(session, publish_month(session, world.district, now=NOW))
    assert take(session, world, NOW).facts == before.facts
