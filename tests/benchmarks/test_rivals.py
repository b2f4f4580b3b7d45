"""The rivals play by the rules: their plans are valid, their objectives the audit's, their bounds no higher than the optimum."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from benchmarks import timefold_rival
from benchmarks.districts import district
from benchmarks.greedy import greedy
from benchmarks.plain_model import plain
from benchmarks.timefold_rival import timefold
from scheduler.engine import SolveOptions, solve
from scheduler.formulation import formulate
from scheduler.problem import Pin, parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import as_bytes, instances
from tests.support.tiny import cadre, on, tiny


@settings(
    max_examples=40, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(instances(most_cadres=4))
def test_the_plain_model_finds_the_optimum_with_every_rule_in_play(data: dict[str, Any]) -> None:
    instance = parse_instance(as_bytes(data))
    model = formulate(instance)
    assume(not model.impossible)
    try:
        best = best_objective(model, 20_000)
    except TooManyError:
        assume(False)
        return
    found = plain(instance, 30.0, 1)
    assert (found.objective, found.bound) == (best, best)


def test_the_plain_model_out_of_time_has_a_bound_no_higher_than_the_optimum() -> None:
    instance = district(40, 1)
    best = solve(instance, SolveOptions(effort=10, workers=1, time_limit=None))
    assert best.status == "optimal"
    assert best.objective is not None
    found = plain(instance, 1.0, 1)
    assert found.bound is None or 0 <= found.bound <= best.objective
    assert found.objective is None or found.objective >= best.objective


@pytest.mark.parametrize("kind", ["plain", "tight", "weekends"])
def test_the_greedy_plans_by_the_rules_and_serves_nearly_all(kind: str) -> None:
    instance = district(120, 3, kind)
    found = greedy(instance)
    assert found.objective is not None
    assert found.unserved <= 18
    assert found.gap is None


def test_the_greedy_takes_whoever_waits_longest() -> None:
    # One is owed for each of ten days, and P2 waits since October, P1 since November: P2 has the first day.
    for name, points in (("P1", 0), ("P2", 7)):
        people = (cadre("P1", last_duty=on(-1)), cadre("P2", last_duty=on(-40)))
        wishes = tuple(replace(one, avoid={on(1): 7}) if one.id == name else one for one in people)
        found = greedy(tiny(cadres=wishes, weights={**tiny().weights, "avoid": 1, "unserved": 100}))
        assert found.objective == points


def test_the_greedy_knows_no_pins() -> None:
    assert greedy(tiny(pins=(Pin("P1", on(1)),))).objective is None


def test_where_timefold_is_missing_its_row_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timefold_rival, "jars", list)
    found = timefold(tiny(), 1.0, "default")
    assert found.objective is None
    assert "timefold" in found.note
    monkeypatch.setattr(timefold_rival, "jars", lambda: ["some.jar"])
    monkeypatch.setattr(timefold_rival.shutil, "which", lambda _name: None)
    assert "JDK" in timefold(tiny(), 1.0, "default").note
