"""Work units repeat exactly: in another process, with another hash seed, beside a busy core, by every road."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.changes import with_change
from benchmarks.districts import district
from scheduler.engine import SolveOptions, solve
from scheduler.problem import Instance, Pin, Plan, dump_instance, parse_plan
from tests.support.tiny import on
from tests.support.tiny import tiny as one_zone

SEED, EFFORT = 5, 2
BUSY = "while True: pass"


def fields(plan: Plan) -> tuple[Any, ...]:
    """What must be the same."""
    return (plan.assignments, plan.objective, plan.bound, plan.status, dict(plan.score), plan.conflicts,
            plan.solver.get("replan"))  # fmt: skip


def by_command(folder: Path, instance: Instance, hash_seed: int, *options: str) -> Plan:
    """The plan of the command line, in a process with its own order of hashes."""
    source, target = folder / "instance.json", folder / f"plan-{hash_seed}.json"
    source.write_bytes(dump_instance(instance))
    command = [sys.executable, "-m", "service.cli", "solve", str(source), "-o", str(target), "--seed", str(SEED),
               "--effort", str(EFFORT), "--workers", "1", *options]  # fmt: skip
    done = subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": str(hash_seed)}, check=False, timeout=300)
    assert done.returncode in (0, 3)
    return parse_plan(target.read_bytes())


def by_night(instance: Instance, hash_seed: int, *, again: bool) -> Plan:
    """The plan of the night's solving process."""
    data = dump_instance(instance)
    options = {"size": len(data), "memory_megabytes": 8192, "workers": 1, "seed": SEED, "effort": EFFORT,
               "time_limit": None, "replan": again}  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "service.worker.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(options).encode() + b"\n" + data)
        process.stdin.flush()
        for line in process.stdout:
            told = json.loads(line)
            if "result" in told:
                return parse_plan(told["result"]["plan"].encode())
    raise AssertionError("the solving process gave no answer")


@contextmanager
def busy(cores: int) -> Iterator[None]:
    """So many processes that do nothing but take time."""
    burners = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(cores)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def with_much(seed: int) -> Instance:
    """Fifty people, a third of whom owe two duties; parties, pins and leave."""
    made = district(50, seed, "tight")
    cadres = tuple(
        replace(cadre, duties=2 if number % 3 == 0 else 1) if len(cadre.unavailable) < 12 else cadre
        for number, cadre in enumerate(made.cadres)
    )
    free = [cadre for cadre in cadres if not cadre.unavailable][:4]
    return replace(made, cadres=cadres, pins=tuple(Pin(cadre.id, None, None) for cadre in free))


@pytest.mark.slow
def test_a_solve_is_the_same_by_every_road_however_busy_the_machine(tmp_path: Path) -> None:
    instance = with_much(2)
    first = by_command(tmp_path, instance, 1)
    assert {"search", "proof"} & first.solver["phases"].keys(), "proven best at once: nothing was searched"
    with busy(os.cpu_count() or 1):
        beside = by_command(tmp_path, instance, 2)
    assert fields(beside) == fields(first)
    assert fields(by_night(instance, 3, again=False)) == fields(first)


@pytest.mark.slow
def test_a_re_plan_is_the_same_by_every_road_however_busy_the_machine(tmp_path: Path) -> None:
    made = with_much(3)
    plan = solve(made, SolveOptions(effort=2, workers=1, time_limit=None))
    changed = with_change(replace(made, incumbent=plan.assignments), "day")
    first = by_command(tmp_path, changed, 1, "--replan")
    assert first.solver["replan"]["changed"] > 1
    with busy(os.cpu_count() or 1):
        beside = by_night(changed, 2, again=True)
    assert fields(beside) == fields(first)
    priced = by_command(tmp_path, changed, 3, "--replan", "--points-per-change", "3")
    assert fields(by_command(tmp_path, changed, 4, "--replan", "--points-per-change", "3")) == fields(priced)


def test_pins_that_clash_are_the_same_ones(tmp_path: Path) -> None:
    instance = one_zone(pins=(Pin("P1", on(1)), Pin("P1", on(2)), Pin("P1", on(3))))
    first = by_command(tmp_path, instance, 1)
    assert first.status == "infeasible"
    assert fields(by_command(tmp_path, instance, 2)) == fields(first)
    assert fields(by_night(instance, 3, again=False)) == fields(first)


def test_another_seed_may_find_another_plan() -> None:
    instance = with_much(2)
    plans = {
        solve(instance, SolveOptions(effort=1, workers=1, time_limit=None, seed=seed)).assignments for seed in (1, 2)
    }
    assert len(plans) == 2
