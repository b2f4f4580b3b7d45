"""网格员: the communities' own grid workers, whom to ask for on arrival."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import COMMUNITY, ZONE, day_column, days_in_order
from service.adapters.sheets.readers import Code, PersonName, Phone, Reference, YesNo
from service.messages import Message


def check_worker(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "active_from", "active_to")


GRID_WORKERS = Kind(
    "grid_workers",
    Message("网格员"),
    Message("社区专职网格员：干部到岗时的联系人"),
    (
        Column("number", Message("网格员编号"), Code(), Message("唯一编号，再次导入时按它更新"), "WG001",
               ("编号", "worker no", "id"), required=True),
        Column("name", Message("姓名"), PersonName(), Message("网格员姓名"), "王芳", ("网格员姓名", "网格员"),
               required=True),
        Column("community", Message("所属社区"), Reference("community", COMMUNITY),
               Message("已导入的社区、村的编号或名称"), "响石岭社区", ("社区", "社区（村）", "community name"),
               required=True),
        Column("zone", Message("负责网格"), Reference("zone", ZONE), Message("已导入的网格；可不填"),
               "响石岭社区第1网格", ("网格", "所在网格", "zone name")),
        Column("head", Message("网格长"), YesNo(), Message("是否为网格长；不填为否"), "否", ("是否网格长",),
               clearable=False),
        Column("phone", Message("手机号"), Phone(), Message("打码的号码（138****5678）表示不改；可不填"), "13800000000",
               ("手机", "手机号码", "电话", "联系电话", "mobile"), sensitive=True),
        day_column("active_from", Message("启用日期"), Message("可不填"), "", "启用", "active since"),
        day_column("active_to", Message("停用日期"), Message("可不填"), "", "停用", "active until"),
    ),
    key=("number",),
    check=check_worker,
    needs=("communities", "zones"),
    defaults={"head": False},
)  # fmt: skip
