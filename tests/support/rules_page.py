"""`python -m tests.support.rules_page > docs/rules.md`: the page of rules, from the catalogue."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from scheduler.rules import HARD_RULES, SOFT_RULES, Rule

HEAD = """# 排班规则 / The rules of the monthly duty

本页由规则目录生成，每条规则对应 `scheduler/rules/` 中的一个文件。
This page is made from the catalogue of rules; each has a file of its own in `scheduler/rules/`.

排班方案须遵守全部硬规则；在此前提下，各软规则的分值（权重 × 数量）之和越小越好。权重可以调整，0 表示不考虑。
A plan keeps every hard rule; among those that do, the one with the fewest points is best: for each soft rule its weight
times its amount. Weights can be set; 0 turns a rule off.
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


def _words(rule: Rule) -> str:
    return f"| `{rule.code}` | **{rule.title.zh}**：{rule.purpose.zh} | **{rule.title.en}**: {rule.purpose.en} |"


def _lines() -> Iterator[str]:
    yield HEAD
    yield HARD
    yield from (f"{_words(rule)}\n" for rule in HARD_RULES)
    yield SOFT
    for rule in SOFT_RULES:
        yield f"{_words(rule)} {rule.unit.zh} · {rule.unit.en} | {rule.default_weight} |\n"


def rules_page() -> str:
    """The page as it should be."""
    return "".join(_lines())


if __name__ == "__main__":
    sys.stdout.write(rules_page())
