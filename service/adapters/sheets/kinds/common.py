"""Columns that several kinds share."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.adapters.sheets.columns import Column
from service.adapters.sheets.readers import Day, PersonName, Reference, Words
from service.messages import Message

UNIT, COMMUNITY, SUBDISTRICT = Message("单位"), Message("社区"), Message("街道")
ZONE, BRANCH, SKILL, CADRE = Message("网格"), Message("党支部"), Message("专长"), Message("干部")
NUMBER_WORDS = ("职工号", "人员编号", "干部编号", "编号", "employee no", "employee no.", "staff number", "id")
NAME_WORDS = ("干部姓名", "人员姓名", "full name")


def cadre_column() -> Column:
    """The cadre that a row is about, by number (or by name, where nobody shares it)."""
    return Column(
        "cadre",
        Message("工号"),
        Reference("cadre", CADRE, by_code=True),
        Message("干部的工号；没有重名时也可以填姓名"),
        "10001",
        NUMBER_WORDS,
        required=True,
    )


def name_check_column() -> Column:
    """The cadre's name beside the number: compared with what is known, so that a slip of a row is noticed."""
    return Column(
        "cadre_name",
        Message("姓名"),
        PersonName(),
        Message("用于核对工号，须与系统中的姓名一致；可不填"),
        "李晓明",
        NAME_WORDS,
        check=True,
    )


def day_column(name: str, label: Message, about: Message, example: str, *synonyms: str, **more: Any) -> Column:
    """A day."""
    return Column(name, label, Day(), about, example, synonyms, **more)


def reason_column(required: bool = False, **more: Any) -> Column:
    """Why."""
    return Column(
        "reason",
        Message("事由"),
        Words(200),
        Message("简要说明原因"),
        "",
        ("原因", "理由", "说明", "备注", "why", "note"),
        required=required,
        **more,
    )


def days_in_order(record: dict[str, Any], first: str, last: str) -> list[tuple[str, Message]]:
    """The last day must not lie before the first."""
    begin, end = record.get(first), record.get(last)
    if isinstance(begin, date) and isinstance(end, date) and end < begin:
        return [(last, Message("不早于 %(first)s 的日期", first=begin.isoformat()))]
    return []
