"""What a night needs for all districts of a nation, from what one core does."""

from __future__ import annotations

import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from benchmarks.districts import district
from benchmarks.measure import answer_of
from scheduler.engine import Progress, SolveOptions, solve

DISTRICTS, CADRES, NIGHT_HOURS, CLOSE = 2843, 598, 8, 0.5
SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Need:
    """cpu: CPU seconds of each district's solve. gaps: in percent. wall: seconds of all. at_once: processes."""

    cpu: list[float]
    gaps: list[float]
    wall: float
    at_once: int

    @property
    def each(self) -> float:
        """Median CPU seconds of a district."""
        return statistics.median(self.cpu)

    @property
    def per_core_hour(self) -> float:
        """Districts that one core does in an hour of wall time."""
        return 3600 * len(self.cpu) / (self.wall * self.at_once)

    @property
    def cores(self) -> float:
        """Cores for the whole nation in one night."""
        return DISTRICTS / (self.per_core_hour * NIGHT_HOURS)


def one_district(seed: int) -> tuple[float, float]:
    """CPU seconds and gap in percent of one solve with one worker, which stops as soon as the gap is at most 0.5 %.

    The gap while it runs is of the whole objective less the points of the certainly unserved, so the stop
    is asked for late rather than early; the gap told is the plan's own.
    """
    instance, used = district(CADRES, seed), time.process_time()
    latest: list[Progress] = []

    def close_enough() -> bool:
        if not latest or latest[-1].best is None or latest[-1].bound is None:
            return False
        best, bound = latest[-1].best, latest[-1].bound
        return 100 * (best - bound) <= CLOSE * max(1, best % instance.weights["unserved"])

    plan = solve(instance, SolveOptions(SECONDS, 1), latest.append, close_enough)
    gap = answer_of(instance, plan).gap
    assert gap is not None
    return time.process_time() - used, gap


def need(districts: int, at_once: int) -> Need:
    """Solve so many districts, `at_once` at a time, each in a process with one worker."""
    started = time.monotonic()
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(one_district, range(1, districts + 1)))
    return Need([cpu for cpu, _ in found], [gap for _, gap in found], time.monotonic() - started, at_once)


def words(found: Need) -> str:
    """A row of the table."""
    return (
        f"| {found.at_once} | {len(found.cpu)} | {found.each:.1f} | {max(found.cpu):.1f} | {max(found.gaps):.2f} | "
        f"{found.per_core_hour:.0f} | {found.cores:.1f} | {DISTRICTS / (found.per_core_hour * (os.cpu_count() or 1)):.1f} |"
    )


HEAD = (
    "| at once | districts | CPU s each (median) | CPU s (most) | gap % (most) | districts a core-hour | "
    f"cores for {DISTRICTS} in {NIGHT_HOURS} h | hours on this machine |\n|---:|---:|---:|---:|---:|---:|---:|---:|"
)
