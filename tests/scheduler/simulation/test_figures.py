"""Who is of equal standing, and how far they are apart."""

from __future__ import annotations

from datetime import date

from scheduler.fairness import LedgerEntry, Totals, months_before
from scheduler.simulation import equal_standing, spread_of

NEXT = date(2027, 4, 1)


def entries(*figures: dict[str, int]) -> tuple[LedgerEntry, ...]:
    """Months up to the one before NEXT, the last figures being of that one."""
    return tuple(
        LedgerEntry(months_before(NEXT, len(figures) - number), **{"owed": 1, "served": 1, **given})
        for number, given in enumerate(figures)
    )


def test_equal_are_those_who_were_there_all_the_time_and_owed_as_much() -> None:
    ledgers = {
        "A": entries({}, {}, {}),
        "left out once": entries({}, {"served": 0}, {}),
        "new": entries({}, {}),
        "exempt": entries({}, {"owed": 0, "served": 0}, {}),
        "excused": entries({}, {"served": 0, "excused": 1}, {}),
        "owes two": entries({"owed": 2}, {"owed": 2}, {"owed": 2}),
    }
    assert list(equal_standing(ledgers, NEXT, 3)) == ["A", "left out once"]
    assert list(equal_standing(ledgers, NEXT, 1)) == ["A", "left out once", "new", "exempt", "excused"]


def test_where_nobody_was_there_all_the_time_nobody_is_equal() -> None:
    assert equal_standing({"new": entries({})}, NEXT, 2) == {}
    assert equal_standing({}, NEXT, 1) == {}


def test_the_spread_has_its_quantiles_and_width() -> None:
    spread = spread_of([Totals(far=value) for value in (3, 0, 1, 7, 1)], "far")
    assert (spread.people, spread.quantiles, spread.width) == (5, (0, 1, 1, 3, 7), 7)


def test_of_one_the_spread_is_nothing_and_of_nobody_too() -> None:
    assert spread_of([Totals(far=4)], "far").width == 0
    assert spread_of([], "far").quantiles == (0, 0, 0, 0, 0)
