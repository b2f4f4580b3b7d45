"""A first valid roster: persons in turn, each the cheapest line beside what is fixed and what the others will likely do."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.prices import SCALE, Floats
from scheduler.roster.engine.single import cheapest_line
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits


def first_roster(
    finder: LineFinder, mean: Floats | None, luck: np.random.Generator, limits: Limits
) -> State | list[int]:
    """A valid roster, or the persons for whom there is no valid line. `mean`: float[P, D, S], what each will likely do."""
    model = finder.model
    state = State(model)
    expected = np.zeros((model.days, model.shifts)) if mean is None else mean.sum(axis=0)
    stuck = []
    # Who has least to choose from goes first.
    room = np.array([np.minimum(item.allowed.sum(axis=0), item.most_kind).sum() for item in model.sequences])
    order = np.lexsort((luck.random(model.staff), room))
    for person in order.tolist():
        if mean is not None:
            expected -= mean[person]
        costs = beside(model.charges.count, np.maximum(0, expected)) + model.charges.pair[person] * SCALE
        row = cheapest_line(finder, person, costs, limits)
        if row is None:
            stuck.append(person)
            continue
        state.put(person, row)
        days = np.flatnonzero(row >= 0)
        expected[days, row[days]] += 1
    return sorted(stuck) if stuck else state


def beside(points: Ints, counts: Floats) -> Ints:
    """What one more costs beside (fractional) counts, in 1/SCALE points: int64[D, S]."""
    steps = np.diff(points, axis=2)
    if steps.shape[2] == 0:
        return np.zeros(counts.shape, dtype=np.int64)
    most = steps.shape[2] - 1
    low = np.minimum(np.floor(counts).astype(np.int64), most)
    share = np.clip(counts - low, 0, 1)
    lower = np.take_along_axis(steps, low[:, :, None], axis=2)[:, :, 0]
    upper = np.take_along_axis(steps, np.minimum(low + 1, most)[:, :, None], axis=2)[:, :, 0]
    found: Ints = np.rint(((1 - share) * lower + share * upper) * SCALE).astype(np.int64)
    return found
