"""What a district has set for its posts: lists of what is handed over, how long that may take, stages of works."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from service.models import PostKind

MOST_ITEMS, LONGEST_ITEM = 50, 200
MOST_STAGES, LONGEST_STAGE = 20, 64
# Words that become records when they are used; they are the office's own and are kept as written.
HAND_OVER = {
    PostKind.VILLAGE: (
        "村情概况、户情台账和重点户名单",
        "在办项目、资金和合同",
        "村“两委”和党员骨干联系方式",
        "遗留问题和群众反映事项",
        "办公用品、钥匙和文件资料",
    ),
    PostKind.ENTERPRISE: (
        "企业基本情况和联系人",
        "企业诉求台账和办理进展",
        "惠企政策申报和在办手续",
        "走访记录和下一步安排",
    ),
    PostKind.GRID_WORKER: ("网格台账和重点人员走访情况", "在办事项和群众诉求", "网格群和联系方式"),
    PostKind.COMPOUND: (),
    PostKind.LIFT: (),
    PostKind.UNIT: (),
}
STAGES = ("征询意见", "方案设计", "施工", "验收", "移交")


class PostSettings(BaseModel):
    """`hand_over`: what is handed over, by kind of post (none: nothing is asked for). `hand_over_days` after the last day.

    `stages`: what a site's works begin with.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hand_over: dict[PostKind, tuple[str, ...]] = Field(default_factory=lambda: dict(HAND_OVER))
    hand_over_days: int = Field(7, ge=0, le=90)
    stages: tuple[str, ...] = STAGES

    @field_validator("hand_over")
    @classmethod
    def _every_kind(cls, value: dict[PostKind, tuple[str, ...]]) -> dict[PostKind, tuple[str, ...]]:
        """Kinds that are not named keep the usual list."""
        for kind, items in value.items():
            _lines(kind, items, MOST_ITEMS, LONGEST_ITEM)
        return {kind: tuple(value.get(kind, HAND_OVER[kind])) for kind in PostKind}

    @field_validator("stages")
    @classmethod
    def _stages(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _lines("stages", value, MOST_STAGES, LONGEST_STAGE)
        return value


def _lines(name: str, lines: tuple[str, ...], most: int, longest: int) -> None:
    if len(lines) > most:
        raise ValueError(f"{name}: {len(lines)} > {most}")
    for line in lines:
        if not 1 <= len(line.strip()) <= longest:
            raise ValueError(f"{name}: 1 – {longest}")
    if len(set(lines)) < len(lines):
        raise ValueError(f"{name}: ≠")
