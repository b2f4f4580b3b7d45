"""What is counted on the board: visits, shortfalls, shades, gaps, matches. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from service.operations.board.duties import BoardDuty, mark_changed
from service.operations.board.figures import gap_of, matching, short_zones, visits_of
from service.operations.board.grid import level, unit_board
from service.operations.board.month import BoardUnit, BoardZone, MonthDay

DAY = date(2026, 12, 9)
DUTY = BoardDuty(
    cadre_id=1,
    number="0007",
    name="李晓明",
    pinyin="li xiao ming",
    initials="lxm",
    unit_id=1,
    unit_name="样例局",
    zone_id=1,
    zone_name="一网格",
    community_id=1,
    community_name="样例社区",
    date=DAY,
)
ZONE = BoardZone(1, "Z1", "一网格", 2, 4, 1, "样例社区", 1, "样例街道")


def test_a_party_in_a_zone_on_a_day_is_one_visit() -> None:
    pair = [replace(DUTY, party="P1"), replace(DUTY, cadre_id=2, party="P1")]
    assert visits_of(pair)[1] == 1
    assert visits_of([*pair, replace(DUTY, cadre_id=3)])[1] == 2
    assert visits_of([DUTY, replace(DUTY, date=date(2026, 12, 10))])[1] == 2


def test_a_zone_is_short_below_its_wanted_visits_only() -> None:
    assert [item.missing for item in short_zones([ZONE], [])] == [2]
    assert [item.missing for item in short_zones([ZONE], [DUTY])] == [1]
    assert short_zones([ZONE], [DUTY, replace(DUTY, cadre_id=2)]) == []


@pytest.mark.parametrize(
    ("objective", "bound", "score", "gap"),
    [
        (1000, 996, {"unserved": 0}, 0.004),
        (1000, 1000, {}, 0.0),
        (10_100, 10_050, {"unserved": 10_000}, 0.5),
        (10_000, 9_990, {"unserved": 10_000}, 10.0),
        (None, 3, {}, None),
        (3, None, {}, None),
    ],
)
def test_the_gap_is_a_share_of_the_soft_cost(
    objective: int | None, bound: int | None, score: dict[str, int], gap: float | None
) -> None:
    assert gap_of(objective, bound, score) == (None if gap is None else pytest.approx(gap))


@pytest.mark.parametrize(("count", "most", "shade"), [(0, 9, 0), (1, 1, 1), (3, 3, 3), (1, 50, 1), (50, 50, 5)])
def test_shades_go_from_none_to_the_largest_count(count: int, most: int, shade: int) -> None:
    assert level(count, most) == shade


@pytest.mark.parametrize(
    ("text", "found"),
    [("晓明", True), ("lxm", True), ("LX", True), ("lixiao", True), ("xiao", False), ("0007", True), ("007", False)],
)
def test_people_are_matched_by_name_initials_pinyin_and_number(text: str, found: bool) -> None:
    assert bool(matching([DUTY], text)) is found


def test_a_duty_is_changed_where_day_or_zone_differ_from_before() -> None:
    assert [duty.changed for duty in mark_changed([DUTY], [DUTY])] == [False]
    assert [duty.changed for duty in mark_changed([DUTY], [replace(DUTY, zone_id=2)])] == [True]
    assert [duty.changed for duty in mark_changed([DUTY], [])] == [True]


def test_a_unit_that_is_active_no_more_keeps_its_line_and_the_sums_agree() -> None:
    days = [MonthDay(DAY, True, "workday", low=2, high=5), MonthDay(date(2026, 12, 10), False, "weekend")]
    board = unit_board(days, [BoardUnit(2, "U2", "新局", "新局")], [DUTY, replace(DUTY, cadre_id=2, pinned=True)])
    assert [(row.name, row.total) for row in board.rows] == [("新局", 0), ("样例局", 2)]
    assert board.rows[1].cells[0].pinned
    assert [total.count for total in board.totals] == [2, 0]
    assert not board.totals[0].low
    assert not board.totals[0].high
    assert board.total == 2
