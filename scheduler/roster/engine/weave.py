"""Long periods: everybody on some weeks anew by the linear programme, window after window, two at once if there are workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.block import Reins, resettle
from scheduler.roster.engine.state import State
from scheduler.roster.model import RosterModel

# Rows of the linear programme of a window at first; a sweep that betters nothing makes windows wider by so much.
ROWS, WIDER = 150, 1.5
WEEK = 7


def first_width(model: RosterModel) -> int:
    """Days of a window at first: whole weeks, two at least."""
    return max(2, ROWS // max(1, WEEK * model.shifts)) * WEEK


def windows(model: RosterModel, width: int, offset: int) -> list[tuple[int, int]]:
    """Windows of so many days, the first of `offset` days if that is not 0; none parts a Saturday from its Sunday."""
    edges = [0]
    for day in range(offset or width, model.days, width):
        apart = day + int(model.weekend[day] >= 0 and model.weekend[day] == model.weekend[day - 1])
        if apart < model.days:
            edges.append(apart)
    return list(zip(edges, [*edges[1:], model.days], strict=True))


def batches(model: RosterModel, found: list[tuple[int, int]], workers: int) -> list[list[tuple[int, int]]]:
    """Windows that may be worked on at once: so far apart that no run of work reaches from one to the other."""
    half = len(found) // 2
    reach = max((item.most_run + item.least_rest for item in model.sequences), default=0)
    pairs = [(found[place], found[place + half]) for place in range(half)]
    if workers < 2 or half < 2 or any(late[0] - early[1] < reach for early, late in pairs):
        return [[window] for window in found]
    return [list(pair) for pair in pairs] + [[window] for window in found[2 * half :]]


def weave(state: State, reins: Reins, workers: int, most_rows: int, each: Callable[[], None]) -> None:
    """Better a state window by window while the reins go on, or until the widest windows better nothing."""
    model = state.model
    width, offset, stale = first_width(model), 0, 0
    while reins.goes_on():
        before = state.objective
        for batch in batches(model, windows(model, width, offset), workers):
            if not reins.goes_on():
                return
            _work(state, batch, reins, reins.pool)
            each()
        offset = 0 if offset else width // 2 // WEEK * WEEK
        stale = stale + 1 if state.objective == before else 0
        if stale == 2:
            wider = int(width * WIDER) // WEEK * WEEK
            if width >= model.days or wider * model.shifts + model.staff > most_rows:
                return
            width, offset, stale = wider, 0, 0


def _work(state: State, batch: list[tuple[int, int]], reins: Reins, pool: Executor | None) -> None:
    """Roster the windows of a batch anew, each within its part of what everybody's totals leave open."""
    everyone = list(range(state.model.staff))

    def one(window: tuple[int, int]) -> Ints | None:
        return resettle(state, everyone, *window, reins, len(batch))

    found = [one(batch[0])] if len(batch) == 1 or pool is None else list(pool.map(one, batch))
    for (first, last), rows in zip(batch, found, strict=True):
        for person, row in enumerate(rows if rows is not None else np.empty((0, 0), dtype=np.int64)):
            whole = state.rows[person].copy()
            whole[first:last] = row
            state.put(person, whole)
