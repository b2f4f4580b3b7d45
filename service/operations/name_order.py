"""The order in which names stand in documents: by strokes of the surname (姓氏笔画), by pinyin, or by unit.

By strokes means: the surname's strokes, then the order of strokes 横竖撇点折; of one surname, given names of one
character before those of two; then the given name's characters in the same way. The Unicode collation does not follow
this custom (it puts 文 before 王 and 张 before 李), so the order is the official one of `data/strokes.txt`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from service.operations.names import SURNAMES, pinyin_of

TABLE = Path(__file__).parent / "data" / "strokes.txt"
# Surnames of two characters, beside those that `names` must know for their reading.
LONG_SURNAMES = frozenset({name for name in SURNAMES if len(name) == 2}) | frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "夏侯",
        "司徒",
        "司空",
        "端木",
        "令狐",
        "慕容",
        "轩辕",
        "公孙",
        "宇文",
        "钟离",
        "南宫",
        "西门",
        "闻人",
        "申屠",
        "太史",
        "淳于",
        "赫连",
        "独孤",
        "呼延",
        "拓跋",
        "百里",
        "东郭",
        "公冶",
        "宗政",
        "濮阳",
        "公羊",
        "仲孙",
        "鲜于",
        "闾丘",
        "亓官",
        "第五",
        "梁丘",
        "左丘",
    ]
)
UNKNOWN_STROKES = 99


class NameOrder(StrEnum):
    """How the names of a list are ordered."""

    STROKES = "strokes"
    PINYIN = "pinyin"
    UNIT = "unit"


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        count, characters = line.split("\t")
        for character in characters:
            places[character] = (int(count), len(places))
    return places


def _place(character: str) -> tuple[int, int]:
    """Strokes and place; what the table does not know (letters, digits) stands last, by its code."""
    return _places().get(character, (UNKNOWN_STROKES, ord(character)))


def strokes_of(character: str) -> int | None:
    """How many strokes a character has; None where the table does not know it."""
    known = _places().get(character)
    return known[0] if known else None


def surname_length(name: str) -> int:
    """How many characters of a name are its surname."""
    return 2 if len(name) > 2 and name[:2] in LONG_SURNAMES else 1


def stroke_key(name: str) -> tuple[object, ...]:
    """The key that sorts names by strokes of the surname."""
    name = "".join(name.split())
    cut = surname_length(name)
    surname, given = name[:cut], name[cut:]
    return (tuple(map(_place, surname)), len(given), tuple(map(_place, given)))


def name_key(name: str, order: str, unit_position: int = 0) -> tuple[object, ...]:
    """The key that sorts names in an order; by unit, those of one unit stand by strokes."""
    if order == NameOrder.PINYIN:
        return (pinyin_of(name), *stroke_key(name))
    if order == NameOrder.UNIT:
        return (unit_position, *stroke_key(name))
    return stroke_key(name)
