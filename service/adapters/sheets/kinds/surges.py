"""应急行动: places with their needs, and who may or may not be called."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import COMMUNITY, cadre_column, name_check_column, reason_column
from service.adapters.sheets.readers import Choice, Decimal, Phone, Reference, ShiftNeeds, Whole, Words
from service.messages import Message

OPERATION = Message("应急行动")
LISTINGS = (
    ("allowed", Message("可以召集")),
    ("days_only", Message("只排白班")),
    ("barred", Message("名单标明不召集")),
)
LISTING_WORDS = (("allowed", "可召集"), ("days_only", "白班"), ("barred", "不召集"), ("barred", "不可召集"))


def _operation_column() -> Column:
    return Column(
        "operation", Message("行动编号"), Reference("surge_operation", OPERATION, by_code=True),
        Message("应急行动的编号；没有重名时也可以填名称"), "YJ20261207-1", ("行动", "应急行动", "operation no"), required=True,
    )  # fmt: skip


SURGE_PLACES = Kind(
    "surge_places",
    Message("应急点位"),
    Message("应急行动的点位和各班需要人数；先发起行动、填好班次"),
    (
        _operation_column(),
        Column("name", Message("点位"), Words(120), Message("再次导入时按行动和点位更新"), "样例社区", ("点位名称", "place name"),
               required=True),
        Column("community", Message("社区"), Reference("community", COMMUNITY), Message("所在社区或村；卡点、堤段等可不填"), "",
               ("社区（村）", "community name")),
        Column("needs", Message("需要人数"), ShiftNeeds(), Message("每个班次每天几人，可按星期、日期另定；不填为不需要"),
               "早班 2；夜班 1；周六 早班 3", ("需求", "人数"), empty=()),
        Column("priority", Message("优先级"), Whole(1, 9), Message("1 到 9，缺人时先保大的；不填为 1"), "1", (), clearable=False),
        Column("address", Message("地址"), Words(200), Message("可不填"), "", ("集合地点",)),
        Column("contact_name", Message("联系人"), Words(64), Message("到岗后找谁；可不填"), "", ("点长",)),
        Column("contact_phone", Message("联系电话"), Phone(), Message("可不填"), "", ("电话",), sensitive=True),
        Column("latitude", Message("纬度"), Decimal(-90, 90), Message("WGS-84；社区有坐标的可不填"), "", ("lat",)),
        Column("longitude", Message("经度"), Decimal(-180, 180), Message("WGS-84；社区有坐标的可不填"), "", ("lon", "lng")),
    ),
    key=("operation", "name"),
    defaults={"priority": 1},
)  # fmt: skip

SURGE_PEOPLE = Kind(
    "surge_people",
    Message("应急名单"),
    Message("应急行动中可以召集、只排白班和不召集的人；受保护和已在别处服务的人不在此列也不召集"),
    (
        _operation_column(),
        cadre_column(),
        name_check_column(),
        Column("listing", Message("名单"), Choice(LISTINGS, LISTING_WORDS), Message("可以召集、只排白班或名单标明不召集"), "可以召集",
               ("能否召集", "listing"), required=True),
        reason_column(),
    ),
    key=("operation", "cadre"),
    needs=("cadres",),
)  # fmt: skip
