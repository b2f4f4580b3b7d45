"""Who is compared with whom, and the range, median and distribution of a figure."""

from __future__ import annotations

from datetime import date

from service.operations.ledger import Bin, Figures, MonthLine, Spread, sum_of
from service.operations.ledger.standing import LEAST_GROUP, distribution, group_of, main_group, spread_of, standing_of

MONTHS = [date(2026, 10, 1), date(2026, 11, 1)]


def lines(owed: int = 1, steady: bool = True, months: int = 2, **given: int) -> list[MonthLine]:
    return [MonthLine(month, 1, Figures(owed=owed, served=owed, **given), steady) for month in MONTHS[:months]]


def test_the_missed_are_owed_less_excused_and_done_and_never_negative() -> None:
    assert Figures(owed=3, excused=1, served=1).missed == 1
    assert Figures(owed=2, excused=1, coming=1).missed == 0
    assert Figures(owed=1, served=2).missed == 0


def test_sums_of_no_months_are_nothing() -> None:
    assert sum_of([]) == Figures()
    assert sum_of(lines(far=2)) == Figures(owed=2, served=2, far=4)


def test_published_duties_to_come_count_as_done_for_the_planning() -> None:
    entry = MonthLine(MONTHS[0], 1, Figures(owed=2, served=1, coming=1, burden=3, changes=1), True).entry
    assert (entry.month, entry.owed, entry.served, entry.burden, entry.changes) == (MONTHS[0], 2, 2, 3, 1)


def test_equal_standing_is_every_month_steady_and_the_same_owed() -> None:
    assert standing_of(lines(), MONTHS) == (1, 1)
    assert standing_of(lines(owed=2), MONTHS) == (2, 2)
    assert standing_of(lines(months=1), MONTHS) is None
    assert standing_of(lines(steady=False), MONTHS) is None
    assert standing_of([], []) is None


def test_the_main_group_is_the_largest_and_those_of_others_are_not_in_its_range() -> None:
    everybody = {1: lines(far=1), 2: lines(far=2), 3: lines(owed=2, far=9), 4: lines(steady=False, far=9)}
    group = main_group(everybody, MONTHS)
    assert group.cadre_ids == {1, 2}
    assert group.spreads["far"] == Spread(2, 3, 4)
    assert group.spreads["far"].width == 2


def test_where_nobody_was_there_all_the_time_there_is_no_group() -> None:
    group = main_group({1: lines(months=1)}, MONTHS)
    assert (group.cadre_ids, group.spreads, group.bins("far")) == (frozenset(), {}, [])


def test_a_group_that_would_tell_of_single_persons_is_not_told_of() -> None:
    small = {number: lines() for number in range(LEAST_GROUP - 1)}
    assert group_of(small, MONTHS, 0) is None
    large = {number: lines() for number in range(LEAST_GROUP)}
    found = group_of(large, MONTHS, 0)
    assert found is not None
    assert len(found.cadre_ids) == LEAST_GROUP
    assert group_of({**large, 9: lines(steady=False)}, MONTHS, 9) is None


def test_the_median_lies_between_two_middle_figures() -> None:
    assert spread_of([Figures(far=number) for number in (0, 1, 2, 7)], "far") == Spread(0, 1.5, 7)


def test_a_distribution_has_every_value_also_those_of_nobody() -> None:
    assert distribution([0, 2, 2]) == [Bin(0, 0, 1), Bin(1, 1, 0), Bin(2, 2, 2)]
    assert distribution([]) == []


def test_many_values_are_put_together_and_nobody_is_lost() -> None:
    bins = distribution(list(range(100)))
    assert len(bins) <= 24
    assert sum(one.people for one in bins) == 100
    assert [one.first for one in bins[:2]] == [0, bins[0].last + 1]
