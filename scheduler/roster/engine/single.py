"""One person's cheapest valid line at given costs: paths first, limits on kinds by prices and exchanges, CP-SAT if need be."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.runs import FAR
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits, Part
from scheduler.roster.model import RosterModel

# How often prices on kinds are raised before CP-SAT is asked.
ATTEMPTS = 12


def cheapest_line(finder: LineFinder, person: int, costs: Ints, limits: Limits) -> Ints | None:
    """A valid row int64[D], as cheap as can be found at costs int64[D, S]; None where there is no valid one."""
    model = finder.model
    most = model.sequences[person].most_kind
    priced = costs.astype(np.int64)
    spread = max(1, int(np.abs(costs).max(initial=1)) // 4)
    for _ in range(ATTEMPTS):
        found = finder.find(priced[None], np.array([person]))
        if found.cost[0] >= FAR:
            break
        row = exchanged(model, person, found.rows[0], costs)
        excess = np.bincount(row[row >= 0], minlength=model.shifts) - most
        if (excess <= 0).all():
            return row
        priced = priced + spread * np.maximum(0, excess)
    return _by_search(model, person, limits)


def exchanged(model: RosterModel, person: int, row: Ints, costs: Ints) -> Ints:
    """A row with kinds of which there are too many exchanged day by day for others, as cheaply as can be."""
    sequence = model.sequences[person]
    row = row.copy()
    kinds = np.bincount(row[row >= 0], minlength=model.shifts)
    minutes = int(kinds @ model.minutes)
    for kind in np.flatnonzero(kinds > sequence.most_kind).tolist():
        while kinds[kind] > sequence.most_kind[kind]:
            options = []
            for day in np.flatnonzero(row == kind).tolist():
                fits = sequence.allowed[day] & (kinds < sequence.most_kind)
                total = minutes + model.minutes - model.minutes[kind]
                fits &= (total >= sequence.least_minutes) & (total <= sequence.most_minutes)
                if day > 0 and row[day - 1] >= 0:
                    fits &= sequence.next_allowed[row[day - 1]]
                if day + 1 < model.days and row[day + 1] >= 0:
                    fits &= sequence.next_allowed[:, row[day + 1]]
                options += [
                    (int(costs[day, other] - costs[day, kind]), day, int(other)) for other in np.flatnonzero(fits)
                ]
            if not options:
                return row
            _, day, other = min(options)
            minutes += int(model.minutes[other] - model.minutes[kind])
            kinds[other] += 1
            kinds[kind] -= 1
            row[day] = other
    return row


def _by_search(model: RosterModel, person: int, limits: Limits) -> Ints | None:
    """Any valid row, by CP-SAT; a part of one person beside nobody."""
    part = Part(State(model), [person], 0, model.days, priced=False)
    found = part.solve(limits)
    if found.rows is None and not found.infeasible:
        found = part.solve(Limits(1e9, None, limits.seed))
    return None if found.rows is None else found.rows[0]
