"""请假外出: days on which cadres cannot serve."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import (
    cadre_column,
    day_column,
    days_in_order,
    name_check_column,
    reason_column,
)
from service.adapters.sheets.readers import Choice, YesNo
from service.messages import Message

KINDS = (
    ("leave", Message("休假")),
    ("sick", Message("病假")),
    ("trip", Message("出差")),
    ("training", Message("培训")),
    ("meeting", Message("会议")),
    ("other", Message("其他")),
)
KIND_WORDS = (
    ("leave", "年休假"), ("leave", "年假"), ("leave", "事假"), ("leave", "请假"), ("leave", "婚假"), ("leave", "探亲假"),
    ("sick", "病休"), ("trip", "外出"), ("trip", "公差"), ("training", "学习"), ("meeting", "开会"), ("other", "其它"),
)  # fmt: skip


def check_absence(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "first_day", "last_day")


ABSENCES = Kind(
    "absences",
    Message("请假外出"),
    Message("休假、出差、培训、会议等不能值勤的日子"),
    (
        cadre_column(),
        name_check_column(),
        Column("kind", Message("类别"), Choice(KINDS, KIND_WORDS), Message("休假、病假、出差、培训、会议或其他"), "休假",
               ("类型", "请假类别", "假别", "type"), required=True),
        day_column("first_day", Message("开始日期"), Message("第一天（含）；再次导入时按工号和这一天更新"), "2026-12-07",
                   "起始日期", "开始时间", "from", required=True),
        day_column("last_day", Message("结束日期"), Message("最后一天（含）"), "2026-12-11", "截止日期", "结束时间", "to",
                   "until", required=True),
        Column("away", Message("离岗"), YesNo(),
               Message("是否不在单位（影响留守人数）；不填时，培训和会议为否，其余为是"), "是", ("离开单位", "是否离岗", "不在岗"),
               clearable=False),
        reason_column(),
    ),
    key=("cadre", "first_day"),
    check=check_absence,
    needs=("cadres",),
)  # fmt: skip
