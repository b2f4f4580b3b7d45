"""街道: the subdistricts and towns."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.readers import Code, Words
from service.messages import Message

SUBDISTRICTS = Kind(
    "subdistricts",
    Message("街道、镇"),
    Message("社区和村所属的街道、镇"),
    (
        Column("code", Message("街道编号"), Code(), Message("唯一编号，再次导入时按它更新"), "430204001",
               ("街道代码", "编号", "代码", "subdistrict no", "id"), required=True),
        Column("name", Message("街道名称"), Words(), Message("全称"), "清水塘街道",
               ("街道", "镇", "街道（镇）", "名称", "subdistrict"), required=True),
    ),
    key=("code",),
)  # fmt: skip
