"""Limits on the same count, one from below and one from above, become one: solvers see more in it."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from scheduler.model import HARD, UNBOUNDED, Ints

LOW, HIGH, LOW_POINTS, HIGH_POINTS = range(4)


def merged(matrix: sparse.csr_matrix, figures: Ints, rule: Ints) -> tuple[sparse.csr_matrix, Ints, Ints]:
    """Rows, figures int64[4, rows] (low, high and their points) and rules with pairs of one-sided rows put together."""
    # Rows with the same entries have the same sum whatever the columns weigh; others have it hardly ever.
    weight = np.random.default_rng(7).integers(1, 1 << 40, matrix.shape[1])
    key = np.asarray(matrix @ weight, dtype=np.int64)
    only_high = (figures[LOW_POINTS] == 0) & (figures[HIGH] < UNBOUNDED) & (figures[HIGH_POINTS] == HARD)
    only_low = (figures[HIGH] >= UNBOUNDED) & (figures[LOW_POINTS] != 0)
    caps = dict(zip(key[only_high].tolist(), np.flatnonzero(only_high).tolist(), strict=True))
    figures = figures.copy()
    kept = np.ones(len(key), dtype=bool)
    for row in np.flatnonzero(only_low).tolist():
        cap = caps.pop(int(key[row]), None)
        # A low end above the high one stays by itself: together they would say something else.
        if cap is not None and figures[LOW, row] <= figures[HIGH, cap] and _same(matrix, row, cap):
            figures[HIGH, row], figures[HIGH_POINTS, row] = figures[HIGH, cap], figures[HIGH_POINTS, cap]
            kept[cap] = False
    return matrix[kept], figures[:, kept], rule[kept]


def _same(matrix: sparse.csr_matrix, one: int, other: int) -> bool:
    """Whether two rows have the same entries."""
    first = slice(matrix.indptr[one], matrix.indptr[one + 1])
    second = slice(matrix.indptr[other], matrix.indptr[other + 1])
    return bool(
        np.array_equal(matrix.indices[first], matrix.indices[second])
        and np.array_equal(matrix.data[first], matrix.data[second])
    )
