"""活动: kinds of events, events, the zones that branches are sent to, attendance."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import (
    BRANCH,
    CADRE,
    COMMUNITY,
    UNIT,
    ZONE,
    cadre_column,
    day_column,
    name_check_column,
)
from service.adapters.sheets.readers import Choice, Code, Reference, References, TimeOfDay, Whole, Words, YesNo
from service.messages import Message

EVENT, EVENT_KIND = Message("活动"), Message("活动类别")
BLOCKS = (
    ("always", Message("当天不排值勤")),
    ("overlap", Message("与值勤时间重叠时不排")),
    ("never", Message("不影响值勤")),
)
BLOCK_WORDS = (("always", "全天"), ("overlap", "半天"), ("overlap", "重叠"), ("never", "不影响"), ("never", "晚上"))
PRESENCE = (("present", Message("到会")), ("excused", Message("已请假")), ("absent", Message("缺席")))
PRESENCE_WORDS = (
    ("present", "出勤"), ("present", "已到"), ("present", "√"), ("excused", "请假"), ("absent", "未到"), ("absent", "×"),
)  # fmt: skip


def hours_in_order(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """An event ends after it begins."""
    starts, ends = record.get("starts"), record.get("ends")
    if starts and ends and ends <= starts:
        yield "ends", Message("晚于开始时间 %(starts)s 的时间", starts=starts)


def check_event(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Hours in order, somebody called, signing up ends by the day."""
    yield from hours_in_order(record)
    groups = ("everyone", "grid_workers", "units", "branches", "people")
    if not any(record.get(name) for name in groups):
        yield "everyone", Message("至少一种参加对象：全体干部、网格员、单位、党支部或指定人员")
    until, day = record.get("sign_up_until"), record.get("date")
    if until is not None and day is not None and until > day:
        yield "sign_up_until", Message("不晚于活动日期 %(day)s 的日期", day=day.isoformat())


EVENT_KINDS = Kind(
    "event_kinds",
    EVENT_KIND,
    Message("学习、党课、主题党日、培训等；各类是否影响值勤、惯常时间"),
    (
        Column("code", Message("类别编码"), Code(), Message("唯一编码，再次导入时按它更新"), "study", ("编码", "kind code"),
               required=True),
        Column("name", Message("名称"), Words(64), Message("不与其他类别重名"), "每周一晚学习", ("类别", "kind name"), required=True),
        Column("blocks", Message("对值勤的影响"), Choice(BLOCKS, BLOCK_WORDS),
               Message("当天不排值勤、与值勤时间重叠时不排或不影响值勤；不填为不影响"), "不影响值勤", ("影响值勤",), clearable=False),
        Column("sends_branches", Message("支部到网格"), YesNo(), Message("是否派党支部到网格（主题党日）；不填为否"), "否", (),
               clearable=False),
        Column("weekday", Message("惯常星期"), Whole(0, 6), Message("0 为星期一，6 为星期日；不填为不固定"), "0", ()),
        Column("starts", Message("开始时间"), TimeOfDay(), Message("惯常的开始时间；可不填"), "19:00", ("start time",)),
        Column("ends", Message("结束时间"), TimeOfDay(), Message("惯常的结束时间；可不填"), "21:00", ("end time",)),
    ),
    key=("code",),
    check=hours_in_order,
    defaults={"blocks": "never", "sends_branches": False},
)  # fmt: skip

EVENTS = Kind(
    "events",
    EVENT,
    Message("学习、党课、主题党日和培训：何时、何地、叫谁参加"),
    (
        Column("code", Message("活动编号"), Code(), Message("唯一编号，再次导入时按它更新"), "HD20261207-1",
               ("编号", "event no"), required=True),
        Column("kind", Message("类别"), Reference("event_kind", EVENT_KIND), Message("活动类别的编码或名称"), "每周一晚学习",
               ("活动类别", "类型", "type"), required=True),
        Column("title", Message("标题"), Words(120), Message("活动的名称"), "每周一晚学习", ("活动名称", "名称"), required=True),
        day_column("date", Message("日期"), Message("哪一天"), "2026-12-07", "活动日期", "day", required=True),
        Column("starts", Message("开始时间"), TimeOfDay(), Message("24 小时制"), "19:00", ("start time",), required=True),
        Column("ends", Message("结束时间"), TimeOfDay(), Message("晚于开始时间"), "21:00", ("end time",), required=True),
        Column("place", Message("地点"), Words(200), Message("可不填"), "区机关大会议室", ("会场", "venue")),
        Column("community", Message("社区"), Reference("community", COMMUNITY), Message("在社区举行时填；可不填"), "",
               ("community name",)),
        Column("zone", Message("网格"), Reference("zone", ZONE), Message("在一个网格举行时填；可不填"), "", ("zone name",)),
        Column("everyone", Message("全体干部"), YesNo(), Message("是否叫全体在职干部；不填为否"), "是", ("全体",), clearable=False),
        Column("grid_workers", Message("网格员"), YesNo(), Message("是否也叫网格员；不填为否"), "否", (), clearable=False),
        Column("units", Message("单位"), References("unit", UNIT), Message("叫哪些单位；可不填"), "", ("参加单位",), empty=()),
        Column("branches", Message("党支部"), References("branch", BRANCH), Message("叫哪些党支部；可不填"), "", ("参加支部",), empty=()),
        Column("people", Message("指定人员"), References("cadre", CADRE, by_code=True), Message("另外叫哪些人；可不填"), "",
               ("参加人员",), empty=()),
        Column("sign_up", Message("需要报名"), YesNo(), Message("以上对象须报名，报上的才参加；不填为否"), "否", ("报名",), clearable=False),
        Column("seats", Message("席位数"), Whole(1, 100_000), Message("不填为不限"), "", ("名额", "席位")),
        day_column("sign_up_until", Message("报名截止"), Message("含当天；不填为活动当天"), "", "截止日期", "sign up until"),
        Column("note", Message("备注"), Words(2000), Message("可不填"), "", ("说明",)),
    ),
    key=("code",),
    check=check_event,
    needs=("event_kinds",),
    defaults={"everyone": False, "grid_workers": False, "sign_up": False},
)  # fmt: skip


def _event_column() -> Column:
    return Column(
        "event", Message("活动编号"), Reference("event", EVENT, by_code=True), Message("活动的编号"), "ZT-01",
        ("活动", "event no"), required=True,
    )  # fmt: skip


EVENT_ZONES = Kind(
    "event_zones",
    Message("支部分派"),
    Message("主题党日：哪个党支部去哪个网格"),
    (
        _event_column(),
        Column("branch", Message("党支部"), Reference("branch", BRANCH), Message("再次导入时按活动和党支部更新"), "第一党支部",
               ("支部", "branch name"), required=True),
        Column("zone", Message("网格"), Reference("zone", ZONE), Message("去的网格；不填为未分派"), "", ("去的网格", "zone name")),
    ),
    key=("event", "branch"),
    needs=("events", "branches", "zones"),
)  # fmt: skip

EVENT_ATTENDANCE = Kind(
    "event_attendance",
    Message("活动出勤"),
    Message("谁到会、请假或缺席"),
    (
        _event_column(),
        cadre_column(),
        name_check_column(),
        Column("state", Message("出勤"), Choice(PRESENCE, PRESENCE_WORDS), Message("到会、已请假或缺席"), "到会", ("到会情况",),
               required=True),
        Column("note", Message("备注"), Words(200), Message("可不填"), "", ("说明",)),
    ),
    key=("event", "cadre"),
    needs=("events", "cadres"),
)  # fmt: skip
