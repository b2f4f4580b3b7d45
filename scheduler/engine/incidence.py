"""Which limits a choice counts in: look-ups from (crew, place, time) to rows of the limit table, vectorised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.model import ANY, HARD, AssignmentModel, Ints


def ranges(start: Ints, length: Ints) -> Ints:
    """The concatenation of start[i], start[i]+1, …, start[i]+length[i]-1."""
    total = int(length.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    ends = np.cumsum(length)
    return np.arange(total, dtype=np.int64) - np.repeat(ends - length, length) + np.repeat(start, length)


@dataclass(frozen=True, slots=True)
class Entries:
    """Coefficients: item[i] counts factor[i] times in limit[i]."""

    item: Ints
    limit: Ints
    factor: Ints


class KeyedLimits:
    """Limits by a sorted key; several limits may share one."""

    def __init__(self, keys: Ints, limits: Ints) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys, first = np.unique(keys[order], return_index=True)
        self.limits = limits[order]
        self.start = np.append(first, len(keys)).astype(np.int64)

    def look_up(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Positions in `wanted` and the limits found there."""
        if not len(self.keys) or not len(wanted):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        at = np.searchsorted(self.keys, wanted)
        at[at == len(self.keys)] = 0
        hit = np.flatnonzero(self.keys[at] == wanted)
        at = at[hit]
        length = self.start[at + 1] - self.start[at]
        return np.repeat(hit, length), self.limits[ranges(self.start[at], length)]


class Incidence:
    """From triples, pairs and days of crews to the limits they count in."""

    def __init__(self, model: AssignmentModel) -> None:
        self.model = model
        table = model.limits
        columns = model.factors.tocsc()
        self._start = columns.indptr.astype(np.int64)
        self._weighting = columns.indices.astype(np.int64)
        self._factor = columns.data.astype(np.int64)
        self._width = model.places + 1
        every = np.arange(len(table), dtype=np.int64)
        key = table.weighting * self._width + table.place + 1
        whole = table.first_time == ANY
        first = np.where(whole, 0, table.first_time)
        length = np.where(whole, model.times, table.last_time) - first
        self._triple = KeyedLimits(
            np.repeat(key * model.times, length) + ranges(first, length), np.repeat(every, length)
        )
        self.of_place = whole
        self.of_time = ~whole & (table.place == ANY)
        self.coupling = ~whole & (table.place != ANY)
        self._pair = KeyedLimits(key[whole], every[whole])
        days = np.where(self.of_time, length, 0)
        self._day = KeyedLimits(np.repeat(table.weighting * model.times, days) + ranges(first, days),
                                np.repeat(every, days))  # fmt: skip
        self._pair_keys = model.place_crew * model.places + model.place_of
        # A hard end that facts of the past have overstepped already lets nobody new in, but is not broken by them.
        self.ceiling = np.where(table.high_points == HARD, np.maximum(table.high, table.base), table.high)

    def weightings(self, crew: Ints) -> tuple[Ints, Ints, Ints]:
        """(position, weighting, factor) for each weighting that a crew has a factor in."""
        start = self._start[crew]
        length = self._start[crew + 1] - start
        at = ranges(start, length)
        return np.repeat(np.arange(len(crew), dtype=np.int64), length), self._weighting[at], self._factor[at]

    def triples(self, crew: Ints, place: Ints, time: Ints) -> Entries:
        """The limits that triples count in."""
        item, weighting, factor = self.weightings(crew)
        base = weighting * self._width
        keys = np.concatenate([base + place[item] + 1, base]) * self.model.times + np.concatenate([time[item]] * 2)
        return self._entries(self._triple, keys, np.concatenate([item] * 2), np.concatenate([factor] * 2))

    def pairs(self, crew: Ints, place: Ints) -> Entries:
        """The limits over all days that pairs of crew and place count in."""
        item, weighting, factor = self.weightings(crew)
        base = weighting * self._width
        keys = np.concatenate([base + place[item] + 1, base])
        return self._entries(self._pair, keys, np.concatenate([item] * 2), np.concatenate([factor] * 2))

    def days(self, crew: Ints, time: Ints) -> Entries:
        """The limits over all places that pairs of crew and day count in."""
        item, weighting, factor = self.weightings(crew)
        return self._entries(self._day, weighting * self.model.times + time[item], item, factor)

    def pair_index(self, crew: Ints, place: Ints) -> Ints:
        """The indices of pairs that exist."""
        return np.searchsorted(self._pair_keys, crew * self.model.places + place).astype(np.int64)

    @staticmethod
    def _entries(table: KeyedLimits, keys: Ints, item: Ints, factor: Ints) -> Entries:
        position, limit = table.look_up(keys)
        return Entries(item[position], limit, factor[position])


Mask = npt.NDArray[np.bool_]
