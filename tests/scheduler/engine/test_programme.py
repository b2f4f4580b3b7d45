"""Linear programmes: values and duals by the numbers of columns and rows."""

from __future__ import annotations

import time

import numpy as np
import pytest

from scheduler.engine.programme import INFINITE, Programme


@pytest.mark.parametrize("simplex", [True, False])
def test_values_and_duals_come_by_number(simplex: bool) -> None:
    # Least of 3x + 2y + 9z with x + y ≥ 4 and y ≤ 1 (a row), z free of rows: x = 3, y = 1; one more wanted costs 3,
    # one more y allowed saves 1.
    programme = Programme()
    columns = programme.add_columns([3.0, 2.0, 9.0], 10.0)
    rows = programme.add_rows([4.0, -INFINITE], [INFINITE, 1.0])
    programme.put(np.repeat(rows[0], 2), columns[:2], 1.0)
    programme.put(rows[1:], columns[1:2], 1.0)
    found = programme.solve(10.0, simplex=simplex)
    assert found is not None
    assert found.objective == pytest.approx(11)
    assert found.values == pytest.approx([3, 1, 0])
    assert found.duals == pytest.approx([3, -1])


@pytest.mark.parametrize("simplex", [True, False])
def test_a_programme_without_rows_or_entries_is_solved(simplex: bool) -> None:
    programme = Programme()
    programme.add_columns([-2.0, 5.0], 3.0)
    found = programme.solve(10.0, simplex=simplex)
    assert found is not None
    assert (found.objective, found.values.tolist(), found.duals.tolist()) == (-6, [3, 0], [])


@pytest.mark.parametrize("simplex", [True, False])
def test_what_has_no_solution_gives_none(simplex: bool) -> None:
    programme = Programme()
    columns = programme.add_columns([1.0], 1.0)
    programme.put(programme.add_rows([2.0], INFINITE), columns, 1.0)
    assert programme.solve(10.0, simplex=simplex) is None


def test_a_programme_ends_once_it_is_to_stop() -> None:
    """A transportation problem that takes Glop many seconds when it is left to itself."""
    luck = np.random.default_rng(1)
    size = 260
    programme = Programme()
    columns = programme.add_columns(luck.random(size * size), 1.0)
    for axis in (np.arange(size * size) // size, np.arange(size * size) % size):
        programme.put(programme.add_rows(np.full(size, 3.5), INFINITE)[axis], columns, luck.random(size * size) + 0.5)
    asked: list[float] = []

    def stopped() -> bool:
        asked.append(time.monotonic())
        return True

    assert programme.solve(600.0, simplex=True, stopped=stopped) is None
    assert asked
