"""社区: the communities and villages, each in a subdistrict."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.kinds.common import SUBDISTRICT
from service.adapters.sheets.readers import Choice, Code, Decimal, PersonName, Phone, Reference, Words
from service.messages import Message

KINDS = (("community", Message("社区")), ("village", Message("村")))

COMMUNITIES = Kind(
    "communities",
    Message("社区、村"),
    Message("网格所属的社区和村，以及联系人"),
    (
        Column("code", Message("社区编号"), Code(), Message("唯一编号，再次导入时按它更新"), "430204001001",
               ("社区代码", "村编号", "编号", "代码", "community no", "id"), required=True),
        Column("name", Message("社区名称"), Words(), Message("全称"), "响石岭社区",
               ("社区", "村名", "社区（村）", "名称", "community"), required=True),
        Column("kind", Message("类别"), Choice(KINDS), Message("社区或村；不填为社区"), "社区", ("类型", "type"),
               clearable=False),
        Column("subdistrict", Message("所属街道"), Reference("subdistrict", SUBDISTRICT),
               Message("已导入的街道、镇的编号或名称"), "清水塘街道",
               ("街道", "街道（镇）", "所属街道（镇）", "镇", "subdistrict name"), required=True),
        Column("longitude", Message("经度"), Decimal(-180, 180), Message("WGS-84 坐标；可不填"), "113.11",
               ("lon", "lng")),
        Column("latitude", Message("纬度"), Decimal(-90, 90), Message("WGS-84 坐标；可不填"), "27.87", ("lat",)),
        Column("contact_name", Message("联系人"), PersonName(), Message("到岗时找谁；可不填"), "王芳",
               ("联系人姓名", "负责人", "contact name")),
        Column("contact_phone", Message("联系电话"), Phone(), Message("手机或固定电话；打码的号码表示不改"),
               "0731-22222222", ("联系人电话", "电话", "phone"), sensitive=True),
    ),
    key=("code",),
    needs=("subdistricts",),
    defaults={"kind": "community"},
)  # fmt: skip
