"""A zone's visits spread over the period."""

import pytest

from scheduler.rules.spacing import runs_of_days
from tests.support.tiny import amount_of, cadre, day, days, duty, tiny, zone

PEOPLE = tuple(cadre(f"P{number}") for number in range(1, 5))
THREE_DAYS = tiny(cadres=PEOPLE, spacing_days=3)


def test_runs_that_hold_two_visits_count() -> None:
    # Days 1 and 2, runs of 3 of the days 1 … 10: those with both are 0–2 (cut: 1, 2), 1–3. So 2.
    assert amount_of("spacing", THREE_DAYS, duty("P1", 1), duty("P2", 2)) == 2


def test_as_far_apart_as_a_run_is_clean() -> None:
    # Days 1 and 4: no run of 3 holds both; days 1 and 3: the run 1–3 does.
    assert amount_of("spacing", THREE_DAYS, duty("P1", 1), duty("P2", 4)) == 0
    assert amount_of("spacing", THREE_DAYS, duty("P1", 1), duty("P2", 3)) == 1


def test_one_visit_is_clean() -> None:
    assert amount_of("spacing", THREE_DAYS, duty("P1", 5)) == 0


def test_two_parties_on_one_day_are_in_every_run_with_it() -> None:
    # Three runs of three days hold a day in the middle, and three hold the first one, two of them cut.
    assert amount_of("spacing", THREE_DAYS, duty("P1", 5), duty("P2", 5)) == 3
    assert amount_of("spacing", THREE_DAYS, duty("P1", 1), duty("P2", 1)) == 3


def test_a_third_visit_counts_again() -> None:
    # Days 4, 5, 6: the run 4–6 has 3 (2 too many), 3–5 and 5–7 have 2.
    assert amount_of("spacing", THREE_DAYS, duty("P1", 4), duty("P2", 5), duty("P3", 6)) == 4


def test_other_zones_and_members_of_one_party_do_not_count() -> None:
    instance = tiny(cadres=PEOPLE, zones=(zone("Z1"), zone("Z2")), parties=(("P1", "P2"),), spacing_days=3)
    assert amount_of("spacing", instance, duty("P1", 1), duty("P2", 1), duty("P3", 1, "Z2")) == 0


def test_closed_days_are_skipped() -> None:
    # Days 1, (2 closed), 3: neighbours, so runs of 2 hold both once.
    instance = tiny(days=(day(1), day(2, open=False), day(3)), cadres=PEOPLE, spacing_days=2)
    assert amount_of("spacing", instance, duty("P1", 1), duty("P2", 3)) == 1


def test_visits_already_made_count() -> None:
    # Served on the 1st and 2nd: 2 as above, whatever is planned; one more on the 3rd adds
    # the runs 1–3 (3 visits: one more), 2–4 (2).
    served = (duty("P3", 1), duty("P4", 2))
    instance = tiny(
        days=(day(1, past=True), day(2, past=True), *days(*range(3, 11))), cadres=PEOPLE, spacing_days=3, served=served
    )
    assert amount_of("spacing", instance) == 2
    assert amount_of("spacing", instance, duty("P1", 3)) == 4


def test_a_run_longer_than_the_period_is_counted_as_often_as_it_can_lie() -> None:
    # Runs of 5 over 3 days: they start on days −3 … 3, 7 of them. With days 1 and 3: those that hold
    # both start on −1, 0, 1: 3.
    instance = tiny(days=days(1, 2, 3), cadres=PEOPLE, spacing_days=5)
    assert amount_of("spacing", instance, duty("P1", 1), duty("P2", 3)) == 3


@pytest.mark.parametrize("length", [1, 2, 3, 4, 7, 12])
@pytest.mark.parametrize("period", [1, 3, 4, 9])
def test_every_run_is_there_as_often_as_it_lies_over_the_period(period: int, length: int) -> None:
    expected: dict[tuple[int, int], int] = {}
    for start in range(1 - length, period):
        cut = (max(0, start), min(period, start + length))
        expected[cut] = expected.get(cut, 0) + 1
    assert dict(runs_of_days(period, length)) == expected


def test_a_period_without_open_days_has_no_runs() -> None:
    assert runs_of_days(0, 5) == []
