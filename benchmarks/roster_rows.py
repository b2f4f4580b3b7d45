"""Measures surge rosters: `python -m benchmarks.roster_rows`, a table row for each instance, generated or of a folder."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import click

from benchmarks.surges import surge
from scheduler.engine import SolveOptions
from scheduler.roster.engine import solve_roster
from scheduler.roster.problem import Roster, parse_roster

HEAD = "| instance | staff | days | shifts | objective | bound | gap % | seconds | CPU seconds | peak MB |"
RULE = "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"


def row(roster: Roster, seconds: float, workers: int, seed: int) -> str:
    """A line of the table; the peak of memory is of all rows so far."""
    wall, cpu = time.monotonic(), time.process_time()
    plan = solve_roster(roster, SolveOptions(time_limit=seconds, workers=workers, seed=seed))
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    gap = "–"
    if plan.objective is not None and plan.bound is not None:
        gap = f"{100 * (plan.objective - plan.bound) / max(1, plan.objective):.2f}"
    cells = [roster.name, len(roster.staff), roster.days, len(roster.shifts), plan.objective, plan.bound, gap]
    return f"| {' | '.join(map(str, [*cells, f'{wall:.1f}', f'{cpu:.1f}', peak]))} |"


@click.command()
@click.option("--people", default="50,200,750", show_default=True, help="Sizes of generated operations.")
@click.option("--days", default=14, show_default=True)
@click.option("--folder", type=click.Path(exists=True, path_type=Path), help="A folder with roster files as well.")
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(people: str, days: int, folder: Path | None, seconds: float, workers: int, seed: int) -> None:
    """Print a row for each instance."""
    print(HEAD, RULE, sep="\n")
    rosters = [surge(int(size), days, seed) for size in people.split(",") if size]
    for roster in rosters + [
        parse_roster(path.read_bytes()) for path in sorted((folder or Path()).glob("*.json")) if folder
    ]:
        print(row(roster, seconds, workers, seed), flush=True)


if __name__ == "__main__":
    main()
