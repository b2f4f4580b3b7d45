"""docs/quality.md: what each release reached, with the command, the machine and the versions."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from pathlib import Path

from benchmarks.timefold_rival import absent, version
from scheduler.engine import versions

QUALITY = Path("docs/quality.md")
INTRODUCTION = """# 方案质量 / Quality of plans

每次发布前由 `make bench ARGS=--record` 写成，新的在上。算例都是按种子生成的合成数据（`benchmarks/districts.py`），种子没有用来调过
程序。目标值一律由程序的复核重算；“gap” = (目标值 − 已证明的下界) ÷ (目标值 − 未排上的分值)。
Written before each release by `make bench ARGS=--record`, newest first. All instances are synthetic, made by seed
(`benchmarks/districts.py`). Every objective is the audit's recount, whoever made the plan; the gap is (objective −
proven bound) ÷ (objective − points of the unserved).

| 名称 | 内容 | what |
|---|---|---|
| plain | 平常月份 | an ordinary month |
| tight | 请假多、在岗要求高、网格要的走访多于人手 | much leave, high floors, more visits wanted than there are people for |
| weekends | 周末开放，负担加倍 | weekends open, with double burden |
| plain CP-SAT | 每个（人、网格、日）一个布尔变量的直接模型，建模时间计入 | one Boolean for each (cadre, zone, day), all rules as written; building it counts |
| greedy | 按时间顺序逐个空位，派等得最久的人（仿 LinkedIn oncall 的做法） | slot by slot in order of time, whoever waits longest, in the manner of LinkedIn's oncall scheduler |
| Timefold | 同一模型、全部规则、增量计分，单线程，默认或为此调过的邻域和接受准则 | the same model with all rules, scored incrementally, one thread, with default moves, or moves and acceptance tuned for it |
"""


def machine() -> str:
    """What kind of machine this is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB"


def heading(command: str) -> list[str]:
    """The lines above a release's tables."""
    used = ", ".join(f"{name} {number}" for name, number in versions().items() if name != "grid-duty")
    lacking = absent()
    return [
        f"- {date.today().isoformat()}, {machine()}",
        f"- `{command}`",
        f"- {used}; {version() if lacking is None else f'Timefold: {lacking}'}",
    ]


def written(old: str, release: str, body: str) -> str:
    """The document with a release's section put first, or in the place of its old one."""
    sections = re.split(r"^## ", old, flags=re.MULTILINE)[1:] if old else []
    rest = [section for section in sections if section.partition("\n")[0].strip() != release]
    whole = [INTRODUCTION, f"## {release}\n\n{body}\n", *(f"## {section}" for section in rest)]
    return "\n".join(part.rstrip("\n") + "\n" for part in whole)


def record(command: str, tables: list[str]) -> None:
    """Write this release's section."""
    old = QUALITY.read_text(encoding="utf-8") if QUALITY.exists() else ""
    body = "\n".join([*heading(command), "", *tables])
    QUALITY.write_text(written(old, versions()["grid-duty"], body), encoding="utf-8")
