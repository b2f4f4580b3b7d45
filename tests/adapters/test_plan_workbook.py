"""The roster workbook, read back with another library."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook

from service.adapters.sheets.plan_workbook import PlanHead, PlanLine, plan_workbook
from service.messages import Message

HEAD = PlanHead(Message("石峰区2026年12月排班表"), Message("第 2 版 · R&D 发布"))


def line(**given: Any) -> PlanLine:
    values: dict[str, Any] = {
        "day": date(2026, 12, 9),
        "subdistrict": "响石岭街道",
        "community": "甲社区",
        "zone": "甲社区第一网格",
        "name": "干部一",
        "number": "0007",
        "unit": "区民政局",
        "along": "",
    }
    return PlanLine(**{**values, **given})


def opened(lines: list[PlanLine], language: str = "zh") -> Any:
    return load_workbook(io.BytesIO(plan_workbook(HEAD, lines, language)))


def column(sheet: Any, title: str) -> list[Any]:
    titles = [cell.value for cell in sheet[3]]
    place = titles.index(title)
    return [row[place].value for row in sheet.iter_rows(min_row=4)]


def test_there_is_a_sheet_by_date_by_unit_and_by_community() -> None:
    lines = [
        line(name="乙", day=date(2026, 12, 9), unit="后局", unit_order=(2, "U2"), place_order=("S1", "C2")),
        line(name="甲", day=date(2026, 12, 1), unit="后局", unit_order=(2, "U2"), place_order=("S1", "C2")),
        line(name="丙", day=date(2026, 12, 20), unit="先局", unit_order=(1, "U1"), place_order=("S1", "C1")),
    ]
    book = opened(lines)
    assert book.sheetnames == ["按日期", "按单位", "按社区"]
    assert column(book["按日期"], "姓名") == ["甲", "乙", "丙"]
    assert column(book["按单位"], "姓名") == ["丙", "甲", "乙"]
    assert column(book["按社区"], "姓名") == ["丙", "甲", "乙"]
    assert column(book["按日期"], "日期")[0] == datetime(2026, 12, 1)
    assert column(book["按日期"], "星期")[0] == "周二"


def test_title_and_version_stand_above_and_heads_are_frozen() -> None:
    sheet = opened([line()])["按日期"]
    assert sheet["A1"].value == "石峰区2026年12月排班表"
    assert sheet["A2"].value == "第 2 版 · R&D 发布"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:I1", "A2:I2"}
    assert sheet.freeze_panes == "A4"


def test_it_prints_on_a4_landscape_with_heads_on_each_page_and_page_numbers() -> None:
    for sheet in opened([line()]).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$3"
        assert "&P" in sheet.oddFooter.right.text
        assert "&N" in sheet.oddFooter.right.text
        assert "R&&D" in sheet.oddFooter.left.text


def test_no_cell_is_taken_for_a_formula() -> None:
    for begin in "=+-@":
        for sheet in opened([line(name=f"{begin}1+1", along=f"{begin}cmd")]).worksheets:
            cell = next(cell for row in sheet.iter_rows(min_row=4) for cell in row if "1+1" in str(cell.value))
            assert cell.data_type == "s"
            assert cell.value == f"'{begin}1+1"


def test_numbers_keep_their_zeros_and_are_left_out_where_nobody_has_one() -> None:
    assert column(opened([line()])["按日期"], "工号") == ["0007"]
    titles = [cell.value for cell in opened([line(number="")])["按日期"][3]]
    assert "工号" not in titles


def test_a_part_without_duties_is_an_empty_sheet_with_its_heads() -> None:
    sheet = opened([])["按单位"]
    assert sheet["A3"].value == "单位"
    assert sheet.max_row == 3


def test_heads_follow_the_language() -> None:
    book = opened([line()], "en")
    assert book.sheetnames[0] == "By date"
    assert column(book["By date"], "Weekday") == ["Wed"]
