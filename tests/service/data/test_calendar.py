"""The calendar: notices, provisional years, revisions that never change what was."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from service.adapters.calendar import state_day, statutory
from service.messages import Conflict, InvalidInput
from service.models import DayKind, District
from service.operations.actor import Actor
from service.operations.calendar import (
    DayChange,
    adopt_year,
    change_days,
    days_of,
    difference,
    newest_number,
    restore_revision,
    seed_calendar,
)
from tests.service.data.support import last_entry, refused
from tests.support.factories import NOW, make_district, system

DAY = date(2026, 12, 9)


@pytest.fixture
def admin(session: Session, district: District) -> Actor:
    """The program itself, with the calendar of 2026 and 2027 entered."""
    actor = system(district)
    seed_calendar(session, actor, NOW, 2026, 2027)
    return actor


def day_of(session: Session, actor: Actor, day: date, until: int | None = None) -> tuple[DayKind, bool, int, bool]:
    found = days_of(session, actor.district_id, day, day, until)[0]
    return found.kind, found.open, found.burden, found.provisional


# The six Saturdays and Sundays of 2026 that are workdays by the notice of November 2025.
MADE_UP = [
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
]


def test_the_notice_of_2026_has_six_makeup_workdays() -> None:
    year = [state_day(date.fromordinal(date(2026, 1, 1).toordinal() + number)) for number in range(365)]
    assert [day.date for day in year if day.kind is DayKind.MAKEUP_WORKDAY] == MADE_UP


def test_a_weekday_that_a_revised_notice_names_is_a_plain_workday() -> None:
    assert state_day(date(2020, 2, 3)).kind is DayKind.WORKDAY


def test_a_year_without_a_notice_has_the_days_of_the_law_and_says_so() -> None:
    # 2027: New Year's Eve of the lunar year is 5 February, Dragon Boat 9 June, Mid-Autumn 15 September.
    days = statutory(2027)
    assert {date(2027, 2, 5), date(2027, 2, 8), date(2027, 6, 9), date(2027, 9, 15), date(2027, 10, 3)} <= set(days)
    assert date(2027, 10, 4) not in days
    assert state_day(date(2027, 6, 9)).provisional


def test_the_seed_is_entered_once(session: Session, admin: Actor) -> None:
    assert seed_calendar(session, admin, NOW).number == newest_number(session, admin.district_id) == 1
    assert day_of(session, admin, DAY) == (DayKind.WORKDAY, True, 1, False)
    assert day_of(session, admin, date(2026, 10, 10)) == (DayKind.MAKEUP_WORKDAY, True, 2, False)
    assert day_of(session, admin, date(2026, 10, 1)) == (DayKind.HOLIDAY, False, 3, False)
    assert day_of(session, admin, date(2027, 6, 9)) == (DayKind.HOLIDAY, False, 3, True)


def test_a_day_beyond_the_calendar_is_computed_and_provisional(session: Session, admin: Actor) -> None:
    assert day_of(session, admin, date(2028, 10, 3)) == (DayKind.HOLIDAY, False, 3, True)


def test_a_change_is_a_new_revision_and_the_old_one_stays(session: Session, admin: Actor) -> None:
    change = DayChange(DAY, DAY, open=False, reason="区委全会")
    assert change_days(session, admin, NOW, change, 1).number == 2
    assert day_of(session, admin, DAY)[1] is False
    assert day_of(session, admin, DAY, until=1)[1] is True
    (found,) = difference(session, admin.district_id, 1, 2)
    assert (found.date, found.fields) == (DAY, ["open", "closed_reason"])
    assert last_entry(session).action == "calendar.revise"


def test_a_change_of_some_weekdays_leaves_the_others(session: Session, admin: Actor) -> None:
    saturdays = DayChange(date(2026, 12, 1), date(2026, 12, 31), frozenset({5}), open=True, burden=3, reason="周六值勤")
    change_days(session, admin, NOW, saturdays, None)
    found = days_of(session, admin.district_id, date(2026, 12, 1), date(2026, 12, 31))
    assert [day.date.day for day in found if day.burden == 3] == [5, 12, 19, 26]


def test_limits_are_set_and_taken_back(session: Session, admin: Actor) -> None:
    change_days(
        session, admin, NOW, DayChange(DAY, DAY, own_limits=True, min_on_duty=5, max_on_duty=9, reason="试行"), None
    )
    assert days_of(session, admin.district_id, DAY, DAY)[0].max_on_duty == 9
    change_days(session, admin, NOW, DayChange(DAY, DAY, own_limits=True, reason="取消试行"), None)
    assert days_of(session, admin.district_id, DAY, DAY)[0].max_on_duty is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (DayChange(date(2026, 11, 19), DAY, open=False, reason="x"), "first_day"),
        (DayChange(DAY, date(2026, 12, 8), open=False, reason="x"), "last_day"),
        (DayChange(DAY, date(2027, 12, 10), open=False, reason="x"), "last_day"),
        (DayChange(DAY, DAY, burden=10, reason="x"), "burden"),
        (DayChange(DAY, DAY, kind="feast", reason="x"), "kind"),
        (DayChange(DAY, DAY, open=False), "reason"),
        (DayChange(DAY, DAY, own_limits=True, min_on_duty=9, max_on_duty=8, reason="x"), "max_on_duty"),
    ],
)
def test_a_wrong_change_names_the_field(session: Session, admin: Actor, change: DayChange, field: str) -> None:
    assert set(refused(lambda: change_days(session, admin, NOW, change, None))) == {field}
    assert newest_number(session, admin.district_id) == 1


def test_today_may_still_be_changed(session: Session, admin: Actor) -> None:
    today = date(2026, 11, 20)
    assert change_days(session, admin, NOW, DayChange(today, today, open=False, reason="x"), None).number == 2


def test_a_change_that_changes_nothing_is_no_revision(session: Session, admin: Actor) -> None:
    change = DayChange(DAY, DAY, open=False, reason="区委全会")
    change_days(session, admin, NOW, change, None)
    with pytest.raises(InvalidInput, match="已经是这样"):
        change_days(session, admin, NOW, change, None)


def test_two_admins_at_once_the_second_is_told(session: Session, admin: Actor) -> None:
    change_days(session, admin, NOW, DayChange(DAY, DAY, open=False, reason="一"), 1)
    with pytest.raises(Conflict, match="第 2 版"):
        change_days(session, admin, NOW, DayChange(DAY, DAY, burden=5, reason="二"), 1)


def test_an_old_revision_is_restored_as_a_new_one(session: Session, admin: Actor) -> None:
    change_days(session, admin, NOW, DayChange(DAY, DAY, open=False, reason="区委全会"), None)
    assert restore_revision(session, admin, NOW, 1, 2).number == 3
    assert day_of(session, admin, DAY)[1] is True
    assert difference(session, admin.district_id, 1, 3) == []
    with pytest.raises(InvalidInput, match="无需恢复"):
        restore_revision(session, admin, NOW, 1, None)


def test_a_year_is_entered_provisionally_once(session: Session, admin: Actor) -> None:
    revision = adopt_year(session, admin, NOW, 2028, 1)
    assert revision.number == 2
    with pytest.raises(InvalidInput, match="已是最新"):
        adopt_year(session, admin, NOW, 2028, None)
    assert set(refused(lambda: adopt_year(session, admin, NOW, 2029, None))) == {"year"}


def test_districts_do_not_share_a_calendar(session: Session, admin: Actor) -> None:
    other = system(make_district(session))
    change_days(session, admin, NOW, DayChange(DAY, DAY, open=False, reason="x"), None)
    assert newest_number(session, other.district_id) == 0
    assert day_of(session, other, DAY) == (DayKind.WORKDAY, True, 1, True)
