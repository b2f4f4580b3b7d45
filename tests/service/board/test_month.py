"""The days of a month as they are planned, on both databases."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from service.models import CalendarDay, CalendarRevision, District
from service.operations.board.month import MonthDay, month_days, month_zones
from tests.support.factories import NOW, added, make_community, make_zone

DECEMBER = date(2026, 12, 1)


def revise(session: Session, district: District, number: int, day: date, **given: object) -> None:
    """A revision of the calendar that names one day."""
    revision = added(session, CalendarRevision(district_id=district.id, number=number, made_at=NOW, made_by="test"))
    added(session, CalendarDay(**{"revision_id": revision.id, "date": day, "kind": "workday", "open": True, **given}))


def on(days: list[MonthDay], number: int) -> MonthDay:
    """The day of that number."""
    return days[number - 1]


def test_without_a_calendar_weekdays_are_open_and_provisional(session: Session, district: District) -> None:
    days = month_days(session, district.id, DECEMBER)
    assert len(days) == 31
    assert (on(days, 4).open, on(days, 5).open) == (True, False)
    assert not any(day.known for day in days)
    assert all(day.provisional for day in days)


def test_the_newest_revision_of_a_day_holds(session: Session, district: District) -> None:
    revise(session, district, 1, date(2026, 12, 9), open=False, closed_reason="会议")
    assert on(month_days(session, district.id, DECEMBER), 9).closed_reason == "会议"
    revise(session, district, 2, date(2026, 12, 9), open=True)
    day = on(month_days(session, district.id, DECEMBER), 9)
    assert (day.open, day.known, day.provisional) == (True, True, False)


def test_bounds_follow_from_what_is_owed_where_the_calendar_names_none(session: Session, district: District) -> None:
    revise(session, district, 1, date(2026, 12, 9), min_on_duty=5)
    revise(session, district, 2, date(2026, 12, 10), max_on_duty=3)
    # 230 duties on 23 open days: 10 a day, of which 80 % and 130 %.
    days = month_days(session, district.id, DECEMBER, owed=230)
    assert (on(days, 8).low, on(days, 8).high) == (8, 13)
    assert (on(days, 9).low, on(days, 9).high) == (5, 13)
    assert (on(days, 10).low, on(days, 10).high) == (3, 3)
    assert (on(days, 5).low, on(days, 5).high) == (None, None)


def test_in_the_fixed_day_mode_one_day_is_open(session: Session, district: District) -> None:
    # 5 December 2026 is a Saturday; the nearest open day is Friday the 4th.
    district.planning = {"mode": "fixed_day", "fixed_day": {"day_of_month": 5, "max_on_duty": 40}}
    session.flush()
    days = month_days(session, district.id, DECEMBER, owed=30)
    assert [day.date.day for day in days if day.open] == [4]
    assert on(days, 4).high == 40


def test_zones_outside_the_month_are_left_out(session: Session, district: District) -> None:
    community = make_community(session, district)
    kept = make_zone(session, community, active_to=date(2026, 12, 1))
    make_zone(session, community, active_to=date(2026, 11, 30))
    make_zone(session, community, active_from=date(2027, 1, 1))
    assert [zone.id for zone in month_zones(session, district.id, DECEMBER)] == [kept.id]
