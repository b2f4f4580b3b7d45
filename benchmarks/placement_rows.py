"""Measures placements: `python -m benchmarks.placement_rows`, a table row for each instance.

The rival is the same model handed to CP-SAT whole, with the same time limit.
"""

from __future__ import annotations

import time

import click
import numpy as np
from ortools.sat.python import cp_model

from benchmarks.placements import assignment, rotation, squads
from benchmarks.postings import inspections, postings
from scheduler.engine import SolveOptions
from scheduler.placement.engine import solve_placement
from scheduler.placement.engine.branching import add_rows
from scheduler.placement.engine.part import part_of
from scheduler.placement.formulation import formulate_placement
from scheduler.placement.problem import PlacementInstance

NOTHING = np.zeros(0, dtype=np.int64)
HEAD = "| instance | method | objective | bound | gap % | seconds | CPU seconds |"
RULE = "|---|---|--:|--:|--:|--:|--:|"
STANDARD = "rotation:1000:20,rotation:1000:200,rotation:1000:900,squads:85:30,squads:600:60"
LITERATURE = ",".join(
    f"{kind}:{size}" for kind in "abcde" for size in ("5:100", "10:100", "20:100", "5:200", "10:200", "20:200")
)


def made(name: str, seed: int) -> PlacementInstance:
    """The instance of a name such as `rotation:1000:20` or `d:20:200`."""
    kind, first, second = name.split(":")
    make = {"rotation": rotation, "squads": squads, "postings": postings, "inspections": inspections}.get(kind)
    if make is not None:
        return make(int(first), int(second), seed)
    return assignment(kind, int(first), int(second), seed)


def row(name: str, method: str, objective: int | None, bound: int | None, wall: float, cpu: float) -> str:
    """A line of the table."""
    gap = "–" if objective is None or bound is None else f"{100 * (objective - bound) / max(1, objective):.3f}"
    shown = ["–" if figure is None else str(figure) for figure in (objective, bound)]
    return f"| {name} | {method} | {shown[0]} | {shown[1]} | {gap} | {wall:.1f} | {cpu:.1f} |"


def by_cp_sat_alone(instance: PlacementInstance, seconds: float, workers: int) -> tuple[int | None, int | None]:
    """Objective and bound of the whole model in CP-SAT."""
    whole = formulate_placement(instance)
    part = part_of(whole, np.arange(whole.columns, dtype=np.int64), NOTHING)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(part.free))]
    charged = add_rows(model, part, chosen) + list(zip(part.cost.tolist(), chosen, strict=True))
    model.minimize(cp_model.LinearExpr.weighted_sum([x for _, x in charged], [cost for cost, _ in charged]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.linearization_level = 2
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None
    return round(solver.objective_value) + part.rest, round(solver.best_objective_bound) + part.rest


@click.command()
@click.option("--instances", default=STANDARD, show_default=True, help="Names; `literature` for types a to e.")
@click.option("--seconds", default=30.0, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--rival/--no-rival", default=False, help="CP-SAT alone beside it.")
def main(instances: str, seconds: float, workers: int, seed: int, rival: bool) -> None:
    """Print a row for each instance."""
    print(HEAD, RULE, sep="\n")
    for name in (LITERATURE if instances == "literature" else instances).split(","):
        instance = made(name, seed)
        wall, cpu = time.monotonic(), time.process_time()
        plan = solve_placement(instance, SolveOptions(time_limit=seconds, workers=workers, seed=seed))
        used = (time.monotonic() - wall, time.process_time() - cpu)
        print(row(name, "grid-duty", plan.objective, plan.bound, *used), flush=True)
        if rival:
            wall, cpu = time.monotonic(), time.process_time()
            found = by_cp_sat_alone(instance, seconds, workers)
            print(row(name, "CP-SAT alone", *found, time.monotonic() - wall, time.process_time() - cpu), flush=True)


if __name__ == "__main__":
    main()
