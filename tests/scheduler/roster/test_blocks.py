"""Blocks of persons and days: their rosters keep every rule, never cost more, and several at once do not collide."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.roster.audit import audit_roster
from scheduler.roster.engine.block import Reins, resettle
from scheduler.roster.engine.report import assignments_of
from scheduler.roster.engine.state import FREE, State
from scheduler.roster.engine.submodel import Limits
from scheduler.roster.engine.weave import batches, weave, windows
from scheduler.roster.formulation import formulate
from scheduler.roster.problem import Cover, Roster
from tests.support.rosters import all_lines, person, roster, rosters, valid_rows

REINS = Reins(lambda: 1e9, lambda: True, lambda units: None, Limits(10, None, 1))
MODEST = settings(
    max_examples=25, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def state_of(instance: Roster, lines: dict[str, str]) -> State:
    """A state from texts of a letter a day, a dot for a free day."""
    number = {shift.id: place for place, shift in enumerate(instance.shifts)}
    rows = [[number.get(letter, FREE) for letter in lines[who.id]] for who in instance.staff]
    return State(formulate(instance), np.array(rows, dtype=np.int64))


def drawn_state(instance: Roster, data: st.DataObject) -> State:
    """Any valid roster."""
    found = [all_lines(instance, who) for who in instance.staff]
    assume(all(found))
    lines = {who.id: ["."] * instance.days for who in instance.staff}
    for who, options in zip(instance.staff, found, strict=True):
        for work in data.draw(st.sampled_from(options)):
            lines[who.id][work.day] = work.shift
    return state_of(instance, {name: "".join(row) for name, row in lines.items()})


def put(state: State, who: list[int], first: int, rows: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    for one, row in zip(who, rows, strict=True):
        whole = state.rows[one].copy()
        whole[first : first + len(row)] = row
        state.put(one, whole)


@MODEST
@given(rosters(most_staff=3), st.data())
def test_a_block_keeps_the_rules_and_costs_less_or_changes_nothing(instance: Roster, data: st.DataObject) -> None:
    state = drawn_state(instance, data)
    first, last = data.draw(st.sampled_from([(0, 5), (0, 3), (2, 5)]))
    edges = {first, last} & set(range(1, instance.days))
    assume(not any(state.model.weekend[edge] == state.model.weekend[edge - 1] >= 0 for edge in edges))
    who = sorted(data.draw(st.sets(st.integers(0, len(instance.staff) - 1), min_size=1)))
    before = state.objective
    rows = resettle(state, who, first, last, REINS)
    if rows is not None:
        put(state, who, first, rows)
        assert state.objective < before
    recount = audit_roster(instance, assignments_of(state))
    assert recount.valid
    assert recount.objective == state.objective


@MODEST
@given(rosters(most_staff=1), st.data())
def test_one_person_alone_gets_the_best_days_there_are(instance: Roster, data: st.DataObject) -> None:
    state = drawn_state(instance, data)
    works = assignments_of(state)
    options = valid_rows(instance, instance.staff[0].id, works, 0, instance.days)
    best = min(audit_roster(instance, changed).objective for changed in options)
    rows = resettle(state, [0], 0, instance.days, REINS)
    if rows is not None:
        state.put(0, rows[0])
    # Whatever one person's lines cost, a cheapest one is a vertex of the linear programme.
    assert state.objective == best


def test_two_blocks_at_once_share_what_totals_leave_open() -> None:
    # One more shift is left to A; each of two blocks wants it, and half of one rounded down is none.
    cover = (Cover(2, "D", 1, 50, 1), Cover(23, "D", 1, 50, 1))
    instance = roster(person("A", max_minutes=960), days=28, cover=cover)
    state = state_of(instance, {"A": "D" + "." * 27})
    early, late = (resettle(state, [0], *window, REINS, 2) for window in ((0, 7), (21, 28)))
    # The early block moves the shift that it has; the late one may not take a second.
    assert early is not None
    assert late is None
    put(state, [0], 0, early)
    assert audit_roster(instance, assignments_of(state)).valid
    assert state.objective == 50


@pytest.mark.parametrize(
    ("width", "offset", "expected"),
    [
        (7, 0, [(0, 7), (7, 14)]),
        (14, 0, [(0, 14)]),
        (7, 3, [(0, 3), (3, 10), (10, 14)]),
        (6, 0, [(0, 7), (7, 12), (12, 14)]),
    ],
)
def test_windows_cover_the_period_and_part_no_weekend(width: int, offset: int, expected: list[tuple[int, int]]) -> None:
    # Day 0 is a Monday: day 6, a Sunday, may not be the first of a window, so day 7 is.
    assert windows(formulate(roster(person())), width, offset) == expected


def test_windows_are_worked_on_two_at_once_only_where_no_run_can_reach_from_one_to_the_other() -> None:
    near = formulate(roster(person(max_consecutive=20), days=28))
    far = formulate(roster(person(max_consecutive=5), days=28))
    found = windows(far, 7, 0)
    assert batches(far, found, 2) == [[(0, 7), (14, 21)], [(7, 14), (21, 28)]]
    assert batches(far, found, 1) == [[window] for window in found]
    assert batches(near, found, 2) == [[window] for window in found]


def test_a_long_roster_is_woven_to_the_best_there_is() -> None:
    # Every second day one is needed, and either person may come: nothing has to be missing.
    cover = tuple(Cover(day, "D", 1, 10, 1) for day in range(0, 42, 2))
    instance = roster(person("A"), person("B"), days=42, cover=cover)
    state = state_of(instance, {"A": "." * 42, "B": "D" * 42})
    weave(state, REINS, 1, 700, lambda: None)
    assert state.objective == 0
    assert audit_roster(instance, assignments_of(state)).valid
