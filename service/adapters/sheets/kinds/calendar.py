"""日历: workdays, weekends, holidays and make-up workdays, and what may be planned on them."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import day_column
from service.adapters.sheets.readers import Choice, Whole, Words, YesNo
from service.messages import Message

KINDS = (
    ("workday", Message("工作日")),
    ("weekend", Message("周末")),
    ("holiday", Message("节假日")),
    ("makeup_workday", Message("调休上班日")),
)
KIND_WORDS = (
    ("workday", "上班"), ("weekend", "休息日"), ("weekend", "双休日"), ("holiday", "法定节假日"), ("holiday", "放假"),
    ("holiday", "节日"), ("makeup_workday", "调休"), ("makeup_workday", "补班"), ("makeup_workday", "调休上班"),
)  # fmt: skip


def check_day(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Not fewer at most than at least."""
    low, high = record.get("min_on_duty"), record.get("max_on_duty")
    if high is not None and high < (low or 0):
        yield "max_on_duty", Message("不小于在岗下限（%(low)d）的整数", low=low or 0)


CALENDAR = Kind(
    "calendar",
    Message("日历"),
    Message("工作日、节假日、调休，以及哪些日子开放值勤；导入后成为日历的新一版"),
    (
        day_column("date", Message("日期"), Message("哪一天；再次导入时按日期更新"), "2026-10-10", "日子", "day",
                   required=True),
        Column("kind", Message("类别"), Choice(KINDS, KIND_WORDS), Message("工作日、周末、节假日或调休上班日"), "调休上班日",
               ("类型", "日期类型", "type"), required=True),
        Column("name", Message("节日名称"), Words(64), Message("可不填"), "国庆节", ("节假日名称", "名称", "holiday")),
        Column("open", Message("可排班"), YesNo(),
               Message("当天能否安排值勤；不填时，工作日和调休上班日为是，其余为否"), "是", ("开放值勤", "是否开放", "open for duty"),
               clearable=False),
        Column("burden", Message("负担系数"), Whole(1, 9), Message("1 为普通日，越大越辛苦；不填时工作日为 1，周末和调休上班日为 2，节假日为 3"), "1", ("辛苦程度",),
               clearable=False),
        Column("min_on_duty", Message("在岗下限"), Whole(0, 1_000_000), Message("当天至少值勤人数；不填为自动计算"), "",
               ("最少人数", "最少值勤人数", "minimum on duty")),
        Column("max_on_duty", Message("在岗上限"), Whole(0, 1_000_000), Message("当天至多值勤人数；不填为自动计算"), "",
               ("最多人数", "最多值勤人数", "maximum on duty")),
        Column("closed_reason", Message("停排原因"), Words(120), Message("不开放时的原因；可不填"), "", ("原因", "why closed")),
    ),
    key=("date",),
    check=check_day,
)  # fmt: skip
