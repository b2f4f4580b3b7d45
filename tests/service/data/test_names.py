"""Pinyin, initials and what the search box finds."""

from __future__ import annotations

import pytest

from service.operations.names import initials_of, matches, pinyin_of


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("李晓明", "lixiaoming", "lxm"),
        ("单雄", "shanxiong", "sx"),
        ("曾志", "zengzhi", "zz"),
        ("仇明", "qiuming", "qm"),
        ("解放", "xiefang", "xf"),
        ("区平", "ouping", "op"),
        ("查明", "zhaming", "zm"),
        ("朴真", "piaozhen", "pz"),
        ("尉迟文", "yuchiwen", "ycw"),
        ("欧阳文", "ouyangwen", "oyw"),
        ("吕绿", "lvlv", "ll"),
        (" 王 芳 ", "wangfang", "wf"),
    ],
)
def test_surnames_are_read_as_surnames(name: str, pinyin: str, initials: str) -> None:
    assert (pinyin_of(name), initials_of(name)) == (pinyin, initials)


def test_a_place_has_no_surname() -> None:
    assert pinyin_of("区教育局", person=False) == "qujiaoyuju"
    assert initials_of("建设路2号", person=False) == "jsl2h"


@pytest.mark.parametrize("query", ["", "建设", "JSL", "jianshe", "jian she", "z-01"])
def test_a_zone_is_found_by_name_pinyin_initials_and_code(query: str) -> None:
    assert matches(query, "建设路网格", "Z-01")


@pytest.mark.parametrize("query", ["xyz", "建社", "Z-02", "…"])
def test_what_is_not_meant_is_not_found(query: str) -> None:
    assert not matches(query, "建设路网格", "Z-01")
