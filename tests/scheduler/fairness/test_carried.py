"""Whose turn it is: by what each bore against their share, never by what they bore alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.fairness import Carried, LedgerEntry, carried, months_before
from scheduler.fairness.carried import MEMORY_MONTHS, MOST, PARTS, STEP, borne_a_month, surpluses, turns

NEXT = date(2027, 7, 1)


def ago(months: int, **figures: int) -> LedgerEntry:
    """An entry of so many months ago, of somebody who owed one duty and did it."""
    return LedgerEntry(months_before(NEXT, months), **{"owed": 1, "served": 1, **figures})


def weekends(*months: int, all_months: int = 6) -> list[LedgerEntry]:
    """Half a year of duties, on a burdensome day in the months named."""
    return [ago(month, burden=int(month in months), burdensome=int(month in months))
            for month in range(all_months, 0, -1)]  # fmt: skip


def burdens(ledgers: dict[str, Sequence[LedgerEntry]]) -> dict[str, int]:
    return {cadre: one.burden for cadre, one in carried(ledgers, NEXT).items()}


def test_nothing_on_record_is_nothing_carried() -> None:
    assert carried({"A": [], "B": [ago(1)]}, NEXT) == {"A": Carried(), "B": Carried()}


def test_who_bore_more_than_the_others_comes_after_them() -> None:
    found = burdens({"A": weekends(1, 2), "B": weekends(3), "C": weekends()})
    assert found["A"] > found["B"] > found["C"] == 0


def test_who_bore_as_much_but_longer_ago_comes_first() -> None:
    found = burdens({"A": weekends(1), "B": weekends(5), "C": weekends(3)})
    assert found["A"] > found["C"] > found["B"] == 0


def test_when_all_bore_the_same_in_the_same_months_it_is_everybodys_turn() -> None:
    assert set(burdens({cadre: weekends(2, 4) for cadre in "ABC"}).values()) == {0}


def test_a_newcomer_stands_amid_the_others_and_does_not_get_every_burdensome_day() -> None:
    # All bore their share: the newcomer is not first in the queue, for nothing had to be borne in their time.
    ledgers: dict[str, Sequence[LedgerEntry]] = {"new": []}
    ledgers |= {f"A{month}": weekends(month) for month in range(1, 7)}
    found = burdens(ledgers)
    assert found["A6"] == 0 < found["A5"] < found["new"] <= found["A1"]


def test_who_was_away_for_months_is_neither_in_credit_nor_in_arrears() -> None:
    # In the months of the absence nothing was due; before it, both bore the same.
    here = [ago(month, burden=month % 2) for month in range(12, 0, -1)]
    away = [
        ago(month, burden=month % 2) if month > 6 else ago(month, served=0, excused=1) for month in range(12, 0, -1)
    ]
    ledgers: dict[str, Sequence[LedgerEntry]] = {"here": here, "also here": here, "away": away}
    surplus = surpluses(ledgers, lambda entry: entry.burden, NEXT)
    # Six people-months of rounding down are at most a thousandth each.
    assert abs(surplus["away"] - surplus["here"]) <= 12


def test_shares_go_by_the_duties_due() -> None:
    # Of three weekends in a month two fall on who owes two duties: both bore just their share.
    ledgers = {"once": [ago(1, burden=1)], "twice": [ago(1, owed=2, served=2, burden=2)]}
    assert surpluses(ledgers, lambda entry: entry.burden, NEXT) == {"once": 0, "twice": 0}


def test_who_has_left_bore_their_part() -> None:
    # B and the one who left bore a weekend each: A's share of the three is in arrears.
    ledgers: dict[str, Sequence[LedgerEntry]] = {"A": [ago(1)], "B": [ago(1, burden=1)], "gone": [ago(1, burden=1)]}
    found = carried(ledgers, NEXT, among=["A", "B"])
    assert list(found) == ["A", "B"]
    assert found["A"].burden == 0 < found["B"].burden


def test_somebody_of_whom_nothing_is_known_may_be_asked_for() -> None:
    assert carried({}, NEXT, among=["A"]) == {"A": Carried()}


def test_each_figure_is_reckoned_by_itself() -> None:
    ledgers = {
        "burden": [ago(1, burden=1, burdensome=1)],
        "unserved": [ago(1, served=0)],
        "far": [ago(1, far=1)],
        "changes": [ago(1, changes=1)],
    }
    found = carried(ledgers, NEXT)
    for name in ledgers:
        mine = {other: getattr(one, name) for other, one in found.items()}
        assert mine[name] > 0
        assert {value for other, value in mine.items() if other != name} == {0}


def test_an_excused_duty_does_not_count_as_left_out() -> None:
    found = carried({"A": [ago(1, served=0, excused=1)], "B": [ago(1)], "C": [ago(1)]}, NEXT)
    assert {one.unserved for one in found.values()} == {0}


def test_the_month_that_is_planned_and_what_is_forgotten_do_not_count() -> None:
    entries = [ago(MEMORY_MONTHS + 1, burden=1), ago(0, burden=1)]
    assert burdens({"A": entries, "B": [ago(1)]}) == {"A": 0, "B": 0}


def test_the_oldest_month_that_is_remembered_counts_least() -> None:
    oldest, newest = [ago(MEMORY_MONTHS, burden=1)], [ago(1, burden=1)]
    for entries, worth in ((oldest, PARTS // MEMORY_MONTHS), (newest, PARTS)):
        alone = surpluses({"A": entries, "B": []}, lambda entry: entry.burden, NEXT)
        # Nobody else owed anything that month: all of it was A's own share.
        assert alone == {"A": 0, "B": 0}
        shared = surpluses({"A": entries, "B": [ago(months, owed=1) for months in (MEMORY_MONTHS, 1)]},
                           lambda entry: entry.burden, NEXT)  # fmt: skip
        assert shared["A"] == worth - worth // 2


def test_the_queue_goes_by_months_of_turns_and_then_by_what_was_borne() -> None:
    # Two have their turn a month: each place is half a month, 5. The mark is the sixth place, 50. A duty more than
    # that is the three months of the queue and 1 × 2 / 2 steps; two more are 2 × 3 / 2 steps.
    queue = {"a": 0, "b": 10, "c": 20, "d": 30, "e": 40, "f": 50, "one": 1050, "two": 2050}
    places = {"a": 0, "b": 5, "c": 10, "d": 15, "e": 20, "f": 25}
    assert turns(queue, 2) == places | {"one": 30 + 10, "two": 30 + 30}


def test_people_with_the_same_surplus_have_the_same_turn() -> None:
    assert turns({"a": 5, "b": 5, "c": 5, "d": 9}, 1) == {"a": 0, "b": 0, "c": 0, "d": 3 * STEP}


def test_the_figure_is_bounded() -> None:
    crowd = {str(number): 0 for number in range(5)}
    assert turns(crowd | {"b": 10**9}, 1)["b"] == MOST


def test_nobody_has_no_turn() -> None:
    assert turns({}, 5) == {}


def test_how_many_have_their_turn_in_a_month_is_the_average_and_at_least_one() -> None:
    ledgers = {"A": weekends(1, 2, all_months=3), "B": weekends(2, 3, all_months=3), "C": weekends(1, all_months=3)}
    # Five weekends in three months.
    assert borne_a_month(ledgers, lambda entry: entry.burden) == 2
    assert borne_a_month(ledgers, lambda entry: entry.far) == 1
    assert borne_a_month({}, lambda entry: entry.far) == 1


@given(st.dictionaries(st.integers(0, 50), st.integers(-3000, 5000), min_size=1), st.integers(1, 20))
def test_the_queue_keeps_the_order_and_begins_at_nothing(raw: dict[int, int], a_month: int) -> None:
    surplus = {str(cadre): value for cadre, value in raw.items()}
    found = turns(surplus, a_month)
    assert min(found.values()) == 0
    order = sorted(surplus, key=lambda cadre: surplus[cadre])
    assert [found[cadre] for cadre in order] == sorted(found.values())
    assert all(0 <= value <= MOST for value in found.values())


@pytest.mark.parametrize(("people", "a_month"), [(60, 7), (60, 13), (50, 4)])
def test_taking_the_first_in_the_queue_month_by_month_keeps_all_within_one(people: int, a_month: int) -> None:
    # Everybody can always serve: the only question is who. After every month of four years nobody is two
    # burdensome days ahead of anybody in the twelve months before, nor in the twenty-four.
    luck = Random(people * a_month)
    ledgers: dict[str, list[LedgerEntry]] = {str(cadre): [] for cadre in range(people)}
    for number in range(48):
        month = months_before(NEXT, -number)
        turn = {cadre: one.burden for cadre, one in carried(ledgers, month).items()}
        order = sorted(ledgers, key=lambda cadre: (turn[cadre], luck.random()))
        chosen = set(order[: a_month + luck.randint(-1, 1)])
        for cadre, entries in ledgers.items():
            mine = int(cadre in chosen)
            entries.append(LedgerEntry(month, owed=1, served=1, burden=mine, burdensome=mine))
        for months in (12, 24):
            sums = [sum(entry.burdensome for entry in entries[-months:]) for entries in ledgers.values()]
            assert max(sums) - min(sums) <= 1
