"""Typed readers: what each accepts, where its bounds lie, and what it says of anything else."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from service.adapters.sheets.cells import Broken, Cell, WrongCell
from service.adapters.sheets.columns import UNCHANGED
from service.adapters.sheets.kinds.cadres import AFFILIATION_WORDS, AFFILIATIONS
from service.adapters.sheets.lookup import Context, Lookup, Ref
from service.adapters.sheets.readers import (
    Choice,
    Code,
    Counts,
    Day,
    Decimal,
    Mail,
    PersonName,
    Phone,
    Reference,
    References,
    Whole,
    Words,
    YesNo,
)
from service.messages import Message

UNIT = Message("单位")
JUSTICE, HEALTH, TWIN_A, TWIN_B = (
    Ref(1, "DW01", "石峰区司法局"),
    Ref(2, "002", "石峰区卫生健康局"),
    Ref(3, "A1", "第1网格"),
    Ref(4, "B1", "第1网格"),
)


@pytest.fixture
def context() -> Context:
    return Context({"unit": Lookup(UNIT, [JUSTICE, HEALTH, TWIN_A, TWIN_B], {1: "司法局"})})


def refused(reader: Any, cell: Cell, context: Context) -> str:
    with pytest.raises(WrongCell) as caught:
        reader.read(cell, context)
    return str(caught.value.expected)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("00123", "00123"),
        ("００１２３", "00123"),
        (" A-1.b_2 ", "A-1.b_2"),
        ("\u3000ＤＷ０１\u3000", "DW01"),
        (1001.0, "1001"),
        (1001, "1001"),
        ("\ufeff12", "12"),
        ("1 001", "1001"),
    ],
)
def test_codes_are_texts_with_their_leading_zeros(cell: Cell, code: str, context: Context) -> None:
    assert Code().read(cell, context) == code


@pytest.mark.parametrize("cell", ["工号", "-1", "a/b", 1.5, "x" * 33, Broken("#N/A")])
def test_what_is_no_code_is_refused(cell: Cell, context: Context) -> None:
    assert refused(Code(), cell, context)


@pytest.mark.parametrize(
    "cell",
    [
        date(2026, 12, 1),
        datetime(2026, 12, 1, 8, 30),
        "2026-12-01",
        "2026-12-1",
        "2026.12.1",
        "2026/12/1",
        "2026年12月1日",
        "2026 年 12 月 1 日",
        "２０２６年１２月１日",
        "2026-12-01 00:00:00",
        "2026-12-01T08:30",
        "2026年12月1日 星期二",
        "20261201",
        20261201,
        46357,
        46357.0,
        46357.5,
        "46357",
    ],
)
def test_days_are_read_however_they_are_written(cell: Cell, context: Context) -> None:
    assert Day().read(cell, context) == date(2026, 12, 1)


def test_serial_days_of_old_macs_count_from_1904(context: Context) -> None:
    context.date_1904 = True
    assert Day().read(46357 - 1462, context) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "cell",
    ["2026-13-01", "2026-02-30", "12/1/2026", "26.12.1", "明天", "1900-01-01", "2101-01-01", 5, 99999, True, time(8)],
)
def test_what_is_no_day_is_refused(cell: Cell, context: Context) -> None:
    assert "日期" in refused(Day(), cell, context)


@pytest.mark.parametrize(("cell", "number"), [(0, 0), (9.0, 9), ("5", 5), ("５", 5), ("9.0", 9), (" 7 ", 7)])
def test_whole_numbers_come_as_numbers_or_texts(cell: Cell, number: int, context: Context) -> None:
    assert Whole(0, 9).read(cell, context) == number


@pytest.mark.parametrize("cell", [-1, 10, 1.5, "十", "", "1,5", True, "1e0"])
def test_other_numbers_are_refused_with_the_bounds(cell: Cell, context: Context) -> None:
    assert refused(Whole(0, 9), cell, context) == "0 至 9 的整数"


def test_numbers_may_have_thousands_separators(context: Context) -> None:
    assert Whole(0, 99_999).read("12,345", context) == 12_345


@pytest.mark.parametrize(
    ("cell", "number"), [("113.112", 113.112), (-180, -180.0), (180, 180.0), ("１１３．５", 113.5)]
)
def test_decimal_numbers_within_bounds(cell: Cell, number: float, context: Context) -> None:
    assert Decimal(-180, 180).read(cell, context) == number
    assert refused(Decimal(-180, 180), 180.1, context) == "-180 至 180 的数"


@pytest.mark.parametrize(
    ("cell", "name"),
    [("张\u3000三", "张三"), ("张 三", "张三"), ("阿依 · 古丽", "阿依·古丽"), ("Li Xiaoming", "Li Xiaoming")],
)
def test_padding_in_names_goes(cell: str, name: str, context: Context) -> None:
    assert PersonName().read(cell, context) == name
    assert refused(PersonName(), "12345", context)


def test_words_are_bounded(context: Context) -> None:
    assert Words(3).read(" 一二三 ", context) == "一二三"
    assert refused(Words(3), "一二三四", context) == "不超过 3 个字，现有 4 个"
    assert Words(9).read("'=1+1", context) == "=1+1"


@pytest.mark.parametrize(
    "cell",
    ["13800001111", 13800001111.0, "138 0000 1111", "138-0000-1111", "+86 13800001111", "１３８００００１１１１"],
)
def test_mobile_numbers(cell: Cell, context: Context) -> None:
    assert Phone().read(cell, context) == "13800001111"


@pytest.mark.parametrize("cell", ["0731-22222222", "22222222", "073122222222-123"])
def test_landline_numbers(cell: str, context: Context) -> None:
    assert Phone().read(cell, context) == cell


@pytest.mark.parametrize("cell", ["138****1111", "****", "073****2222"])
def test_a_masked_number_says_nothing(cell: str, context: Context) -> None:
    assert Phone().read(cell, context) is UNCHANGED


def test_an_identity_number_is_no_telephone_number(context: Context) -> None:
    assert "身份证号" in refused(Phone(), "11010119900307001X", context)
    assert refused(Phone(), "12345", context)


@pytest.mark.parametrize(
    ("cell", "address"), [("name@Example.COM", "name@example.com"), ("ｎａｍｅ@example.com", "name@example.com")]
)
def test_mail_addresses(cell: str, address: str, context: Context) -> None:
    assert Mail().read(cell, context) == address


@pytest.mark.parametrize("cell", ["name", "name@", "a b@example.com", "name@example.invalid"])
def test_what_is_no_mail_address_is_refused(cell: str, context: Context) -> None:
    assert "电子邮箱" in refused(Mail(), cell, context)


@pytest.mark.parametrize("cell", ["中共党员", "党员", " 中共 党员 ", "Party member", "party_member"])
def test_choices_by_word_synonym_english_or_value(cell: str, context: Context) -> None:
    assert Choice(AFFILIATIONS, AFFILIATION_WORDS).read(cell, context) == "party_member"


def test_another_word_is_answered_with_the_choices(context: Context) -> None:
    words = refused(Choice(AFFILIATIONS), "先进分子", context)
    assert words == "其中之一：中共党员、中共预备党员、共青团员、民主党派、群众"


@pytest.mark.parametrize(
    ("cell", "truth"), [("是", True), ("√", True), (True, True), (1.0, True), ("否", False), ("N", False), (0, False)]
)
def test_yes_and_no(cell: Cell, truth: bool, context: Context) -> None:
    assert YesNo().read(cell, context) is truth
    assert refused(YesNo(), "也许", context) == "是 或 否"


@pytest.mark.parametrize("cell", ["DW01", "dw01", "石峰区司法局", "司法局", " 石峰区 司法局", "ＤＷ０１"])
def test_a_reference_by_code_name_or_short_name(cell: str, context: Context) -> None:
    assert Reference("unit", UNIT).read(cell, context) == JUSTICE


def test_lost_leading_zeros_are_put_back_with_a_notice(context: Context) -> None:
    assert Reference("unit", UNIT).read(2.0, context) == HEALTH
    assert [str(note) for note in context.notes] == ["“2”按编号 002 处理（补上了前导零）"]


def test_an_unknown_reference_names_near_ones(context: Context) -> None:
    assert "石峰区司法局" in refused(Reference("unit", UNIT), "石峰司法局", context)
    assert refused(Reference("unit", UNIT), "气象台", context) == "系统中已有的单位的编号或名称"


def test_a_shared_name_asks_for_the_code_and_is_exported_by_it(context: Context) -> None:
    assert "A1、B1" in refused(Reference("unit", UNIT), "第1网格", context)
    twin = Reference("unit", UNIT).read("B1", context)
    assert Reference("unit", UNIT).write(twin) == "B1"
    assert Reference("unit", UNIT).write(JUSTICE) == "石峰区司法局"


def test_where_nothing_is_known_the_words_say_what_to_import_first() -> None:
    empty = Context({"unit": Lookup(UNIT, [])})
    assert refused(Reference("unit", UNIT), "司法局", empty) == "系统中还没有单位，请先导入单位"


@pytest.mark.parametrize("cell", ["司法局、002", "002,DW01", "002；司法局；司法局", "002\nDW01"])
def test_several_references_in_one_cell(cell: str, context: Context) -> None:
    assert References("unit", UNIT).read(cell, context) == (HEALTH, JUSTICE)


@pytest.mark.parametrize("cell", ["司法局×2、002", "司法局x2,002*1", "002(1);司法局（2）", "司法局:2、002：1"])
def test_counts(cell: str, context: Context) -> None:
    assert Counts("unit", UNIT).read(cell, context) == ((HEALTH, 1), (JUSTICE, 2))


@pytest.mark.parametrize("cell", ["司法局×0", "司法局、司法局×2"])
def test_counts_are_at_least_one_and_not_repeated(cell: str, context: Context) -> None:
    assert "至少 1" in refused(Counts("unit", UNIT), cell, context)


@pytest.mark.parametrize(
    "reader", [Words(), PersonName(), Day(), Whole(0, 9), YesNo(), Phone(), Mail(), Reference("unit", UNIT)]
)
def test_a_broken_formula_is_refused_everywhere(reader: Any, context: Context) -> None:
    assert "公式" in refused(reader, Broken("#REF!"), context)
