"""Totals of ledger entries over rolling months."""

from __future__ import annotations

from datetime import date

from scheduler.fairness import LedgerEntry, Totals, rolling

MARCH = date(2027, 3, 1)


def test_the_month_itself_and_what_is_more_than_twelve_months_back_are_left_out() -> None:
    entries = [
        LedgerEntry(date(2026, 2, 1), owed=1, served=1, burden=4),
        LedgerEntry(date(2026, 3, 1), owed=1, served=1, burden=1, burdensome=1),
        LedgerEntry(date(2027, 2, 1), owed=1, served=1, far=1, changes=2, short_notice=1),
        LedgerEntry(MARCH, owed=1, served=1, burden=8),
    ]
    assert rolling(entries, MARCH) == Totals(
        months=2, owed=2, served=2, due=2, burden=1, burdensome=1, far=1, changes=2, short_notice=1
    )


def test_a_window_of_one_month_is_the_month_before() -> None:
    entries = [LedgerEntry(date(2026, 12, 1), owed=1, served=1), LedgerEntry(date(2026, 11, 1), owed=2)]
    assert rolling(entries, date(2027, 1, 1), months=1) == Totals(months=1, owed=1, served=1, due=1)


def test_an_excused_duty_is_owed_but_not_due_and_not_missed() -> None:
    assert rolling([LedgerEntry(date(2027, 1, 1), owed=2, excused=1)], MARCH) == Totals(
        months=1, owed=2, excused=1, due=1, missed=1
    )


def test_nothing_on_record_is_nothing() -> None:
    assert rolling([], MARCH) == Totals()
