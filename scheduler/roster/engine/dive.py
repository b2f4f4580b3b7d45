"""A roster from the linear programme: persons whose line is all but settled are fixed, prices and lines follow, again.

Most are fixed without any loss; the last few bear all of it, so they are left to CP-SAT together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.master import Master, Mixed
from scheduler.roster.engine.prices import SCALE
from scheduler.roster.engine.single import cheapest_line
from scheduler.roster.engine.start import beside
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits
from scheduler.roster.model import RosterModel

# A line taken to such a share is settled; of the others so large a part is fixed in each round, at least one.
SETTLED, PART = 0.95, 0.1
# Rounds of prices and new lines after each fixing, at most.
ROUNDS = 8
# So many Booleans are left to CP-SAT at once.
TOGETHER = 2000


def dive(
    master: Master,
    full: LineFinder,
    seconds: Callable[[], float],
    goes_on: Callable[[], bool],
    each: Callable[[], None],
    limits: Limits,
) -> tuple[State, list[int]]:
    """A valid roster, and the few who were fixed last. Out of time, the cheapest lines beside the others are taken."""
    model = master.model
    state = State(model)
    left = list(range(model.staff))
    few = max(1, round(TOGETHER / max(1.0, size_of(model, left) / model.staff)))
    mixed = master.solve(seconds())
    late = list(left)
    while left and mixed is not None and goes_on():
        for person, row in _to_fix(master, full, mixed, left, limits):
            master.fix(person, row)
            state.put(person, row)
            left.remove(person)
        late = list(left) if len(left) >= few else late
        for _ in range(ROUNDS if left else 0):
            mixed = master.solve(seconds())
            if mixed is None or not goes_on():
                break
            who = np.array(left, dtype=np.int64)
            costs, _, _, weekends, _, _ = master.pricing.costs(mixed.prices)
            found = master.pricing.finder.find(costs[who], who, weekends[who])
            if master.add(who, found.rows) == 0:
                break
        each()
    for person in left:
        costs = beside(model.charges.count, state.counts.astype(float)) + model.charges.pair[person] * SCALE
        last = cheapest_line(full, person, costs, limits)
        assert last is not None, "somebody who had a valid line has none"
        state.put(person, last)
    return state, late


def size_of(model: RosterModel, who: list[int]) -> float:
    """About how many Booleans a part of these persons on all days has."""
    runs = [min(model.sequences[person].most_run, 8) * model.days for person in who]
    return float(sum(model.sequences[person].allowed.sum() for person in who) + sum(runs))


def _to_fix(master: Master, full: LineFinder, mixed: Mixed, left: list[int], limits: Limits) -> list[tuple[int, Ints]]:
    """Who is fixed in this round, and with which line: those nearest to being settled."""
    best: dict[int, tuple[float, int]] = {}
    for place in np.flatnonzero(mixed.taken > 1e-6).tolist():
        person, share = master.persons[place], float(mixed.taken[place])
        if share > best.get(person, (0.0, 0))[0]:
            best[person] = (share, place)
    order = sorted(left, key=lambda person: -best.get(person, (0.0, 0))[0])
    least = max(1, round(PART * len(left)))
    chosen: list[tuple[int, Ints]] = []
    for rank, person in enumerate(order):
        share, place = best.get(person, (0.0, -1))
        if rank >= least and share < SETTLED:
            break
        row: Ints | None = master.rows[place] if place >= 0 else None
        if row is None or not keeps_totals(master, person, row):
            costs = master.pricing.costs(mixed.prices)[0][person]
            row = cheapest_line(full, person, costs, limits)
        assert row is not None, "somebody who had a valid line has none"
        chosen.append((person, row))
    return chosen


def keeps_totals(master: Master, person: int, row: Ints) -> bool:
    """Whether a line keeps the limits of its own person that paths may not have counted."""
    model = master.model
    sequence = model.sequences[person]
    shifts = row[row >= 0]
    minutes = int(model.minutes[shifts].sum())
    weekends = len(np.unique(model.weekend[(row >= 0) & (model.weekend >= 0)]))
    return (
        bool((np.bincount(shifts, minlength=model.shifts) <= sequence.most_kind).all())
        and sequence.least_minutes <= minutes <= sequence.most_minutes
        and weekends <= sequence.most_weekends
    )
