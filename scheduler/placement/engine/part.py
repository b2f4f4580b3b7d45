"""A part of a placement model: some columns free, the others as they are; the linear programme over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from scheduler.engine.programme import Programme
from scheduler.model import HARD, UNBOUNDED, Ints
from scheduler.placement.model import PlacementModel


@dataclass(frozen=True, slots=True)
class Part:
    """Free columns with their cost, and the rows that bind them; `rest` points are what the others cost.

    free: int64[n] columns of the model. rows: int64[k] rows of the model. matrix: CSR int64[k, n]. low, high: what
    the free columns may count in each row beside the others; low_points, high_points as in the model.
    least, most: what they can count.
    """

    free: Ints
    cost: Ints
    rows: Ints
    matrix: sparse.csr_matrix
    low: Ints
    high: Ints
    low_points: Ints
    high_points: Ints
    least: Ints
    most: Ints
    rest: int

    @property
    def under(self) -> Ints:
        """The rows in which too little costs points."""
        return np.flatnonzero((self.low_points > 0) & (self.low > self.least))

    @property
    def over(self) -> Ints:
        """The rows in which too much costs points."""
        return np.flatnonzero((self.high_points > 0) & (self.high < self.most))


def part_of(model: PlacementModel, free: Ints, fixed: Ints) -> Part:
    """The part with these free columns, where `fixed` columns are chosen and all others are not."""
    base = model.counts(fixed)
    matrix = model.by_column[:, free].tocsr()
    least = np.asarray(matrix.minimum(0).sum(axis=1), dtype=np.int64).ravel()
    most = np.asarray(matrix.maximum(0).sum(axis=1), dtype=np.int64).ravel()
    high = np.where(model.high >= UNBOUNDED, UNBOUNDED, model.high - base)
    low = model.low - base
    binds = ((low > least) & (model.low_points != 0)) | ((high < most) & (model.high_points != 0))
    # A row that has no free column and costs points costs them whatever is chosen.
    hard = (model.low_points == HARD) | (model.high_points == HARD)
    rows = np.flatnonzero(binds & ((np.diff(matrix.indptr) > 0) | hard)).astype(np.int64)
    left = np.ones(model.rows, dtype=bool)
    left[rows] = False
    rest = model.constant + int(model.cost[fixed].sum()) + int(model.points(base)[left].sum())
    return Part(
        free, model.cost[free], rows, matrix[rows], low[rows], high[rows], model.low_points[rows],
        model.high_points[rows], least[rows], most[rows], rest,
    )  # fmt: skip


def fill_programme(programme: Programme, part: Part) -> int:
    """Put a part into a programme: free columns first, then what is too little and too much. How many there are."""
    programme.add_columns(part.cost, 1.0)
    under, over = part.under, part.over
    lows = np.where(part.low_points != 0, part.low, -np.inf).astype(float)
    tops = np.where(part.high_points != 0, part.high, np.inf).astype(float)
    rows = programme.add_rows(np.where(lows > part.least, lows, -np.inf), np.where(tops < part.most, tops, np.inf))
    flat = part.matrix.tocoo()
    programme.put(rows[flat.row], flat.col.astype(np.int64), flat.data)
    few = programme.add_columns(part.low_points[under], (part.low - part.least)[under])
    programme.put(rows[under], few, 1.0)
    many = programme.add_columns(part.high_points[over], (part.most - part.high)[over])
    programme.put(rows[over], many, -1.0)
    return programme.columns
