"""免排: cadres who owe no duty for a time."""

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
    ("maternity", Message("产假")),
    ("nursing", Message("哺乳期")),
    ("illness", Message("长期病休")),
    ("posted", Message("驻派在外")),
    ("rotation", Message("双向轮岗")),
    ("squad", Message("攻坚小队")),
    ("inspection", Message("巡察")),
    ("surge", Message("应急下沉")),
    ("seconded", Message("借调")),
    ("leader", Message("领导职务")),
    ("other", Message("其他")),
)
KIND_WORDS = (
    ("maternity", "孕期"), ("maternity", "怀孕"), ("nursing", "哺乳"), ("illness", "长病假"), ("posted", "驻村"),
    ("posted", "第一书记"), ("posted", "外派"), ("rotation", "轮岗"), ("seconded", "抽调"), ("leader", "领导"),
    ("other", "其它"),
)  # fmt: skip


def check_exemption(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "first_day", "last_day")


EXEMPTIONS = Kind(
    "exemptions",
    Message("免排"),
    Message("一段时间内不参加值勤的干部：产假、驻派、借调等"),
    (
        cadre_column(),
        name_check_column(),
        Column("kind", Message("类别"), Choice(KINDS, KIND_WORDS),
               Message("产假、哺乳期、长期病休、驻派在外、双向轮岗、攻坚小队、巡察、应急下沉、借调、领导职务或其他"), "产假", ("类型", "免排类别", "type"),
               required=True),
        day_column("first_day", Message("开始日期"), Message("第一天（含）；再次导入时按工号和这一天更新"), "2026-11-01",
                   "起始日期", "from", required=True),
        day_column("last_day", Message("结束日期"), Message("最后一天（含）；不填为撤销前一直有效"), "2027-04-30", "截止日期",
                   "to", "until"),
        Column("away", Message("离岗"), YesNo(), Message("是否不在单位（影响留守人数）；不填为是"), "是",
               ("离开单位", "是否离岗", "不在岗"), clearable=False),
        reason_column(required=True),
    ),
    key=("cadre", "first_day"),
    check=check_exemption,
    needs=("cadres",),
    defaults={"away": True},
)  # fmt: skip
