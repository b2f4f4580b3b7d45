"""岗位: lasting posts with their roles, the stages of sites, and recusals of units."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import (
    COMMUNITY,
    SKILL,
    UNIT,
    ZONE,
    cadre_column,
    day_column,
    days_in_order,
    name_check_column,
    reason_column,
)
from service.adapters.sheets.readers import Choice, Code, Decimal, Phone, Reference, References, Whole, Words, YesNo
from service.messages import Message

POST, SITE, GRID_WORKER = Message("岗位"), Message("工程"), Message("网格员")
POST_KINDS = (
    ("grid_worker", Message("网格员")),
    ("village", Message("村")),
    ("enterprise", Message("企业")),
    ("compound", Message("小区")),
    ("lift", Message("电梯")),
    ("unit", Message("单位")),
)
POST_KIND_WORDS = (
    ("grid_worker", "网格员岗位"), ("village", "行政村"), ("village", "第一书记"), ("enterprise", "公司"),
    ("enterprise", "驻企"), ("compound", "改造小区"), ("compound", "旧改小区"), ("lift", "加装电梯"), ("unit", "巡察单位"),
)  # fmt: skip
NEEDED = {
    "grid_worker": "grid_worker",
    "unit": "unit",
    "village": "community",
    "compound": "community",
    "lift": "community",
}


def check_post(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """What a kind of post refers to is named; both coordinates or none; days in order."""
    field = NEEDED.get(record["kind"])
    # A grid worker's post is in the worker's community without saying so.
    if field is not None and record.get(field) is None:
        kind = dict(POST_KINDS)[record["kind"]]
        yield field, Message("类别为“%(kind)s”时必填", kind=kind)
    if (record.get("latitude") is None) != (record.get("longitude") is None):
        yield "latitude" if record.get("latitude") is None else "longitude", Message("经度和纬度应同时填写，或都不填")
    yield from days_in_order(record, "active_from", "active_to")


POSTS = Kind(
    "posts",
    POST,
    Message("网格员岗位、村、企业、改造小区、电梯、被巡察单位；新岗位先配上该类别通常的角色"),
    (
        Column("code", Message("岗位编码"), Code(), Message("唯一编码，再次导入时按它更新"), "QY-001",
               ("编码", "岗位编号", "post code", "id"), required=True),
        Column("kind", Message("类别"), Choice(POST_KINDS, POST_KIND_WORDS),
               Message("网格员、村、企业、小区、电梯或单位"), "企业", ("类型", "岗位类别", "type"), required=True),
        Column("name", Message("名称"), Words(120), Message("企业、村、小区、电梯或单位的名称"), "石峰机械有限公司",
               ("岗位名称", "企业名称", "小区名称", "post name"), required=True),
        Column("community", Message("社区"), Reference("community", COMMUNITY),
               Message("村、小区和电梯必填；企业可不填"), "响石岭社区", ("所属社区", "社区（村）", "community name")),
        Column("zone", Message("网格"), Reference("zone", ZONE), Message("可不填"), "", ("所在网格", "zone name")),
        Column("unit", Message("单位"), Reference("unit", UNIT), Message("被巡察单位必填"), "", ("被巡察单位", "unit name")),
        Column("grid_worker", Message("网格员"), Reference("grid_worker", GRID_WORKER, by_code=True),
               Message("网格员岗位必填：网格员编号"), "", ("网格员编号", "worker no")),
        Column("park", Message("园区"), Words(64), Message("企业所在园区；可按园区限制人数；可不填"), "田心工业园",
               ("工业园", "片区", "park name")),
        Column("address", Message("地址"), Words(200), Message("可不填"), "", ("address line",)),
        Column("contact_name", Message("联系人"), Words(64), Message("可不填"), "", ("contact",)),
        Column("contact_phone", Message("联系电话"), Phone(), Message("打码的号码（138****5678）表示不改；可不填"), "",
               ("电话", "手机号", "contact phone number"), sensitive=True),
        Column("longitude", Message("经度"), Decimal(-180, 180), Message("WGS-84 坐标；可不填"), "", ("lon", "lng")),
        Column("latitude", Message("纬度"), Decimal(-90, 90), Message("WGS-84 坐标；可不填"), "", ("lat",)),
        Column("priority", Message("优先级"), Whole(1, 9), Message("1 至 9，越大越先保证；不填为 1"), "1", ("重要程度",),
               clearable=False),
        Column("load", Message("负荷"), Whole(1, 1000), Message("一人任此岗占用多少承担能力；不填为 1"), "1", ("工作量",),
               clearable=False),
        day_column("active_from", Message("启用日期"), Message("可不填"), "", "启用", "active since"),
        day_column("active_to", Message("停用日期"), Message("可不填"), "", "停用", "active until"),
        Column("usual_roles", Message("配通常角色"), YesNo(),
               Message("新岗位是否配上该类别通常的角色；不填为是；另用“岗位角色”表导入角色时填否"), "是", ("通常角色",),
               clearable=False, empty=False),
        Column("note", Message("备注"), Words(2000), Message("可不填"), "", ("说明",)),
    ),
    key=("code",),
    check=check_post,
    needs=("communities", "zones", "units", "grid_workers"),
    defaults={"priority": 1, "load": 1, "usual_roles": True},
)  # fmt: skip


def post_column() -> Column:
    """The post that a row is about."""
    return Column(
        "post", Message("岗位编码"), Reference("post", POST, by_code=True), Message("岗位的编码；没有重名时也可以填名称"),
        "QY-001", ("岗位", "岗位编号", "企业", "post code"), required=True,
    )  # fmt: skip


def check_role(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """At most as many people as at least; no skill both required and wished."""
    if record["most"] < record["least"]:
        yield "most", Message("不小于最少人数（%(low)d）的整数", low=record["least"])
    both = set(record["required_skills"]) & set(record["wished_skills"])
    if both:
        names = "、".join(sorted(ref.name for ref in both))
        yield "wished_skills", Message("不重复必备的专长（%(names)s）", names=names)


POST_ROLES = Kind(
    "post_roles",
    Message("岗位角色"),
    Message("各岗位要哪些角色、各几个人、需要什么专长"),
    (
        post_column(),
        Column("role", Message("角色"), Words(32), Message("再次导入时按岗位和角色更新"), "驻企联络员", ("岗位角色", "role name"),
               required=True),
        Column("least", Message("最少人数"), Whole(0, 1000), Message("少于此数记为空缺；不填为 1"), "1", ("下限", "at least"),
               clearable=False),
        Column("most", Message("最多人数"), Whole(1, 1000), Message("不会超过此数；不填为 1"), "1", ("上限", "at most"),
               clearable=False),
        Column("required_skills", Message("必备专长"), References("skill", SKILL), Message("缺一项就不能任此角色；可不填"), "",
               ("必需专长", "skills required"), empty=()),
        Column("wished_skills", Message("希望专长"), References("skill", SKILL), Message("有则优先；可不填"), "",
               ("优先专长", "skills wished"), empty=()),
    ),
    key=("post", "role"),
    check=check_role,
    needs=("posts", "skills"),
    defaults={"least": 1, "most": 1},
)  # fmt: skip


def check_stage(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """A day of completion stands with 100 percent."""
    if record["done_on"] is not None and record["done_percent"] < 100:
        yield "done_percent", Message("填了完成日期时为 100")


SITE_STAGES = Kind(
    "site_stages",
    Message("工程阶段"),
    Message("改造小区和电梯的各阶段：应完成日期、完成比例"),
    (
        Column("post", Message("工程编码"), Reference("site", SITE, by_code=True),
               Message("小区或电梯的岗位编码；没有重名时也可以填名称"), "XQ-001", ("工程", "小区", "岗位编码", "site code"),
               required=True),
        Column("name", Message("阶段"), Words(64), Message("再次导入时按工程和阶段更新"), "施工", ("阶段名称", "stage name"),
               required=True),
        Column("position", Message("次序"), Whole(0, 99), Message("从 0 起；不填为 0"), "2", ("先后", "order"), clearable=False),
        day_column("due_on", Message("应完成日期"), Message("可不填"), "2027-03-31", "计划完成", "due"),
        Column("done_percent", Message("完成比例"), Whole(0, 100), Message("0 至 100；不填为 0，填了完成日期时为 100"), "60",
               ("进度", "percent"), clearable=False),
        day_column("done_on", Message("完成日期"), Message("完成了才填"), "", "实际完成", "done"),
        Column("note", Message("备注"), Words(200), Message("可不填"), "", ("说明",)),
    ),
    key=("post", "name"),
    check=check_stage,
    needs=("posts",),
    defaults={"position": 0, "done_percent": 0},
)  # fmt: skip


def check_unit_recusal(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order."""
    return days_in_order(record, "valid_from", "valid_to")


UNIT_RECUSALS = Kind(
    "unit_recusals",
    Message("单位回避"),
    Message("干部不得任职或参加巡察的单位（亲属任职、利益关系等）"),
    (
        cadre_column(),
        name_check_column(),
        Column("unit", Message("回避单位"), Reference("unit", UNIT), Message("已导入的单位的编号或名称"), "区财政局",
               ("单位", "单位名称", "unit name"), required=True),
        day_column("valid_from", Message("起始日期"), Message("从哪天起；不填为导入当天"), "2026-01-01", "开始日期", "from",
                   clearable=False),
        day_column("valid_to", Message("截止日期"), Message("到哪天为止（含当天）；不填为长期"), "", "结束日期", "to", "until"),
        reason_column(),
    ),
    key=("cadre", "unit"),
    check=check_unit_recusal,
    needs=("cadres", "units"),
)  # fmt: skip
