"""回避: cadres who must not serve in a zone."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import (
    ZONE,
    cadre_column,
    day_column,
    days_in_order,
    name_check_column,
    reason_column,
)
from service.adapters.sheets.readers import Reference
from service.messages import Message


def check_recusal(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "valid_from", "valid_to")


RECUSALS = Kind(
    "recusals",
    Message("回避"),
    Message("干部不得去值勤的网格（亲属、利益关系等）"),
    (
        cadre_column(),
        name_check_column(),
        Column("zone", Message("回避网格"), Reference("zone", ZONE), Message("已导入的网格的编号或名称"),
               "响石岭社区第1网格", ("网格", "网格编号", "网格名称", "zone name", "zone code"), required=True),
        day_column("valid_from", Message("起始日期"), Message("从哪天起；不填为导入当天"), "2026-01-01", "开始日期", "from",
                   clearable=False),
        day_column("valid_to", Message("截止日期"), Message("到哪天为止（含当天）；不填为长期"), "", "结束日期", "to", "until"),
        reason_column(),
    ),
    key=("cadre", "zone"),
    check=check_recusal,
    needs=("cadres", "zones"),
)  # fmt: skip
