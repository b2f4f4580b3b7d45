"""日期意愿: days that cadres would rather not serve on."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import cadre_column, day_column, name_check_column, reason_column
from service.adapters.sheets.readers import Whole
from service.messages import Message

PREFERENCES = Kind(
    "preferences",
    Message("日期意愿"),
    Message("干部希望避开的日子及程度"),
    (
        cadre_column(),
        name_check_column(),
        day_column("date", Message("日期"), Message("哪一天；再次导入时按工号和这一天更新"), "2026-12-15", "希望避开的日期",
                   "day", required=True),
        Column("points", Message("回避程度"), Whole(0, 10), Message("0（愿意）至 10（非不得已不要安排）"), "5",
               ("程度", "分值", "避开程度", "avoid"), required=True),
        reason_column(),
    ),
    key=("cadre", "date"),
    needs=("cadres",),
)  # fmt: skip
