"""The order of names by strokes, as custom has it and ICU has not."""

from __future__ import annotations

import random

import pytest

from service.operations.name_order import NameOrder, name_key, stroke_key, strokes_of, surname_length


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("王明", "文明"),  # 4 strokes each, 横 before 点
        ("李明", "张明"),  # 7 each, 横 before 折
        ("林明", "周明"),  # 8 each, 横 before 撇
        ("张明", "陈明"),  # 7 each, 折; then 横 before 竖
        ("丁明", "刁明"),  # 2 each, 横 before 折
        ("王明", "李明"),  # 4 before 7
        ("陈明", "林明"),  # 7 before 8
    ],
)
def test_surnames_stand_by_strokes_and_then_by_the_order_of_strokes(first: str, then: str) -> None:
    assert stroke_key(first) < stroke_key(then)


def test_of_one_surname_short_given_names_come_first_and_then_by_strokes() -> None:
    names = ["王一明", "王明", "王一", "王丁", "王一一"]
    random.Random(1).shuffle(names)
    assert sorted(names, key=stroke_key) == ["王一", "王丁", "王明", "王一一", "王一明"]


def test_a_surname_of_two_characters_is_one_surname() -> None:
    assert surname_length("欧阳修") == 2
    assert surname_length("欧阳") == 1
    assert sorted(["欧阳修", "欧某某", "欧某"], key=stroke_key) == ["欧某", "欧某某", "欧阳修"]


def test_what_has_no_strokes_stands_last() -> None:
    assert strokes_of("王") == 4
    assert strokes_of("A") is None
    assert sorted(["Anna", "王明"], key=stroke_key) == ["王明", "Anna"]


def test_the_other_orders_are_by_pinyin_and_by_unit() -> None:
    assert sorted(["王明", "李明"], key=lambda name: name_key(name, NameOrder.PINYIN)) == ["李明", "王明"]
    units = {"李明": 1, "王明": 2}
    assert sorted(units, key=lambda name: name_key(name, NameOrder.UNIT, units[name])) == ["李明", "王明"]
    assert sorted(units, key=lambda name: name_key(name, NameOrder.STROKES)) == ["王明", "李明"]
