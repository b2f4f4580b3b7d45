"""What goes out: nothing a spreadsheet program would run, and everything it needs to show it rightly."""

from __future__ import annotations

import csv as csv_module
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from service.adapters.sheets.export import file_of, neutral, write_csv, write_xlsx
from service.adapters.sheets.files import read_file
from service.adapters.sheets.kinds import KINDS, Kind
from service.adapters.sheets.lookup import Context, Lookup, Ref
from service.adapters.sheets.problems import SheetProblem
from service.adapters.sheets.report import problems_file
from service.adapters.sheets.rows import read_rows
from service.adapters.sheets.template import LAST_ROW, template_of
from service.messages import Message

REFS = [Ref(1, "A1", "甲"), Ref(2, "B2", "乙")]
SORTS = ("subdistrict", "community", "zone", "unit", "branch", "skill", "cadre", "event_kind", "event")
SORTS += ("grid_worker", "post", "site", "programme", "surge_operation", "surge_place", "surge_shift")
EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://example.com")']


def context() -> Context:
    return Context({sort: Lookup(Message("某类"), REFS) for sort in SORTS})


@pytest.mark.parametrize("text", EVIL)
def test_a_text_that_could_be_a_formula_is_neutralised(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral("甲=乙") == "甲=乙"


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("text", EVIL)
def test_no_exported_cell_begins_a_formula(text: str, form: str) -> None:
    data = file_of(KINDS["skills"], [{"code": "a", "name": text}], form, "zh")
    if form == "xlsx":
        cell = openpyxl.load_workbook(io.BytesIO(data)).active["B2"]
        assert cell.data_type == "s"
        value = cell.value
    else:
        value = list(csv_module.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1][1]
    assert value.startswith("'")


def test_negative_numbers_stay_numbers() -> None:
    data = write_xlsx("表", [["经度"], [-113.5]])
    assert openpyxl.load_workbook(io.BytesIO(data)).active["A2"].value == -113.5
    assert write_csv([["经度"], [-113.5]]).decode("utf-8-sig") == "经度\r\n-113.5\r\n"


def test_a_text_table_has_the_mark_that_excel_needs() -> None:
    assert write_csv([["姓名"]]).startswith(b"\xef\xbb\xbf")


def test_codes_are_exported_as_text_and_days_as_days() -> None:
    record = {"employee_number": "00123", "name": "甲", "affiliation": "masses", "joined_on": date(2020, 7, 1)}
    blank: dict[str, Any] = {column.field: column.empty for column in KINDS["cadres"].columns}
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(KINDS["cadres"], [blank | record], "xlsx", "zh"))).active
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))
    assert (row["工号"].value, row["工号"].number_format) == ("00123", "@")
    assert row["入职日期"].is_date
    assert row["政治面貌"].value == "群众"


def test_english_heads_and_words_where_english_is_spoken() -> None:
    blank: dict[str, Any] = {column.field: column.empty for column in KINDS["cadres"].columns}
    data = file_of(KINDS["cadres"], [blank | {"employee_number": "1", "affiliation": "masses"}], "csv", "en")
    assert "Employee number" in data.decode("utf-8-sig")
    assert "No party" in data.decode("utf-8-sig")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_template_is_read_back_without_a_word_of_complaint(kind: Kind, form: str, language: str) -> None:
    found = read_rows(read_file(template_of(kind, context(), form, language), "t"), kind, context())
    assert found.problems == []
    assert found.data_rows == 0


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_example_of_every_column_is_read_by_its_reader(kind: Kind) -> None:
    sorts = {"legal": "法律", "mediation": "调解"}
    for column in kind.columns:
        names = [part.split("×")[0] for part in column.example.split("、")] if column.example else []
        refs = [Ref(number, name, sorts.get(name, name)) for number, name in enumerate(names)]
        lookups = {sort: Lookup(Message("某类"), refs) for sort in SORTS}
        if column.example:
            assert column.reader.read(column.example, Context(lookups)) is not None


def test_a_template_has_drop_downs_of_what_the_district_has_and_tips() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_of(KINDS["cadres"], context(), "xlsx", "zh")))
    sheet = book["干部"]
    rules = {
        str(rule.sqref).rstrip("0123456789").split(":")[0].rstrip("0123456789"): rule
        for rule in sheet.data_validations.dataValidation
    }
    assert rules["C"].formula1 == '"甲,乙"'
    assert rules["F"].formula1 == '"中共党员,中共预备党员,共青团员,民主党派,群众"'
    assert str(rules["C"].sqref) == f"C2:C{LAST_ROW + 1}"
    assert rules["A"].prompt
    assert sheet["A1"].value == "工号 *"
    assert sheet["A2"].value == "（示例）10001"
    assert "填写说明" in book.sheetnames


def test_a_long_list_of_choices_lies_on_a_hidden_sheet() -> None:
    many = Context(
        {sort: Lookup(Message("某类"), [Ref(n, f"C{n}", f"第{n}号单位") for n in range(400)]) for sort in SORTS}
    )
    book = openpyxl.load_workbook(io.BytesIO(template_of(KINDS["cadres"], many, "xlsx", "zh")))
    assert book["选项"].sheet_state == "hidden"
    assert book["选项"]["C400"].value == "第399号单位"


def test_the_list_of_problems_is_a_spreadsheet() -> None:
    problem = SheetProblem(
        "表1", 3, "C", Message("单位"), "=evil()", Message("系统中已有的%(what)s的编号或名称", what=Message("单位"))
    )
    rows = read_file(problems_file([problem], "zh"), "x.xlsx")[0].rows
    assert rows[1] == ["表1", 3.0, "C", "单位", "'=evil()", "系统中已有的单位的编号或名称"]
