"""轮岗与派驻: candidates of programmes, and placements (those that were there before the program was taken into use)."""

from collections.abc import Iterable
from typing import Any

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import SKILL, cadre_column, day_column, days_in_order, name_check_column
from service.adapters.sheets.kinds.posts import POST, post_column
from service.adapters.sheets.readers import OrderedReferences, Reference, References, Whole, WordList, Words, YesNo
from service.messages import Message

PROGRAMME = Message("项目")


def check_candidate(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """At least no more posts than at most."""
    if record["min_posts"] > record["max_posts"]:
        yield "min_posts", Message("不大于最多岗位数（%(most)d）的整数", most=record["max_posts"])


CANDIDATES = Kind(
    "candidates",
    Message("候选人"),
    Message("各项目的候选人：能任的角色、经验、承担能力、是否同意、志愿"),
    (
        Column("programme", Message("项目编号"), Reference("programme", PROGRAMME, by_code=True),
               Message("项目的编号；没有重名时也可以填名称"), "PQ-2027", ("项目", "programme code"), required=True),
        cadre_column(),
        name_check_column(),
        Column("roles", Message("能任角色"), WordList(32), Message("多个之间用“、”分开；不填为都可以"), "攻坚员、保障员",
               ("角色", "acts as"), empty=()),
        Column("experienced", Message("有经验"), YesNo(), Message("是否有同类工作经验；不填为否"), "否", ("经验",),
               clearable=False),
        Column("capacity", Message("承担能力"), Whole(1, 100_000), Message("同一时间各岗位负荷之和的上限；不填为 1"), "1",
               ("能力", "capacity in all"), clearable=False),
        Column("max_posts", Message("最多岗位数"), Whole(1, 1000), Message("同一时间最多任几个岗位；不填为 1"), "1",
               ("最多几个", "most posts"), clearable=False),
        Column("min_posts", Message("最少岗位数"), Whole(0, 1000), Message("希望至少任几个岗位；不填为 0"), "0",
               ("最少几个", "fewest posts"), clearable=False),
        Column("own_consent", Message("本人同意"), YesNo(), Message("不填为未答复"), "是", ("本人意见",)),
        Column("unit_consent", Message("单位同意"), YesNo(), Message("不填为未答复"), "是", ("单位意见",)),
        Column("wishes", Message("志愿岗位"), OrderedReferences("post", POST), Message("岗位编码，按志愿先后；可不填"), "",
               ("志愿", "wished posts"), empty=()),
        Column("offers", Message("单位可教专长"), References("skill", SKILL), Message("双向轮岗：来单位的人能学到的专长；可不填"),
               "", ("可教内容", "skills taught"), empty=()),
        Column("note", Message("备注"), Words(200), Message("可不填"), "", ("说明",)),
    ),
    key=("programme", "cadre"),
    check=check_candidate,
    needs=("cadres", "posts"),
    defaults={"experienced": False, "capacity": 1, "max_posts": 1, "min_posts": 0},
)  # fmt: skip


def check_placement(record: dict[str, Any]) -> Iterable[tuple[str, Message]]:
    """Days in order, an early end within the term and with its reason."""
    yield from days_in_order(record, "first_day", "last_day")
    ended, first, last = record["ended_on"], record["first_day"], record["last_day"]
    if ended is not None and first and last and not first <= ended <= last:
        yield (
            "ended_on",
            Message("在任期 %(first)s 至 %(last)s 之内的日期", first=first.isoformat(), last=last.isoformat()),
        )
    if ended is not None and not record["end_reason"]:
        yield "end_reason", Message("提前结束时必填")


PLACEMENTS = Kind(
    "placements",
    Message("任职"),
    Message("谁在哪个岗位任职、任期：导入已有的第一书记、驻企联络员等；项目批准产生的任职也在导出之列"),
    (
        cadre_column(),
        name_check_column(),
        post_column(),
        Column("role", Message("角色"), Words(32), Message("岗位的角色之一；岗位只有一个角色时可不填"), "第一书记", ("任职角色", "role name"),
               clearable=False),
        day_column("first_day", Message("开始日期"), Message("第一天（含）；再次导入时按工号、岗位和这一天更新"), "2025-07-01",
                   "任职日期", "起始日期", "from", required=True),
        day_column("last_day", Message("结束日期"), Message("任期的最后一天（含）"), "2027-06-30", "任期届满", "截止日期", "to",
                   "until", required=True),
        Column("exempts", Message("免值勤"), YesNo(), Message("全职任职的填是：任期内不参加每月值勤；不填时，村为是，其余为否"), "是",
               ("是否全职", "全职", "full time"), clearable=False),
        day_column("ended_on", Message("实际结束日期"), Message("提前结束的才填"), "", "提前结束", "ended"),
        Column("end_reason", Message("结束原因"), Words(200), Message("提前结束时必填"), "", ("提前结束原因", "reason of the end")),
        Column("note", Message("备注"), Words(200), Message("可不填"), "", ("说明",)),
    ),
    key=("cadre", "post", "first_day"),
    check=check_placement,
    needs=("cadres", "posts", "post_roles"),
)  # fmt: skip
