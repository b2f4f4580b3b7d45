"""网格: the grid zones that duties are done in."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import COMMUNITY, SKILL, day_column, days_in_order
from service.adapters.sheets.readers import Code, Counts, Decimal, Reference, Whole, Words
from service.messages import Message


def check_zone(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """At most as many visits as at least; days in order."""
    if record["max_visits"] < record["min_visits"]:
        yield "max_visits", Message("不小于每月最少走访次数（%(low)d）的整数", low=record["min_visits"])
    yield from days_in_order(record, "active_from", "active_to")


ZONES = Kind(
    "zones",
    Message("网格"),
    Message("值勤去的网格：所属社区、户数、每月次数、所需专长"),
    (
        Column("code", Message("网格编号"), Code(), Message("唯一编号，再次导入时按它更新"), "430204001001-01",
               ("网格代码", "编号", "代码", "zone no", "grid code", "id"), required=True),
        Column("name", Message("网格名称"), Words(), Message("全称"), "响石岭社区第1网格",
               ("网格", "名称", "zone", "grid"), required=True),
        Column("community", Message("所属社区"), Reference("community", COMMUNITY),
               Message("已导入的社区、村的编号或名称"), "响石岭社区",
               ("社区", "社区（村）", "所属社区（村）", "村", "community name"), required=True),
        Column("households", Message("户数"), Whole(0, 100_000), Message("户数；不填为 0"), "320", ("住户数",),
               clearable=False),
        Column("min_visits", Message("每月最少走访"), Whole(0, 999), Message("每月至少安排的值勤次数；不填为 1"), "1",
               ("每月最少次数", "最少次数", "最少走访次数", "minimum visits"), clearable=False),
        Column("max_visits", Message("每月最多走访"), Whole(0, 999), Message("每月至多安排的值勤次数；不填为 4"), "4",
               ("每月最多次数", "最多次数", "最多走访次数", "maximum visits"), clearable=False),
        Column("max_parties_per_day", Message("每日最多批次"), Whole(1, 99),
               Message("同一天至多接待几批人；不填为 1"), "1", ("每天最多批次", "parties a day"), clearable=False),
        Column("priority", Message("优先级"), Whole(0, 9), Message("0 至 9，越大越优先保证次数；不填为 1"), "1",
               ("重要程度",), clearable=False),
        Column("needs", Message("需要的专长"), Counts("skill", SKILL), Message("每月需要有此专长的人来几次；可不填"),
               "法律×1、调解×2", ("所需专长", "需要专长", "所需技能", "skills needed"), empty=()),
        Column("longitude", Message("经度"), Decimal(-180, 180), Message("WGS-84 坐标；可不填"), "113.112",
               ("lon", "lng")),
        Column("latitude", Message("纬度"), Decimal(-90, 90), Message("WGS-84 坐标；可不填"), "27.871", ("lat",)),
        Column("address", Message("集合地点"), Words(200), Message("到岗地点；可不填"), "响石岭社区服务中心一楼",
               ("地址", "到岗地点", "meeting place")),
        day_column("active_from", Message("启用日期"), Message("从哪天起安排值勤；不填为一直启用"), "2026-01-01",
                   "启用", "active since"),
        day_column("active_to", Message("停用日期"), Message("安排到哪天为止（含当天）；不填为不停用"), "", "停用",
                   "active until"),
    ),
    key=("code",),
    check=check_zone,
    needs=("communities", "skills"),
    defaults={"households": 0, "min_visits": 1, "max_visits": 4, "max_parties_per_day": 1, "priority": 1},
)  # fmt: skip
