"""A first choice: one pair after the other, where it breaks nothing and saves points."""

from __future__ import annotations

import numpy as np

from scheduler.model import HARD, Ints
from scheduler.placement.engine.choice import Choice
from scheduler.placement.model import PlacementModel

# So many pairs are tried at the most.
MOST = 50_000


def fill(model: PlacementModel, start: Choice, order: Ints) -> Choice:
    """The start with pairs added in this order, each where no hard limit breaks and the points get fewer.

    A pair that needs another beside it (of a party, or a column that says that somebody serves) is passed over.
    """
    counts, chosen = start.counts.copy(), set(start.columns.tolist())
    columns = model.by_column
    for column in order[:MOST].tolist():
        if column in chosen:
            continue
        entries = slice(columns.indptr[column], columns.indptr[column + 1])
        rows, factors = columns.indices[entries], columns.data[entries]
        after = counts[rows] + factors
        if _breaks(model, rows, after):
            continue
        if model.cost[column] + _points(model, rows, after) < _points(model, rows, counts[rows]):
            counts[rows] = after
            chosen.add(column)
    return Choice(model, np.array(sorted(chosen), dtype=np.int64))


def _breaks(model: PlacementModel, rows: Ints, counts: Ints) -> bool:
    over = (model.high_points[rows] == HARD) & (counts > model.high[rows])
    under = (model.low_points[rows] == HARD) & (counts < model.low[rows])
    return bool((over | under).any())


def _points(model: PlacementModel, rows: Ints, counts: Ints) -> int:
    over = np.maximum(0, counts - model.high[rows]) * np.maximum(0, model.high_points[rows])
    under = np.maximum(0, model.low[rows] - counts) * np.maximum(0, model.low_points[rows])
    return int((over + under).sum())
