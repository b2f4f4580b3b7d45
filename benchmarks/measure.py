"""Measurements, each in a process of its own so that peak memory and CPU seconds are its own."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.answer import Answer, recounted
from benchmarks.changes import CHANGES, published, with_change
from benchmarks.districts import district
from benchmarks.greedy import greedy
from benchmarks.plain_model import plain
from benchmarks.timefold_rival import timefold
from scheduler.engine import SolveOptions, replan, solve
from scheduler.problem import Instance, Plan, parse_instance

# The price of a change in the re-plan that may weigh changes against points.
TRADE = 5
# A re-plan's time limit: one that is proven ends long before.
REPLAN_SECONDS = 15.0
Source = tuple[str, int, int] | Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds (or work units, `effort`) and workers of a solve."""

    seconds: float
    workers: int
    effort: int | None = None

    @property
    def options(self) -> SolveOptions:
        """As the engine takes them."""
        return SolveOptions(None if self.effort else self.seconds, self.workers, effort=self.effort)


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one measurement. cpu: seconds of all threads and children. peak: megabytes."""

    name: str
    cadres: int
    answer: Answer
    wall: float
    cpu: float
    peak: int
    more: dict[str, Any] = field(default_factory=dict)


def instance_of(source: Source) -> Instance:
    """A file's instance, or that of (kind, cadres, seed)."""
    if isinstance(source, Path):
        return parse_instance(source.read_bytes())
    kind, cadres, seed = source
    return district(cadres, seed, kind)


def answer_of(instance: Instance, plan: Plan) -> Answer:
    """A plan of the engine by the audit's figures."""
    if plan.objective is None:
        return Answer(None, None, note="the pins clash")
    answer = recounted(instance, plan.assignments, plan.bound)
    if answer.objective != plan.objective:
        raise AssertionError(f"the audit counts {answer.objective}, the plan says {plan.objective}")
    return answer


def _ours(instance: Instance, limits: Limits) -> Answer:
    return answer_of(instance, solve(instance, limits.options))


METHODS: dict[str, Callable[[Instance, Limits], Answer]] = {
    "grid-duty": _ours,
    "plain CP-SAT": lambda instance, limits: plain(instance, limits.seconds, limits.workers),
    "greedy": lambda instance, _limits: greedy(instance),
    "Timefold": lambda instance, limits: timefold(instance, limits.seconds, "default"),
    "Timefold tuned": lambda instance, limits: timefold(instance, limits.seconds, "tuned"),
}


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _timed(instance: Instance, work: Callable[[], tuple[Answer, dict[str, Any]]]) -> Measured:
    started, used = time.monotonic(), _used()
    answer, more = work()
    wall, cpu = time.monotonic() - started, _used() - used
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Measured(instance.name, len(instance.cadres), answer, wall, cpu, max(peaks) // 1024, more)


def measure(source: Source, method: str, limits: Limits) -> Measured:
    """One method on one instance."""
    instance = instance_of(source)
    return _timed(instance, lambda: (METHODS[method](instance, limits), {}))


def repeat(source: Source, limits: Limits) -> Measured:
    """Solved twice; whether plan, objective and bound are the same."""
    instance = instance_of(source)
    first = solve(instance, limits.options)

    def again() -> tuple[Answer, dict[str, Any]]:
        plan = solve(instance, limits.options)
        same = (plan.assignments, plan.objective, plan.bound) == (first.assignments, first.objective, first.bound)
        return answer_of(instance, plan), {"same": same}

    return _timed(instance, again)


def change(source: Source, limits: Limits, kinds: tuple[str, ...] = tuple(CHANGES)) -> list[tuple[str, Measured]]:
    """A month published after a solve of `limits`, then re-planned after one change of each kind, and with a price."""
    before = published(instance_of(source), limits.options)
    again = SolveOptions(REPLAN_SECONDS, limits.workers)
    found = []
    for kind in kinds:
        for trade in (None, TRADE) if kind == kinds[0] else (None,):
            changed = with_change(before, kind)
            label = CHANGES[kind] + ("" if trade is None else f", {trade} points a change")
            found.append((label, _timed(changed, partial(_replanned, changed, again, trade))))
    return found


def _replanned(changed: Instance, options: SolveOptions, trade: int | None) -> tuple[Answer, dict[str, Any]]:
    plan = replan(changed, options, points_per_change=trade)
    return answer_of(changed, plan), dict(plan.solver["replan"])


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)
