"""Text tables: encodings, separators, quotation marks."""

from __future__ import annotations

import pytest

from service.adapters.sheets.files import read_file
from service.messages import InvalidInput
from tests.support.sheets import csv

ROWS = (["工号", "姓名"], ["001", "李晓明"])
READ = [["工号", "姓名"], ["001", "李晓明"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    assert read_file(csv(*ROWS, encoding=encoding), "名单.csv")[0].rows == READ


def test_rare_characters_of_names_survive_gb18030() -> None:
    name = "𬱖䶮"
    assert read_file(csv(["姓名"], [name], encoding="gb18030"), "x.csv")[0].rows[1] == [name]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_found_out(separator: str) -> None:
    assert read_file(csv(*ROWS, separator=separator), "名单.csv")[0].rows == READ


def test_quoted_cells_hold_separators_and_line_breaks() -> None:
    data = '工号,备注\r\n1,"甲,乙\n丙"\r\n\r\n2,丁\r\n'.encode()
    assert read_file(data, "x.csv")[0].rows == [["工号", "备注"], ["1", "甲,乙\n丙"], [], ["2", "丁"]]


def test_a_quotation_mark_that_never_closes_names_its_row() -> None:
    with pytest.raises(InvalidInput, match="第2行的引号"):
        read_file('工号,备注\r\n1,"甲\r\n2,乙\r\n'.encode(), "x.csv")


def test_the_sheet_is_called_as_the_file() -> None:
    assert read_file(csv(*ROWS), "花名册.csv")[0].name == "花名册"
