"""The pages of rules, from the catalogues.

`python -m tests.support.rules_page > docs/rules.md`; with `placement`, `docs/placement-rules.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Protocol

from scheduler.placement.rules import HARD_RULES as PLACEMENT_HARD
from scheduler.placement.rules import SOFT_RULES as PLACEMENT_SOFT
from scheduler.problem import Text
from scheduler.rules import HARD_RULES, SOFT_RULES

HEAD = """# 排班规则 / The rules of the monthly duty

本页由规则目录生成，每条规则对应 `scheduler/rules/` 中的一个文件。
This page is made from the catalogue of rules; each has a file of its own in `scheduler/rules/`.

排班方案须遵守全部硬规则；在此前提下，各软规则的分值（权重 × 数量）之和越小越好。权重可以调整，0 表示不考虑。
A plan keeps every hard rule; among those that do, the one with the fewest points is best: for each soft rule its weight
times its amount. Weights can be set; 0 turns a rule off.
"""
PLACEMENT_HEAD = """# 安排的规则 / The rules of placements

本页由规则目录生成，每条规则对应 `scheduler/placement/rules/` 中的一个文件。轮岗、派驻、小分队、巡察都用这些规则。
This page is made from the catalogue; each rule has a file of its own in `scheduler/placement/rules/`. Rotation, postings, squads and
inspections all have these rules.
"""
HARD = """
## 硬规则 / Hard rules

| 代码 code | 规则 | rule |
|---|---|---|
"""
SOFT = """
## 软规则 / Soft rules

| 代码 code | 规则 | rule | 单位 unit | 默认权重 default weight |
|---|---|---|---|---|
"""


class Rule(Protocol):
    """What the page tells of a rule."""

    code: str
    title: Text
    purpose: Text
    unit: Text
    default_weight: int | None


def _words(rule: Rule) -> str:
    return f"| `{rule.code}` | **{rule.title.zh}**：{rule.purpose.zh} | **{rule.title.en}**: {rule.purpose.en} |"


def _lines(head: str, hard: Sequence[Rule], soft: Sequence[Rule]) -> Iterator[str]:
    yield head
    yield HARD
    yield from (f"{_words(rule)}\n" for rule in hard)
    yield SOFT
    for rule in soft:
        yield f"{_words(rule)} {rule.unit.zh} · {rule.unit.en} | {rule.default_weight} |\n"


def rules_page() -> str:
    """The page of the monthly duty's rules as it should be."""
    return "".join(_lines(HEAD, HARD_RULES, SOFT_RULES))


def placement_rules_page() -> str:
    """The page of the rules of placements as it should be."""
    return "".join(_lines(PLACEMENT_HEAD, PLACEMENT_HARD, PLACEMENT_SOFT))


if __name__ == "__main__":
    sys.stdout.write(placement_rules_page() if sys.argv[1:] == ["placement"] else rules_page())
