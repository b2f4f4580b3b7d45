"""Measures planning: `make bench`, or `python -m benchmarks --help`.

Every measurement runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.districts import district
from benchmarks.rivals import Answer, greedy, plain
from scheduler.engine import SolveOptions, solve
from scheduler.problem import Instance, parse_instance

HEAD = "| instance | cadres | method | objective | bound | gap % | seconds | CPU seconds | peak MB |"
RULE = "|---|---:|---|---:|---:|---:|---:|---:|---:|"
QUALITY = Path("docs/quality.md")
START, END = "<!-- measured -->", "<!-- /measured -->"


def ours(instance: Instance, seconds: float, workers: int) -> tuple[Answer, int]:
    """The engine; with the points of the unserved, which no gap counts."""
    plan = solve(instance, SolveOptions(time_limit=seconds, workers=workers))
    return Answer(plan.objective, plan.bound), plan.score.get("unserved", 0)


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


def record(rows: list[str]) -> None:
    """Put the table into docs/quality.md, between its marks."""
    table = "\n".join([START, "", HEAD, RULE, *rows, "", END])
    old = (
        QUALITY.read_text(encoding="utf-8")
        if QUALITY.exists()
        else f"# 方案质量 / Quality of plans\n\n{START}\n{END}\n"
    )
    before, _, rest = old.partition(START)
    QUALITY.write_text(before + table + rest.partition(END)[2], encoding="utf-8")


@click.command()
@click.option("--sizes", default="40,200,598", help="Cadres of the generated districts.")
@click.option("--seeds", default="1", help="Seeds of the generated districts.")
@click.option("--folder", type=click.Path(exists=True, path_type=Path), help="A folder with instance files as well.")
@click.option("--seconds", default=60.0, help="Time limit of a solve.")
@click.option("--workers", default=2)
@click.option("--rivals/--no-rivals", default=True, help="The plain model and the greedy beside it.")
@click.option("--record", "recorded", is_flag=True, help="Write the table into docs/quality.md.")
def main(
    sizes: str, seeds: str, folder: Path | None, seconds: float, workers: int, rivals: bool, recorded: bool
) -> None:
    """Measure the engine on generated districts and on files, side by side with a plain model and a greedy."""
    sources: list[tuple[int, int] | Path] = [(int(a), int(b)) for a in sizes.split(",") if a for b in seeds.split(",")]
    sources += sorted(folder.glob("*.json")) if folder else []
    click.echo(f"{HEAD}\n{RULE}")
    rows = []
    context = multiprocessing.get_context("spawn")
    for source in sources:
        for method in ("grid-duty", "plain CP-SAT", "greedy") if rivals else ("grid-duty",):
            with context.Pool(1) as pool:
                rows.append(pool.apply(measure, (source, method, seconds, workers)))
            click.echo(rows[-1])
    if recorded:
        record(rows)


if __name__ == "__main__":
    main()
