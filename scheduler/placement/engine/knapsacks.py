"""A stronger bound where people bear loads: each person's best set of posts at the prices, within what they can bear.

A linear programme fills a capacity with parts of posts. Here the row of each person whose factors differ most is kept
as it is, all other rows have prices, and what a person does at these prices is a knapsack, solved in whole numbers:

    constant + Σ people min over sets within the capacity Σ (cost − Σ rows factor × p) + Σ rows min (points + p × count)

is a bound whatever the prices are. The prices are bettered by steps along the subgradient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.model import HARD, UNBOUNDED, Ints
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.prices import Floats, Priced, least_of_rows, scale_of, total
from scheduler.placement.model import PlacementModel

# Tables of people × capacities with more cells are not made, nor tables for what each pair adds.
MOST_CELLS, MOST_ADDED = 2_000_000, 40_000_000
# Steps of prices at the most; after so many without a better bound they get half as long, down to the last length.
STEPS, PATIENCE, FIRST, LAST = 600, 12, 0.25, 0.005
# The share of what is left that the steps may use, and the most that counts as left. Work units for a cell of a table.
SHARE, LONGEST, CELL = 0.1, 100.0, 4e-9
NONE = 1 << 62


@dataclass(frozen=True, slots=True)
class Knapsacks:
    """The people with a capacity: rows int64[k] of the model, capacity int64[k]; owner: k of each pair, -1 for none;
    load: int64[pairs], what the pair takes.
    """

    rows: Ints
    capacity: Ints
    owner: Ints
    load: Ints


def knapsacks_of(model: PlacementModel) -> Knapsacks | None:
    """The rows that limit the loads of one person, one for each; None where nobody has one."""
    pairs = len(model.pairs)
    entries = np.repeat(np.arange(model.rows), np.diff(model.matrix.indptr))
    columns = model.matrix.indices
    people = np.append(model.pairs.person, np.full(model.columns - pairs, -1, dtype=np.int64))[columns]
    low, high = np.full(model.rows, 1 << 60), np.full(model.rows, -1)
    np.minimum.at(low, entries, people)
    np.maximum.at(high, entries, people)
    least = np.full(model.rows, 1 << 60)
    np.minimum.at(least, entries, model.matrix.data)
    fits = (low == high) & (low >= 0) & (model.high_points == HARD) & (model.high < UNBOUNDED)
    fits &= (model.low_points == 0) & (least >= 0) & (model.largest_factor > np.maximum(least, 1)) & (model.high >= 0)
    rows = np.flatnonzero(fits)
    # Of several capacities of one person (at several times) the tightest is kept.
    load = np.asarray(model.reach[1][rows], dtype=np.int64)
    order = np.lexsort((model.high[rows] / np.maximum(1, load), low[rows]))
    rows = rows[order][np.unique(low[rows][order], return_index=True)[1]]
    if not len(rows) or len(rows) * (int(model.high[rows].max()) + 1) > MOST_CELLS:
        return None
    owner, loads = np.full(pairs, -1, dtype=np.int64), np.zeros(pairs, dtype=np.int64)
    flat = model.matrix[rows].tocoo()
    owner[np.isin(model.pairs.person, low[rows])] = np.searchsorted(
        low[rows], model.pairs.person[np.isin(model.pairs.person, low[rows])]
    )
    loads[flat.col] = flat.data
    return Knapsacks(rows.astype(np.int64), model.high[rows], owner, loads)


def sharpened(model: PlacementModel, priced: Priced, known: int, effort: Effort) -> Priced:
    """Prices with the best bound found from those given; the same where loads bind nobody. `known`: points of a plan."""
    sacks = knapsacks_of(model)
    if sacks is None or known <= priced.bound:
        return priced
    return _Ascent(model, sacks, effort).run(priced, known)


class _Ascent:
    """Steps of prices along the subgradient."""

    def __init__(self, model: PlacementModel, sacks: Knapsacks, effort: Effort) -> None:
        self.model = model
        self.sacks = sacks
        self.effort = effort
        self.scale = scale_of(model)

    def run(self, priced: Priced, known: int) -> Priced:
        """The best of the prices met."""
        prices = priced.prices.astype(float) / priced.scale
        prices[self.sacks.rows] = 0.0
        best, best_prices = priced, prices
        step, waiting = FIRST, 0
        direction = np.zeros(self.model.rows)
        until = self.effort.budget.used + SHARE * min(self.effort.left, LONGEST)
        for _ in range(STEPS):
            found, slope = self._at(prices)
            if found.exact > best.exact:
                best, best_prices, waiting = found, prices, 0
            else:
                waiting += 1
            if waiting >= PATIENCE:
                step, waiting, prices = step / 2, 0, best_prices
                direction[:] = 0.0
            if step < LAST or best.bound >= known or self.effort.budget.used >= until:
                break
            direction = 0.7 * direction + slope
            length = float(direction @ direction)
            if length <= 0:
                break
            prices = prices + step * max(1e-3, known - found.exact / self.scale) / length * direction
        return self._added(best) if best is not priced else priced

    def _at(self, prices: Floats) -> tuple[Priced, Floats]:
        """The bound at prices, and the direction in which it grows."""
        model, sacks = self.model, self.sacks
        whole = np.round(prices * self.scale).astype(np.int64)
        reduced = model.cost * self.scale - np.asarray(model.transposed @ whole, dtype=np.int64)
        chosen = reduced < 0
        items = np.flatnonzero(chosen[: len(model.pairs)] & (sacks.owner >= 0))
        chosen[items] = False
        filled = self._fill(items, reduced)
        chosen[filled] = True
        terms, counts = least_of_rows(model, whole, self.scale)
        exact = model.constant * self.scale + total(reduced[chosen]) + total(terms)
        slope = (counts - np.asarray(model.matrix @ chosen, dtype=np.int64)).astype(float)
        slope[sacks.rows] = 0.0
        return Priced(whole, reduced, exact, self.scale), slope

    def _fill(self, items: Ints, reduced: Ints) -> Ints:
        """Which of the items (pairs, each with a gain) fill each person's capacity best."""
        owner, load = self.sacks.owner[items], self.sacks.load[items]
        place = np.arange(len(items)) - np.searchsorted(owner, owner)
        depth, people = int(place.max(initial=-1)) + 1, len(self.sacks.rows)
        at = np.full((depth, people), -1, dtype=np.int64)
        at[place, owner] = np.arange(len(items))
        loads = np.append(load, 1 << 40)[at]
        gains = np.append(-reduced[items], 0)[at]
        wide = int(self.sacks.capacity.max()) + 1
        self.effort.charge(CELL * depth * people * wide)
        room = np.arange(wide)
        best, taken = np.zeros((people, wide), dtype=np.int64), np.zeros((depth, people, wide), dtype=bool)
        for number in range(depth):
            before = room - loads[number][:, None]
            value = np.take_along_axis(best, np.maximum(before, 0), axis=1) + gains[number][:, None]
            taken[number] = (before >= 0) & (value > best)
            best = np.where(taken[number], value, best)
        left, picked = self.sacks.capacity.copy(), []
        everybody = np.arange(people)
        for number in range(depth - 1, -1, -1):
            takes = taken[number, everybody, left]
            picked.append(at[number][takes])
            left = np.where(takes, left - loads[number], left)
        filled: Ints = items[np.concatenate([np.zeros(0, dtype=np.int64), *picked])]
        return filled

    def _added(self, priced: Priced) -> Priced:
        """The same with `reduced` of pairs as what the bound grows by when the pair has to be chosen."""
        sacks = self.sacks
        items = np.flatnonzero(sacks.owner >= 0)
        items = items[np.argsort(sacks.owner[items], kind="stable")]
        owner = sacks.owner[items]
        place = np.arange(len(items)) - np.searchsorted(owner, owner)
        depth, people, wide = int(place.max(initial=-1)) + 1, len(sacks.rows), int(sacks.capacity.max()) + 1
        if depth * people * wide > MOST_ADDED:
            return priced
        self.effort.charge(3 * CELL * depth * people * wide)
        at = np.full((depth, people), -1, dtype=np.int64)
        at[place, owner] = np.arange(len(items))
        loads = np.append(np.minimum(sacks.load[items], wide), wide)[at]
        costs = np.append(priced.reduced[items], 0)[at]
        room = np.arange(wide)
        before = np.zeros((depth + 1, people, wide), dtype=np.int64)
        for number in range(depth):
            before[number + 1] = _with_item(before[number], room, loads[number], costs[number])
        best = before[depth, np.arange(people), sacks.capacity]
        after, added = np.zeros((people, wide), dtype=np.int64), np.zeros((depth, people), dtype=np.int64)
        for number in range(depth - 1, -1, -1):
            rest = (sacks.capacity - loads[number])[:, None] - room
            others = before[number] + np.take_along_axis(after, np.maximum(rest, 0), axis=1)
            added[number] = costs[number] + np.where(rest >= 0, others, NONE // 2).min(axis=1) - best
            after = _with_item(after, room, loads[number], costs[number])
        reduced = priced.reduced.copy()
        reduced[items] = added[place, owner]
        return Priced(priced.prices, reduced, priced.exact, priced.scale)


def _with_item(table: Ints, room: Ints, load: Ints, cost: Ints) -> Ints:
    """A table of the least cost within each room, int64[people, rooms], when one more item of each may be chosen."""
    before = room - load[:, None]
    taken = np.take_along_axis(table, np.maximum(before, 0), axis=1) + cost[:, None]
    found: Ints = np.where(before >= 0, np.minimum(table, taken), table)
    return found
