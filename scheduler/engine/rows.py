"""The limits that can bind when some crews choose anew among candidates, all others staying."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.incidence import Mask
from scheduler.engine.state import State, Triples
from scheduler.model import HARD, UNBOUNDED, Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """Limits that can bind, with what is left of them.

    touched: the limits that a candidate counts in at all. limit: int64[R]. low, high: int64[R], what the candidates' own count is to lie between, where
    `floored` and `capped` say that the end can bind at all. most: int64[R], the count with all candidates.
    item, row, factor: the coefficients.
    """

    touched: Ints
    limit: Ints
    low: Ints
    high: Ints
    most: Ints
    floored: Mask
    capped: Mask
    item: Ints
    row: Ints
    factor: Ints


def rows_of(state: State, crews: Ints, candidates: Triples) -> Rows:
    """The rows of a part of a model."""
    incidence, table = state.incidence, state.model.limits
    old = state.triples(crews)
    out = incidence.triples(old.crew, old.place, old.time)
    entries = incidence.triples(candidates.crew, candidates.place, candidates.time)
    limits, row = np.unique(entries.limit, return_inverse=True)
    at = np.searchsorted(limits, out.limit)
    at[at == len(limits)] = 0
    hit = limits[at] == out.limit if len(limits) else np.zeros(0, dtype=bool)
    rest = state.counts[limits]
    np.subtract.at(rest, at[hit], out.factor[hit])
    most = np.zeros(len(limits), dtype=np.int64)
    np.add.at(most, row, entries.factor)
    hard = table.high_points[limits] == HARD
    high = np.where(hard, np.maximum(0, incidence.ceiling[limits] - rest), table.high[limits] - rest)
    low = table.low[limits] - rest
    capped = (most > high) & (table.high_points[limits] != 0) & (table.high[limits] < UNBOUNDED)
    floored = (low > 0) & (table.low_points[limits] != 0)
    binding = capped | floored
    number = np.cumsum(binding) - 1
    used = binding[row]
    return Rows(limits, limits[binding], low[binding], high[binding], most[binding], floored[binding], capped[binding],
                entries.item[used], number[row[used]], entries.factor[used])  # fmt: skip
