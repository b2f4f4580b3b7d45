"""The tables of docs/quality.md, each made of measurements and told line by line as they come."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import nation
from benchmarks.answer import Answer
from benchmarks.measure import Limits, Measured, Source, apart, change, measure, repeat

QUALITY = "| instance | cadres | limit | workers | objective | unserved | bound | gap % | seconds | CPU s | peak MB |"
RIVALS = "| instance | method | objective | unserved | soft cost | bound | gap % | seconds | CPU s | peak MB | note |"
CHANGED = "| instance | change | unserved | of these certain | changed | at least | points proven | seconds |"
REPEATED = "| instance | work units | objective | bound | the same again | CPU s |"


def rule_of(head: str) -> str:
    """The line under a table's head: the first column to the left, figures to the right."""
    return "|---|" + "---:|" * (head.count("|") - 2)


def shown(value: object) -> str:
    """A cell: a dash for nothing, two digits for shares."""
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def row(*cells: object) -> str:
    """A line of a table."""
    return f"| {' | '.join(map(shown, cells))} |"


def median_of(measured: Sequence[Measured]) -> Measured:
    """The one in the middle by gap, with the medians of seconds and the most memory; its name says how many there are."""
    if len(measured) == 1:
        return measured[0]
    middle = sorted(measured, key=lambda one: (one.answer.gap is None, one.answer.gap or 0))[len(measured) // 2]
    stem = middle.name.rpartition("-")[0]
    return replace(
        middle,
        name=f"{stem} (median of {len(measured)} seeds; worst gap {shown(max(one.answer.gap or 0 for one in measured))})",
        wall=statistics.median(one.wall for one in measured),
        cpu=statistics.median(one.cpu for one in measured),
        peak=max(one.peak for one in measured),
    )


def _figures(answer: Answer) -> tuple[object, ...]:
    return answer.objective, answer.unserved if answer.objective is not None else None


def quality(sources: Sequence[Sequence[Source]], limits: Sequence[Limits]) -> Iterator[str]:
    """A row for each group of sources (the same but for the seed: their median) and each limit."""
    for group in sources:
        for limit in limits:
            found = median_of([apart(measure, source, "grid-duty", limit) for source in group])
            yield row(found.name, found.cadres, f"{limit.seconds:.0f} s", limit.workers, *_figures(found.answer),
                      found.answer.bound, found.answer.gap, round(found.wall, 1), round(found.cpu, 1), found.peak)  # fmt: skip


def rivals(sources: Sequence[Source], methods: Sequence[str], limit: Limits) -> Iterator[str]:
    """All methods on the same instances, under the same limit."""
    for source in sources:
        for method in methods:
            found = apart(measure, source, method, limit)
            answer = found.answer
            yield row(found.name, method, *_figures(answer), answer.soft, answer.bound, answer.gap,
                      round(found.wall, 1), round(found.cpu, 1), found.peak, answer.note)  # fmt: skip


def changes(sources: Sequence[Source], limit: Limits) -> Iterator[str]:
    """Re-plans after one change, with what is proven of them."""
    for source in sources:
        for label, found in apart(change, source, limit):
            said = found.more
            points = "yes" if said["points_at_least"] == found.answer.objective else said["points_at_least"]
            yield row(found.name, label, said["unserved"], said["unserved_at_least"], said["changed"],
                      said["changed_at_least"], points, round(found.wall, 2))  # fmt: skip


def repeats(sources: Sequence[Source], efforts: Sequence[int]) -> Iterator[str]:
    """The same input, seed and work units twice."""
    for source in sources:
        for effort in efforts:
            found = apart(repeat, source, Limits(0, 1, effort))
            yield row(found.name, effort, found.answer.objective, found.answer.bound,
                      "yes" if found.more["same"] else "NO", round(found.cpu, 1))  # fmt: skip


def nations(districts: int, at_once: Sequence[int]) -> Iterator[str]:
    """What a night needs, by how many solves run at once on this machine."""
    for number in at_once:
        yield nation.words(nation.need(districts, number))


Table = tuple[str, str, Iterator[str]]


def files_in(folder: Path | None) -> list[Source]:
    """The instance files of a folder, small ones first."""
    return [] if folder is None else sorted(folder.glob("*.json"), key=lambda path: (path.stat().st_size, path.name))
