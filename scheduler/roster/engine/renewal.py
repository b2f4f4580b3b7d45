"""Ruin and renewal: a few persons lose their lines and get the cheapest ones beside all others, one after the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.prices import SCALE
from scheduler.roster.engine.single import cheapest_line
from scheduler.roster.engine.state import FREE, State
from scheduler.roster.engine.submodel import Limits

# Persons renewed at once, and points by which a roster may get worse now and then, or a cost be blurred.
TOGETHER, SLACK = 3, 0.3


def renew(
    state: State,
    finder: LineFinder,
    luck: np.random.Generator,
    limits: Limits,
    goes_on: Callable[[], bool],
    each: Callable[[Ints, Ints], None],
) -> State:
    """The best roster met while it `goes_on`; `each` is told of the persons renewed (int64[n]) and their new rows.

    The kind of finder says which lines are looked at: a valid one is always found, for everybody has one already.
    """
    here, best = State(state.model, state.rows), state.objective
    rows, points = state.rows.copy(), best
    days, shifts = state.model.days, state.model.shifts
    count = min(TOGETHER, state.model.staff)
    while goes_on():
        who = luck.choice(state.model.staff, size=count, replace=False)
        old = here.rows[who].copy()
        for person in who.tolist():
            here.put(person, np.full(days, FREE, dtype=np.int64))
        for person, before in zip(who.tolist(), old, strict=True):
            blur = luck.integers(0, 1 + int(SLACK * SCALE), (days, shifts))
            row = cheapest_line(finder, person, here.marginal(person) * SCALE + blur, limits)
            here.put(person, before if row is None else row)
        after = here.objective
        each(who, here.rows[who].copy())
        if after <= points + SLACK * luck.exponential():
            points = after
        else:
            for person, row in zip(who.tolist(), old, strict=True):
                here.put(person, row)
        if points < best:
            best, rows = points, here.rows.copy()
    return State(state.model, rows)
