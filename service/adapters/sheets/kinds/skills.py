"""专长: what cadres are able to do and zones may need."""

from service.adapters.sheets.columns import Column, Kind
from service.adapters.sheets.readers import Code, Words
from service.messages import Message

SKILLS = Kind(
    "skills",
    Message("专长"),
    Message("干部具备、网格需要的专长，如法律、调解、医疗"),
    (
        Column("code", Message("专长编号"), Code(), Message("唯一编号，再次导入时按它更新"), "legal",
               ("专长代码", "编号", "代码", "skill no", "id"), required=True),
        Column("name", Message("专长名称"), Words(64), Message("名称"), "法律", ("专长", "技能", "名称", "skill"),
               required=True),
    ),
    key=("code",),
)  # fmt: skip
