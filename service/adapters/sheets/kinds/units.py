"""单位: the offices that send cadres."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import COMMUNITY, day_column, days_in_order
from service.adapters.sheets.readers import Code, References, Whole, Words
from service.messages import Message


def check_unit(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "active_from", "active_to")


UNITS = Kind(
    "units",
    Message("单位"),
    Message("派出干部的区直单位：联点社区、在岗底数"),
    (
        Column("code", Message("单位编号"), Code(), Message("唯一编号，再次导入时按它更新"), "DW01",
               ("单位代码", "部门编号", "编号", "代码", "unit no", "id"), required=True),
        Column("name", Message("单位名称"), Words(), Message("全称"), "石峰区司法局",
               ("单位", "部门", "单位全称", "名称", "unit"), required=True),
        Column("short_name", Message("单位简称"), Words(32), Message("表格中显示的简称；可不填"), "司法局", ("简称",)),
        Column("position", Message("排列次序"), Whole(0, 9999), Message("单位的先后顺序；不填为 0"), "10",
               ("排序", "序号", "顺序", "sort order"), clearable=False),
        Column("min_present", Message("在岗底数"), Whole(0, 9999), Message("每个开放日至少留在单位的人数；不填为 0"), "3",
               ("留守人数", "最少在岗人数", "最低在岗", "staff to stay"), clearable=False),
        Column("communities", Message("联点社区"), References("community", COMMUNITY),
               Message("单位包联的社区、村，多个之间用“、”分开"), "响石岭社区、霞湾社区",
               ("包联社区", "联系社区", "联点", "包联", "linked community"), empty=()),
        day_column("active_from", Message("启用日期"), Message("从哪天起派人；不填为一直启用"), "", "启用", "active since"),
        day_column("active_to", Message("停用日期"), Message("派人到哪天为止（含当天）；不填为不停用"), "", "停用",
                   "active until"),
        Column("note", Message("备注"), Words(1000), Message("其他说明；可不填"), "", ("说明", "remarks")),
    ),
    key=("code",),
    check=check_unit,
    needs=("communities",),
    defaults={"position": 0, "min_present": 0},
)  # fmt: skip
