"""The placement model: columns that are chosen or not, their costs, and limits on weighted counts of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from scheduler.model import HARD, UNBOUNDED, Ints


@dataclass(frozen=True, slots=True)
class PairTable:
    """The pairs that every rule leaves, by person and then by seat; person, seat, post: numbers, int64[L].

    The pairs of person p are start[p]:start[p+1].
    """

    start: Ints
    person: Ints
    seat: Ints
    post: Ints

    def __len__(self) -> int:
        return len(self.person)

    def of_person(self, person: int) -> Ints:
        """The pairs of a person."""
        return np.arange(self.start[person], self.start[person + 1], dtype=np.int64)

    def find(self, person: int, seat: int) -> int | None:
        """The pair of a person with a seat; None where a rule forbids it."""
        begin, end = int(self.start[person]), int(self.start[person + 1])
        place = begin + int(np.searchsorted(self.seat[begin:end], seat))
        return place if place < end and self.seat[place] == seat else None


@dataclass(frozen=True, slots=True)
class PairCosts:
    """Points of one rule for each pair: int64[L]."""

    rule: str
    points: Ints


@dataclass(frozen=True)
class PlacementModel:
    """Columns: the L pairs, then those that say "serves at all" (`serving`). Each is 0 or 1.

    objective of a choice = constant + Σ cost of the chosen + Σ rows points × (what its count is above high or
    below low), with counts = matrix @ choice. cost: int64[columns]; matrix: CSR int64[rows, columns]; low, high,
    low_points, high_points: int64[rows] (HARD: no more, no less); rule: each row's rule, a number of `rules`.
    """

    pairs: PairTable
    cost: Ints
    matrix: sparse.csr_matrix
    low: Ints
    high: Ints
    low_points: Ints
    high_points: Ints
    rules: tuple[str, ...]
    rule: Ints
    constant: int
    pair_costs: tuple[PairCosts, ...]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """How many limits there are."""
        return len(self.low)

    def rows_of(self, rule: str) -> Ints:
        """The rows of a rule, in the order in which it gave them."""
        if rule not in self.rules:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.rule == self.rules.index(rule)).astype(np.int64)

    @cached_property
    def by_column(self) -> sparse.csc_matrix:
        """The matrix by columns."""
        return self.matrix.tocsc()

    @cached_property
    def transposed(self) -> sparse.csr_matrix:
        """The matrix turned round: CSR int64[columns, rows]."""
        return self.by_column.T

    @property
    def points_at_most(self) -> int:
        """The most points that one row can cost."""
        least, most = self.reach
        return int(np.maximum(self.points(least), self.points(most)).max(initial=0))

    @cached_property
    def reach(self) -> tuple[Ints, Ints]:
        """The least and the greatest count that each row can have: int64[rows] twice."""
        data = self.matrix.data
        down = sparse.csr_matrix((np.minimum(data, 0), self.matrix.indices, self.matrix.indptr), self.matrix.shape)
        up = sparse.csr_matrix((np.maximum(data, 0), self.matrix.indices, self.matrix.indptr), self.matrix.shape)
        return _sums(down), _sums(up)

    @cached_property
    def farthest(self) -> Ints:
        """How far from 0 each row's count can be, at least 1: int64[rows]."""
        least, most = self.reach
        return np.maximum(1, np.maximum(np.abs(least), np.abs(most)))

    @cached_property
    def largest_factor(self) -> Ints:
        """The largest factor of each row, at least 1: int64[rows]."""
        largest = np.ones(self.rows, dtype=np.int64)
        np.maximum.at(largest, np.repeat(np.arange(self.rows), np.diff(self.matrix.indptr)), np.abs(self.matrix.data))
        return largest

    def points(self, counts: Ints) -> Ints:
        """The points of each row at these counts; hard ends cost nothing here (see `broken`)."""
        over = np.maximum(0, counts - self.high) * np.where(self.high_points == HARD, 0, self.high_points)
        under = np.maximum(0, self.low - counts) * np.where(self.low_points == HARD, 0, self.low_points)
        points: Ints = over + under
        return points

    def broken(self, counts: Ints) -> npt.NDArray[np.bool_]:
        """Which hard ends are broken at these counts."""
        over = (self.high_points == HARD) & (counts > self.high)
        under = (self.low_points == HARD) & (counts < self.low)
        broken: npt.NDArray[np.bool_] = over | under
        return broken

    def with_row(self, columns: Ints, *, low: int = 0, high: int = UNBOUNDED) -> PlacementModel:
        """The model with one more hard limit on how many of these columns are chosen."""
        entries = (np.ones(len(columns), dtype=np.int64), (np.zeros(len(columns), dtype=np.int64), columns))
        row = sparse.csr_matrix(entries, shape=(1, self.columns), dtype=np.int64)
        rules = (*self.rules, "extra") if "extra" not in self.rules else self.rules
        return replace(
            self,
            matrix=sparse.vstack([self.matrix, row], format="csr"),
            low=np.append(self.low, low),
            high=np.append(self.high, high),
            low_points=np.append(self.low_points, HARD if low else 0),
            high_points=np.append(self.high_points, HARD if high < UNBOUNDED else 0),
            rules=rules,
            rule=np.append(self.rule, rules.index("extra")),
        )

    def completed(self, chosen: Ints) -> Ints:
        """The columns of a choice of pairs, with the serving ones that it makes necessary."""
        return np.concatenate([chosen, self._serving_of(chosen)]) if self.columns > len(self.pairs) else chosen

    def _serving_of(self, chosen: Ints) -> Ints:
        rows = self.rows_of("serving")
        counts = np.asarray(self.matrix[rows][:, chosen].sum(axis=1)).ravel()
        needed = self.matrix[rows[counts > 0]][:, len(self.pairs) :]
        return np.unique(needed.indices).astype(np.int64) + len(self.pairs)

    def counts(self, columns: Ints) -> Ints:
        """The count of each row under a choice of columns."""
        picked = np.zeros(self.columns, dtype=np.int64)
        picked[columns] = 1
        return np.asarray(self.matrix @ picked, dtype=np.int64)

    def objective(self, columns: Ints) -> int:
        """The objective of a choice of columns; hard ends are not looked at."""
        return self.constant + int(self.cost[columns].sum()) + int(self.points(self.counts(columns)).sum())


def _sums(matrix: sparse.csr_matrix) -> Ints:
    return np.asarray(matrix.sum(axis=1), dtype=np.int64).ravel()
