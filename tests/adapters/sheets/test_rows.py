"""From sheets to typed rows: heads wherever they stand, every error with its place, nothing silently lost."""

from __future__ import annotations

from datetime import date

import pytest

from service.adapters.sheets.cells import RawSheet
from service.adapters.sheets.headers import heads_of
from service.adapters.sheets.kinds import KINDS, Kind
from service.adapters.sheets.lookup import Context, Lookup, Ref
from service.adapters.sheets.rows import ReadRows, read_rows
from service.messages import InvalidInput, Message

SKILLS, ABSENCES, UNITS = KINDS["skills"], KINDS["absences"], KINDS["units"]
PEOPLE = Lookup(Message("干部"), [Ref(1, "E1", "甲"), Ref(2, "E2", "乙")])


def read(kind: Kind, *rows: list[object], name: str = "表1") -> ReadRows:
    sheet = RawSheet(name, [list(row) for row in rows])  # type: ignore[arg-type]
    lookups = {"cadre": PEOPLE, "community": Lookup(Message("社区"), [])}
    return read_rows([sheet], kind, Context(lookups))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_head_names_two_columns(kind: Kind) -> None:
    heads = [head for column in kind.columns for head in heads_of(column)]
    assert sorted(heads) == sorted(set(heads))


@pytest.mark.parametrize(
    "heads",
    [
        ["专长编号", "专长名称"],
        ["编号 *", "专 长"],
        ["Skill code", "Skill name"],
        ["CODE", "name"],
        ["编号（必填）", "名称:"],
    ],
)
def test_heads_have_synonyms_marks_and_english(heads: list[str]) -> None:
    found = read(SKILLS, heads, ["legal", "法律"])
    assert [row.values for row in found.rows] == [{"code": "legal", "name": "法律"}]


def test_the_heads_may_stand_below_a_title_and_blank_rows() -> None:
    found = read(SKILLS, ["石峰区专长一览表", None], [], ["单位：组织部"], ["编号", "名称"], ["legal", "法律"])
    assert [(row.number, row.values["code"]) for row in found.rows] == [(5, "legal")]


def test_blank_rows_examples_and_repeated_heads_are_passed_over() -> None:
    found = read(
        SKILLS, ["编号", "名称"], [None, "\u3000"], ["（示例）legal", "法律"], ["编号", "名称"], [], ["a", "甲"]
    )
    assert [row.number for row in found.rows] == [6]
    assert found.data_rows == 1
    assert found.problems == []


def test_columns_come_in_any_order_and_unknown_ones_are_named() -> None:
    found = read(SKILLS, ["名称", "身高", "编号"], ["法律", "180", "legal"])
    assert found.rows[0].values == {"code": "legal", "name": "法律"}
    notice = found.problems[0]
    assert (notice.notice, notice.letters, notice.value) == (True, "B", "身高")


def test_a_file_of_another_kind_is_refused_naming_the_key_columns() -> None:
    with pytest.raises(InvalidInput, match="专长编号"):
        read(SKILLS, ["甲", "乙"], ["1", "2"])


def test_a_missing_key_column_is_an_error_naming_it_and_its_synonyms() -> None:
    found = read(UNITS, ["单位名称", "在岗底数"], ["司法局", 3])
    problem = found.problems[0]
    assert (problem.sheet, problem.row, str(problem.label)) == ("表1", 1, "单位编号")
    assert "单位代码" in str(problem.expected)
    assert found.rows == []


def test_a_column_given_twice_is_an_error() -> None:
    found = read(SKILLS, ["编号", "名称", "专长"], ["a", "甲", "乙"])
    assert "B、C" in str(found.problems[0].expected)


def test_every_error_of_a_row_is_named_with_sheet_row_column_value_and_what_was_expected() -> None:
    found = read(
        ABSENCES,
        ["工号", "类别", "开始日期", "结束日期", "离岗"],
        ["E1", "休假", "2026-12-07", date(2026, 12, 11), "是"],
        ["E9", "躺平", "2026.13.1", "2026-12-11", "也许"],
        name="十二月",
    )
    assert [row.number for row in found.rows] == [2]
    told = [(item.sheet, item.row, item.letters, str(item.label), item.value) for item in found.problems]
    assert told == [
        ("十二月", 3, "A", "工号", "E9"),
        ("十二月", 3, "B", "类别", "躺平"),
        ("十二月", 3, "C", "开始日期", "2026.13.1"),
        ("十二月", 3, "E", "离岗", "也许"),
    ]
    assert all(str(item.expected) for item in found.problems)


def test_a_blank_optional_cell_clears_and_an_absent_column_says_nothing() -> None:
    found = read(UNITS, ["单位编号", "简称", "在岗底数"], ["DW01", None, None])
    assert found.rows[0].values == {"code": "DW01", "short_name": None}


def test_all_sheets_with_the_heads_are_read_and_others_named() -> None:
    sheets = [
        RawSheet("一", [["编号", "名称"], ["a", "甲"]]),
        RawSheet("二", [["编号", "名称"], ["b", "乙"]]),
        RawSheet("说明书", [["随便"]]),
        RawSheet("隐藏", [["编号", "名称"], ["c", "丙"]], hidden=True),
        RawSheet("填写说明", [["编号", "名称"]]),
    ]
    found = read_rows(sheets, SKILLS, Context())
    assert [(row.sheet, row.values["code"]) for row in found.rows] == [("一", "a"), ("二", "b")]
    assert [(item.sheet, item.notice) for item in found.problems] == [("说明书", True)]


def test_the_same_text_is_read_once_and_told_of_in_every_row() -> None:
    found = read(ABSENCES, ["工号", "类别", "开始日期", "结束日期"], *[["E1", "躺平", "46357", "46358"]] * 3)
    assert [item.row for item in found.problems] == [2, 3, 4]
