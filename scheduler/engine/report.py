"""Progress while a solve runs, and the plan with its dossier at the end."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from scheduler.audit import audit
from scheduler.engine.budget import Budget
from scheduler.engine.options import PHASES, Progress
from scheduler.engine.state import State
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Plan, Unserved, dump_instance, sha256_of


def versions() -> dict[str, str]:
    """The versions that a plan depends on: of Python, of the program and of what it computes with."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in ("grid-duty", "ortools", "numpy", "scipy")},
    }


class PlanError(RuntimeError):
    """A plan that does not pass the audit, or that the audit counts otherwise: a defect of the program."""


class Reporter:
    """Keeps the phases with their seconds, and tells whoever asked for progress."""

    def __init__(self, budget: Budget, progress: Callable[[Progress], None] | None) -> None:
        self.budget = budget
        self.best: int | None = None
        self.bound: int | None = None
        self.phases: dict[str, float] = {}
        self._progress = progress
        self._code = "model"
        self._since = 0.0
        self._told = 0.0

    def phase(self, code: str) -> None:
        """Begin a phase."""
        self._close()
        self._code = code
        self.tell()

    def raise_bound(self, bound: int) -> None:
        """A bound is found that may be better than the one so far."""
        self.bound = bound if self.bound is None else max(self.bound, bound)
        self.tell()

    def tick(self, best: int) -> None:
        """Say how things stand where that was not said for a second."""
        if self.budget.seconds - self._told >= 1.0:
            self.best = best if self.best is None else min(best, self.best)
            self.tell()

    def tell(self) -> None:
        """Say how things stand."""
        self._told = self.budget.seconds
        if self._progress is not None:
            self._progress(Progress(self._code, PHASES[self._code], self.best, self.bound,
                                    self.budget.share, self.budget.seconds))  # fmt: skip

    def _close(self) -> None:
        now = self.budget.seconds
        self.phases[self._code] = self.phases.get(self._code, 0.0) + now - self._since
        self._since = now

    def dossier(self) -> dict[str, Any]:
        """Seconds, seed, workers, effort, versions and phases, as the plan file records them.

        `stopped` is there where the caller wanted to stop: such a solve need not repeat.
        """
        self._close()
        options = self.budget.options
        return {
            **({"stopped": True} if self.budget.stopped else {}),
            "seconds": round(self.budget.seconds, 2),
            "seed": options.seed,
            "workers": options.workers,
            "time_limit": options.time_limit if options.effort is None else None,
            "effort": options.effort,
            "versions": versions(),
            "phases": {code: round(seconds, 2) for code, seconds in self.phases.items()},
        }


def duties_of(index: InstanceIndex, state: State) -> tuple[Duty, ...]:
    """The state as duties of cadres, in order."""
    triples = state.triples()
    found = []
    for crew, place, time in zip(triples.crew.tolist(), triples.place.tolist(), triples.time.tolist(), strict=True):
        for member in state.model.members[crew]:
            cadre, zone = index.instance.cadres[member], index.instance.zones[place]
            found.append(Duty(cadre.id, index.times[time].date, zone.id))
    return tuple(sorted(found))


def plan_of(index: InstanceIndex, state: State, reporter: Reporter) -> Plan:
    """The plan, with the audit's figures.

    Raises:
        PlanError: the audit refuses it, or counts another objective than the engine.
    """
    duties = duties_of(index, state)
    recount = audit(index.instance, duties, index)
    if recount.violations:
        raise PlanError("; ".join(violation.text.en for violation in recount.violations[:5]))
    if recount.objective != state.objective:
        raise PlanError(f"the audit counts {recount.objective}, the engine {state.objective}")
    bound = max(0, reporter.bound if reporter.bound is not None else 0)
    if bound > recount.objective:
        raise PlanError(f"the bound {bound} is above the objective {recount.objective}")
    return Plan(
        instance=index.instance.name,
        instance_sha256=sha256_of(dump_instance(index.instance)),
        status="optimal" if bound == recount.objective else "feasible",
        objective=recount.objective,
        bound=bound,
        score=dict(recount.score),
        assignments=duties,
        unserved=tuple(Unserved(cadre, missing) for cadre, missing in recount.unserved.items()),
        solver=reporter.dossier(),
    )


def infeasible_plan(instance: Instance, reporter: Reporter, conflicts: tuple[int, ...]) -> Plan:
    """What is returned where pins clash."""
    return Plan(
        instance=instance.name,
        instance_sha256=sha256_of(dump_instance(instance)),
        status="infeasible",
        objective=None,
        bound=None,
        score={},
        assignments=(),
        unserved=(),
        solver=reporter.dossier(),
        conflicts=tuple(instance.pins[number] for number in conflicts),
    )
