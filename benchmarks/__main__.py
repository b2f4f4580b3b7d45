"""Measures planning: `make bench`, or `python -m benchmarks --help`.

Every measurement runs in a process of its own, so that peak memory is its own.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import click

from benchmarks.measure import HEAD, RULE, measure

QUALITY = Path("docs/quality.md")
START, END = "<!-- measured -->", "<!-- /measured -->"


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
