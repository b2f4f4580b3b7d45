"""One measurement: a method on an instance, as a row of the table."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.districts import district
from benchmarks.rivals import Answer, greedy, plain
from scheduler.engine import SolveOptions, solve
from scheduler.problem import Instance, parse_instance

HEAD = "| instance | cadres | method | objective | bound | gap % | seconds | CPU seconds | peak MB |"
RULE = "|---|---:|---|---:|---:|---:|---:|---:|---:|"


def ours(instance: Instance, seconds: float, workers: int) -> tuple[Answer, int]:
    """The engine; with the points of the unserved, which no gap counts."""
    plan = solve(instance, SolveOptions(time_limit=seconds, workers=workers))
    return Answer(plan.objective, plan.bound), plan.score.get("unserved", 0) + plan.score.get("unserved_again", 0)


def measure(source: tuple[int, int] | Path, method: str, seconds: float, workers: int) -> str:
    """One row of the table."""
    instance = parse_instance(source.read_bytes()) if isinstance(source, Path) else district(*source)
    methods: dict[str, Callable[[], tuple[Answer, int]]] = {
        "grid-duty": lambda: ours(instance, seconds, workers),
        "plain CP-SAT": lambda: (plain(instance, seconds, workers), 0),
        "greedy": lambda: (greedy(instance), 0),
    }
    started, used = time.monotonic(), time.process_time()
    answer, unserved = methods[method]()
    wall, cpu = time.monotonic() - started, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    gap = "–"
    if method == "grid-duty" and answer.objective is not None and answer.bound is not None:
        gap = f"{100 * (answer.objective - answer.bound) / max(1, answer.objective - unserved):.2f}"
    figures = [instance.name, len(instance.cadres), method, answer.objective, answer.bound, gap]
    cells = ["–" if figure is None else str(figure) for figure in [*figures, f"{wall:.1f}", f"{cpu:.1f}", peak]]
    return f"| {' | '.join(cells)} |"
