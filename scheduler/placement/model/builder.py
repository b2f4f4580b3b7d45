"""Gathers costs and limits from the rules into a placement model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from scheduler.model import HARD, UNBOUNDED, Ints
from scheduler.placement.model.merging import merged
from scheduler.placement.model.placement_model import PairCosts, PairTable, PlacementModel

Many = int | npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Limits of one rule: entries (row within the batch, column, factor), and the figures of the rows."""

    rule: str
    row: Ints
    column: Ints
    factor: Ints
    figures: Ints


class ModelBuilder:
    """Takes limits one batch at a time; `pairs` are there for the rules to choose columns from."""

    def __init__(self, pairs: PairTable) -> None:
        self.pairs = pairs
        self._batches: list[_Batch] = []
        self._serving = 0
        self._known: dict[tuple[bytes, bytes], Ints] = {}

    def limit(
        self, rule: str, size: int, row: Ints, column: Ints, factor: Many = 1, *, low: Many = 0,
        high: Many = UNBOUNDED, low_points: Many = 0, high_points: Many = HARD,
    ) -> None:  # fmt: skip
        """Add `size` limits: entry i puts factor[i] of column[i] into the count of row[i] (0 … size − 1).

        Each end is hard (points HARD) or costs points for each one above `high` or below `low`. Limits that no
        choice could pass are left out.
        """
        factors = np.broadcast_to(np.asarray(factor, dtype=np.int64), row.shape)
        ends = (low, high, low_points, high_points)
        figures = np.stack([np.broadcast_to(np.asarray(end, dtype=np.int64), (size,)) for end in ends])
        most, least = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        np.add.at(most, row, np.maximum(factors, 0))
        np.add.at(least, row, np.minimum(factors, 0))
        binds = ((figures[0] > least) & (figures[2] != 0)) | ((figures[1] < most) & (figures[3] != 0))
        kept = np.flatnonzero(binds)
        if not len(kept):
            return
        number = np.full(size, -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        inside = number[row] >= 0
        self._batches.append(
            _Batch(rule, number[row[inside]], column[inside], factors[inside], np.ascontiguousarray(figures[:, kept]))
        )

    def serving(self, group: Ints, pairs: Ints, most: Sequence[tuple[Many, Ints]]) -> Ints:
        """New columns, one for each group: column k is 1 when any of the pairs of group k is chosen. Their numbers.

        most: (load of each pair, what the loads of each group can come to at the most); the first has no load of 0.
        Asked for the same pairs again the columns are the same.
        """
        key = (group.tobytes(), pairs.tobytes())
        if key in self._known:
            return self._known[key]
        size = len(most[0][1])
        columns = len(self.pairs) + self._serving + np.arange(size, dtype=np.int64)
        self._serving += size
        self._known[key] = columns
        # Nobody bears anything unless they serve: linear programmes see more in that than in a row for each pair.
        row = np.concatenate([group, np.arange(size, dtype=np.int64)])
        for load, high in most:
            loads = np.broadcast_to(np.asarray(load, dtype=np.int64), pairs.shape)
            self.limit("serving", size, row, np.concatenate([pairs, columns]), np.concatenate([loads, -high]), high=0)
        return columns

    def build(self, cost: Ints, constant: int, pair_costs: tuple[PairCosts, ...]) -> PlacementModel:
        """The model; `cost` is of the pairs."""
        columns = len(self.pairs) + self._serving
        rules = tuple(dict.fromkeys(batch.rule for batch in self._batches))
        sizes = [batch.figures.shape[1] for batch in self._batches]
        starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        entries = [
            (batch.factor, batch.row + start, batch.column)
            for batch, start in zip(self._batches, starts[:-1], strict=True)
        ]
        factor, row, column = (_joined([entry[part] for entry in entries]) for part in range(3))
        matrix = sparse.csr_matrix((factor, (row, column)), shape=(int(starts[-1]), columns), dtype=np.int64)
        figures = np.concatenate(
            [np.zeros((4, 0), dtype=np.int64), *(batch.figures for batch in self._batches)], axis=1
        )
        of_rule = np.repeat([rules.index(batch.rule) for batch in self._batches], sizes).astype(np.int64)
        matrix, figures, of_rule = merged(matrix, figures, of_rule)
        return PlacementModel(
            pairs=self.pairs,
            cost=np.concatenate([cost, np.zeros(self._serving, dtype=np.int64)]),
            matrix=matrix,
            low=figures[0],
            high=figures[1],
            low_points=figures[2],
            high_points=figures[3],
            rules=rules,
            rule=of_rule,
            constant=constant,
            pair_costs=pair_costs,
        )


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
