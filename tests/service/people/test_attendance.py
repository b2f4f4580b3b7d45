"""Who came: marked by the community, reversible, logged, kept by later versions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import InvalidInput, NotAllowed, NotFound
from service.models import Assignment, Attendance, AuditEntry, RunKind
from service.operations.attendance import mark_all_served, mark_attendance
from service.operations.community_days import community_day, unmarked_days, visitors_between
from service.operations.publication import publication_in_force
from tests.support.factories import NOW, actor_for
from tests.support.planning import MONTH, make_draft, publish_draft, publish_month
from tests.support.published import Planned, Staff, publish_rows

TODAY = date(2026, 11, 20)
LATER = date(2026, 11, 25)


@pytest.fixture
def duties(session: Session, staff: Staff) -> list[Planned]:
    """Two of the head's community today, one later, one elsewhere today."""
    world = staff.world
    rows = [
        Planned(world.cadres[0], world.zones[0], TODAY),
        Planned(world.cadres[4], world.zones[1], TODAY),
        Planned(world.cadres[1], world.zones[0], LATER),
        Planned(world.cadres[5], world.zones[3], TODAY),
    ]
    publish_rows(session, world.district, 1, rows, TODAY.replace(day=1), NOW - timedelta(days=5))
    return rows


def state_of(session: Session, duty: Planned) -> str:
    query = select(Assignment.attendance).where(Assignment.cadre_id == duty.cadre.id, Assignment.date == duty.date)
    return session.scalars(query).one()


def mark(session: Session, staff: Staff, duty: Planned, value: str = "served", community: int | None = None) -> None:
    mark_attendance(session, actor_for(staff.head), NOW, duty.date, duty.cadre.id, value, community)
    session.flush()


@pytest.mark.parametrize("value", ["served", "excused", "missed"])
def test_a_duty_of_today_is_marked_and_taken_back(
    session: Session, staff: Staff, duties: list[Planned], value: str
) -> None:
    mark(session, staff, duties[0], value)
    assert state_of(session, duties[0]) == value
    mark(session, staff, duties[0], "planned")
    assert state_of(session, duties[0]) == Attendance.PLANNED
    lines = session.scalars(select(AuditEntry).where(AuditEntry.action == "attendance.mark")).all()
    assert [line.after for line in lines] == [{"attendance": value}, {"attendance": "planned"}]


def test_marking_the_same_again_writes_no_line(session: Session, staff: Staff, duties: list[Planned]) -> None:
    mark(session, staff, duties[0])
    mark(session, staff, duties[0])
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "attendance.mark")).all()) == 1


def test_a_day_to_come_is_refused_with_field_value_and_bound(
    session: Session, staff: Staff, duties: list[Planned]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        mark(session, staff, duties[2])
    [problem] = refused.value.problems
    assert (problem.field, problem.value) == ("date", LATER)
    assert str(TODAY) in str(problem.expected)


def test_today_is_by_the_districts_clock(session: Session, staff: Staff, duties: list[Planned]) -> None:
    # 16:30 UTC on the 24th is half past midnight on the 25th in Shanghai.
    night = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
    mark_attendance(session, actor_for(staff.head), night, LATER, duties[2].cadre.id, "served")
    session.flush()
    assert state_of(session, duties[2]) == Attendance.SERVED


def test_a_value_that_is_none_is_refused(session: Session, staff: Staff, duties: list[Planned]) -> None:
    with pytest.raises(InvalidInput):
        mark(session, staff, duties[0], "late")


def test_another_communitys_duty_is_not_found(session: Session, staff: Staff, duties: list[Planned]) -> None:
    with pytest.raises(NotFound):
        mark(session, staff, duties[3])
    with pytest.raises(NotFound):
        mark(session, staff, duties[3], community=staff.world.communities[1].id)
    assert state_of(session, duties[3]) == Attendance.PLANNED


@pytest.mark.parametrize("role", ["officer", "cadre"])
def test_others_may_not_mark(session: Session, staff: Staff, duties: list[Planned], role: str) -> None:
    with pytest.raises(NotAllowed):
        mark_attendance(session, actor_for(getattr(staff, role)), NOW, TODAY, duties[0].cadre.id, "served")


def test_all_others_are_marked_at_once_and_what_was_said_stays(
    session: Session, staff: Staff, duties: list[Planned]
) -> None:
    mark(session, staff, duties[0], "excused")
    assert mark_all_served(session, actor_for(staff.head), NOW, TODAY) == 1
    session.flush()
    assert [state_of(session, duty) for duty in (duties[0], duties[1], duties[3])] == ["excused", "served", "planned"]


def test_a_month_without_a_plan_has_nobody_to_mark(session: Session, staff: Staff) -> None:
    with pytest.raises(NotFound):
        mark_attendance(session, actor_for(staff.head), NOW, date(2026, 10, 9), staff.person.id, "served")


def test_a_mark_of_today_survives_a_new_version_of_the_same_day(session: Session, staff: Staff) -> None:
    district = staff.world.district
    publish_month(session, district)
    before = publication_in_force(session, district.id, MONTH)
    assert before is not None
    duty = min(before.assignments, key=lambda row: row.date)
    today = datetime(duty.date.year, duty.date.month, duty.date.day, 4, tzinfo=UTC)
    community = duty.zone.community_id
    mark_attendance(session, actor_for(staff.admin), today, duty.date, duty.cadre_id, "served", community)
    session.flush()
    draft = make_draft(session, district, MONTH, today, RunKind.REPLAN)
    again = publish_draft(session, district, draft, today)
    session.flush()
    place = (duty.cadre_id, duty.date, duty.zone_id)
    assert again.number == 2
    assert [row.attendance for row in again.assignments if (row.cadre_id, row.date, row.zone_id) == place] == ["served"]


def test_a_day_tells_who_comes_with_masked_numbers_and_the_days_beside_it(
    session: Session, staff: Staff, duties: list[Planned]
) -> None:
    shown = community_day(session, actor_for(staff.head), NOW)
    assert [visitor.name for visitor in shown.visitors] == [duties[0].cadre.name, duties[1].cadre.name]
    assert shown.visitors[0].phone == "139****5678"
    assert (shown.before, shown.after) == (None, LATER)
    assert shown.unmarked == 2


def test_days_left_unmarked_are_told(session: Session, staff: Staff, duties: list[Planned]) -> None:
    mark(session, staff, duties[0])
    assert unmarked_days(session, staff.community, TODAY) == []
    assert unmarked_days(session, staff.community, date(2026, 11, 21)) == [(TODAY, 1)]


def test_only_the_version_in_force_is_told(session: Session, staff: Staff, duties: list[Planned]) -> None:
    publish_rows(session, staff.world.district, 2, duties[1:2], TODAY.replace(day=1), NOW)
    visitors = visitors_between(session, staff.community, date(2026, 11, 1), date(2026, 11, 30))
    assert [visitor.name for visitor in visitors] == [duties[1].cadre.name]
