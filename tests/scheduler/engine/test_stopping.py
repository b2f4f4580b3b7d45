"""A search that is asked to end does not work on to the end of its step, and tells progress meanwhile."""

from __future__ import annotations

import time

import numpy as np
import pytest

from benchmarks.districts import district
from scheduler.audit import audit
from scheduler.engine import Progress, SolveOptions, blocks, columns, solve
from scheduler.engine.bound import priced
from scheduler.engine.candidates import every, join
from scheduler.engine.incidence import Incidence
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State
from scheduler.engine.submodel import Limits, Submodel
from scheduler.formulation import formulate
from tests.commands.test_solve_and_verify import crowded


def test_a_sub_model_ends_soon_after_the_wish() -> None:
    incidence, nobody = Incidence(formulate(crowded())), Requirements(())
    prices = priced(incidence, nobody, np.zeros(len(incidence.model.limits), dtype=np.int64))
    crews = np.arange(incidence.model.crews, dtype=np.int64)
    candidates = join([every(prices, crew) for crew in crews.tolist()])
    submodel = Submodel(State(incidence), crews, candidates, nobody)
    started = time.monotonic()
    outcome = submodel.solve(Limits(100.0, None, 1, 1, stopped=lambda: True))
    # Left to itself it takes far longer than this to be proven best.
    assert outcome.status in ("feasible", "unknown")
    assert time.monotonic() - started < 50


def test_progress_is_told_within_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Progress] = []
    monkeypatch.setattr(columns, "TELL", 0.001)
    solve(crowded(), SolveOptions(effort=1, workers=1, time_limit=None), seen.append)
    # One step alone takes tens of milliseconds.
    assert sum(step.code == "search" for step in seen) > 20


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("moment", [1, 2, 7, 40, 90, 150])
def test_a_solve_ends_at_any_moment_with_a_plan_that_passes_the_audit(
    monkeypatch: pytest.MonkeyPatch, moment: int, large: bool
) -> None:
    """Small ones and those that take the way of the large; the answer is yes from the given question on."""
    if large:
        monkeypatch.setattr(blocks, "WHOLE", 0)
    instance = district(120, 4)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked >= moment

    plan = solve(instance, SolveOptions(time_limit=600, workers=2), None, stop)
    assert asked == moment
    assert audit(instance, plan.assignments).valid
    assert plan.bound is not None
    assert plan.objective is not None
    assert plan.bound <= plan.objective
