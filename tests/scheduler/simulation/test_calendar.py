"""The calendar of a made-up month."""

from __future__ import annotations

from datetime import date

import pytest

from scheduler.simulation.calendar import days_of

MARCH = date(2027, 3, 1)


def test_every_day_of_the_month_is_there_and_days_of_rest_are_burdensome() -> None:
    days = days_of(MARCH, owed=600, weekend=40)
    assert [day.date.day for day in days] == list(range(1, 32))
    assert all(day.open for day in days)
    # In March 2027 the sixth is the first Saturday.
    assert [day.date.day for day in days if day.burden > 1] == [6, 7, 13, 14, 20, 21, 27, 28]


def test_holidays_by_their_date_are_days_of_rest() -> None:
    # New Year of 2027 is a Friday.
    assert days_of(date(2027, 1, 1), 100, 40)[0].burden == 2


def test_without_a_weekend_load_they_are_closed() -> None:
    days = days_of(MARCH, owed=600, weekend=0)
    assert {day.open for day in days if day.burden > 1} == {False}
    assert {(day.min, day.max) for day in days if day.burden > 1} == {(0, 0)}


@pytest.mark.parametrize("owed", [0, 1, 30, 598])
@pytest.mark.parametrize("weekend", [0, 40, 100])
def test_the_days_can_take_what_is_owed_and_do_not_ask_for_more(owed: int, weekend: int) -> None:
    days = days_of(MARCH, owed, weekend)
    assert sum(day.min for day in days) <= owed <= sum(day.max for day in days)


def test_what_must_be_borne_is_the_load_of_days_of_rest() -> None:
    # 23 ordinary days and 8 of rest at 50 %: 540 / 27 = 20 a day, 10 on a day of rest.
    days = days_of(MARCH, owed=540, weekend=50)
    assert {(day.min, day.max) for day in days if day.burden > 1} == {(10, 13)}
    assert {(day.min, day.max) for day in days if day.burden == 1} == {(16, 26)}
