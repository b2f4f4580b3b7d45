"""干部: the roster."""

import re
from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import BRANCH, SKILL, UNIT, ZONE, day_column, days_in_order
from service.adapters.sheets.readers import Choice, Code, Mail, PersonName, Phone, Reference, References, Whole, Words
from service.messages import Message

IDENTITY = re.compile(r"\d{17}[\dXx]")
AFFILIATIONS = (
    ("party_member", Message("中共党员")),
    ("probationary", Message("中共预备党员")),
    ("league_member", Message("共青团员")),
    ("democratic", Message("民主党派")),
    ("masses", Message("群众")),
)
AFFILIATION_WORDS = (
    ("party_member", "党员"),
    ("party_member", "中共正式党员"),
    ("party_member", "正式党员"),
    ("probationary", "预备党员"),
    ("league_member", "团员"),
    ("democratic", "民革党员"),
    ("democratic", "民盟盟员"),
    ("democratic", "民建会员"),
    ("democratic", "民进会员"),
    ("democratic", "农工党党员"),
    ("democratic", "致公党党员"),
    ("democratic", "九三学社社员"),
    ("democratic", "台盟盟员"),
    ("masses", "无党派"),
    ("masses", "无党派人士"),
)


def check_cadre(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """No identity number as an employee number (none may be collected); days in order."""
    if IDENTITY.fullmatch(record["employee_number"]):
        yield "employee_number", Message("单位自编的工号；不得填写身份证号")
    yield from days_in_order(record, "active_from", "active_to")


CADRES = Kind(
    "cadres",
    Message("干部"),
    Message("干部花名册：单位、支部、专长、居住网格、联系方式"),
    (
        Column("employee_number", Message("工号"), Code(),
               Message("唯一编号，再次导入时按它更新；不要填写身份证号"), "10001",
               ("职工号", "人员编号", "干部编号", "编号", "employee no", "employee no.", "staff number", "id"),
               required=True),
        Column("name", Message("姓名"), PersonName(), Message("干部姓名"), "李晓明",
               ("干部姓名", "人员姓名", "full name"), required=True),
        Column("unit", Message("单位"), Reference("unit", UNIT),
               Message("已导入的单位的编号、全称或简称；变更从导入当天起生效，以前的记录不变"), "石峰区司法局",
               ("所在单位", "工作单位", "单位名称", "部门", "department"), required=True),
        Column("branch", Message("党支部"), Reference("branch", BRANCH), Message("已导入的党支部；可不填"),
               "石峰区司法局机关党支部", ("支部", "所在支部", "所在党支部", "party branch")),
        Column("position", Message("职务"), Words(64), Message("可不填"), "一级科员", ("职务职级", "职级", "job title")),
        Column("affiliation", Message("政治面貌"), Choice(AFFILIATIONS, AFFILIATION_WORDS),
               Message("不填为群众"), "中共党员", ("党派", "politics"), clearable=False),
        Column("skills", Message("专长"), References("skill", SKILL), Message("已导入的专长，多个之间用“、”分开；可不填"),
               "法律、调解", ("技能", "特长", "skill"), empty=()),
        Column("home_zone", Message("居住网格"), Reference("zone", ZONE),
               Message("居住地所在的网格的编号或名称；可不填"), "响石岭社区第1网格",
               ("居住地网格", "家庭所在网格", "home grid")),
        day_column("joined_on", Message("入职日期"), Message("可不填"), "2019-07-01", "参加工作日期", "入职时间", "start date"),
        day_column("active_from", Message("启用日期"), Message("从哪天起参加值勤；不填为一直参加"), "", "排班起始日", "开始日期", "启用日期",
                   "active since"),
        day_column("active_to", Message("停用日期"), Message("参加到哪天为止（含当天），如退休、调出；可不填"), "", "排班截止日", "结束日期",
                   "停用日期", "离岗日期", "active until"),
        Column("duties_per_month", Message("每月值勤天数"), Whole(0, 31), Message("每月应值勤的次数；新增的人不填则按排班设置"), "1",
               ("每月次数", "每月值勤次数", "duties"), clearable=False),
        Column("phone", Message("手机号"), Phone(), Message("打码的号码（138****5678）表示不改；可不填"), "13800000000",
               ("手机", "手机号码", "电话", "联系电话", "联系方式", "mobile"), sensitive=True),
        Column("mail", Message("邮箱"), Mail(), Message("可不填"), "name@example.com",
               ("电子邮箱", "邮件", "email", "e-mail")),
        Column("note", Message("备注"), Words(1000), Message("其他说明；可不填"), "", ("说明", "remarks")),
    ),
    key=("employee_number",),
    check=check_cadre,
    needs=("units", "branches", "skills", "zones"),
    sheet_names=("花名册",),
    defaults={"affiliation": "masses", "duties_per_month": 1},
)  # fmt: skip
