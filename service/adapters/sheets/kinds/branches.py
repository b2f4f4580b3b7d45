"""党支部: the party branches."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.readers import Choice, Code, Words, YesNo
from service.messages import Message

STANDINGS = (("ordinary", Message("一般")), ("standard", Message("达标")), ("model", Message("示范")))

BRANCHES = Kind(
    "branches",
    Message("党支部"),
    Message("党支部及其“五化”建设情况"),
    (
        Column("code", Message("支部编号"), Code(), Message("唯一编号，再次导入时按它更新"), "ZB01",
               ("党支部编号", "编号", "代码", "branch no", "id"), required=True),
        Column("name", Message("支部名称"), Words(), Message("全称"), "石峰区司法局机关党支部",
               ("党支部", "支部", "党支部名称", "名称", "branch"), required=True),
        Column("standing", Message("评定"), Choice(STANDINGS, (("model", "示范支部"), ("standard", "达标支部"))),
               Message("一般、达标或示范；不填为达标"), "达标", ("建设等次", "等次", "五化等次"), clearable=False),
        Column("joint", Message("联合支部"), YesNo(), Message("是否由几个单位合设；不填为否"), "否", ("是否联合",),
               clearable=False),
    ),
    key=("code",),
    defaults={"standing": "standard", "joint": False},
)  # fmt: skip
