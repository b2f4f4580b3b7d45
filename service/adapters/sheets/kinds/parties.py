"""同组与师徒: people who go together; a mentor pair is a party of two."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import CADRE, day_column, days_in_order
from service.adapters.sheets.readers import Choice, Code, Reference, References, Words
from service.messages import Message

MOST_MEMBERS = 8
KINDS = (("team", Message("同组")), ("mentor", Message("师徒结对")))


def check_party(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """At least two people; a mentor pair has a mentor, who is not their own newcomer."""
    mentor, members = record.get("mentor"), record.get("members") or ()
    if record["kind"] == "mentor" and mentor is None:
        yield "mentor", Message("师徒结对须填写带教人的工号")
    if mentor is not None and mentor in members:
        yield "members", Message("带教人以外的干部（带教人已单独成列）")
    most = 2 if record["kind"] == "mentor" else MOST_MEMBERS
    count = len(members) + (mentor is not None)
    if not 2 <= count <= most:
        yield "members", Message("连同带教人共 2 至 %(most)d 人，现有 %(count)d 人", most=most, count=count)
    yield from days_in_order(record, "valid_from", "valid_to")


PARTIES = Kind(
    "parties",
    Message("同组与师徒结对"),
    Message("同一天去同一网格的人：带班同组、师徒结对；一人同一时间只能在一组"),
    (
        Column("code", Message("组编号"), Code(), Message("唯一编号，再次导入时按它更新"), "ST001",
               ("小组编号", "结对编号", "编号", "party no", "id"), required=True),
        Column("kind", Message("类别"), Choice(KINDS, (("mentor", "师徒"), ("team", "小组"))),
               Message("同组或师徒结对；不填为同组"), "师徒结对", ("类型", "type"), clearable=False),
        Column("name", Message("组名"), Words(), Message("可不填"), "", ("小组名称", "名称")),
        Column("mentor", Message("带教人工号"), Reference("cadre", CADRE, by_code=True),
               Message("师徒结对的师父；没有重名时也可以填姓名"), "10001", ("带教人", "师父", "师父工号", "导师", "mentor number")),
        Column("members", Message("成员工号"), References("cadre", CADRE, by_code=True),
               Message("其余成员（师徒结对时为新人），多个之间用“、”分开；没有重名时也可以填姓名"), "10002",
               ("成员", "新人", "新人工号", "徒弟", "组员", "member numbers"), required=True, empty=()),
        day_column("valid_from", Message("起始日期"), Message("从哪天起；不填为导入当天"), "2026-12-01", "开始日期", "from",
                   clearable=False),
        day_column("valid_to", Message("截止日期"), Message("到哪天为止（含当天）；可不填"), "2027-05-31", "结束日期", "to",
                   "until"),
    ),
    key=("code",),
    check=check_party,
    needs=("cadres",),
    defaults={"kind": "team"},
)  # fmt: skip
