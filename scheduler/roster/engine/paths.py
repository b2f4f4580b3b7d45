"""Shortest paths from run to run: for some persons at once, over days, minutes, weekends and one limit on kinds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.runs import FAR, NEAR, Runs, Units
from scheduler.roster.engine.state import FREE
from scheduler.roster.model import Mask


@dataclass(frozen=True, slots=True)
class Band:
    """Which units of minutes are looked at up to each day: low[d] to high[d], both included; int64[D + 1]."""

    low: Ints
    high: Ints

    @classmethod
    def of(cls, least: Ints, most: Ints, days: int, units: Units, band: int | None) -> Band:
        """All that can be reached and from which the end can be reached; with a band only what is near the even pace."""
        day = np.arange(days + 1)
        longest = int(units.of_shift.max(initial=0))
        low = np.maximum(0, int(least.min()) - (days - day) * longest)
        high = np.minimum(max(0, int(most.max())), day * longest)
        if band is not None:
            width = band // units.size
            low = np.maximum(low, int(least.min()) * day // max(1, days) - width)
            high = np.minimum(high, int(most.max()) * day // max(1, days) + width)
        return cls(low.astype(np.int64), np.maximum(low, high).astype(np.int64))

    def table(self, day: int, totals: tuple[int, int], persons: int) -> Ints:
        """A table for a day: int64[weekends, counted kinds, units, persons], all FAR."""
        return np.full((*totals, int(self.high[day] - self.low[day]) + 1, persons), FAR, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class At:
    """Before which day, and what there is up to it: weekends, shifts of counted kinds, units of minutes."""

    day: int
    weekends: int
    counted: int
    unit: int

    def on(self, day: int) -> At:
        """The same before another day."""
        return At(day, self.weekends, self.counted, self.unit)


@dataclass(frozen=True, slots=True)
class Most:
    """The most that each person may have in a line, int64[N]: weekends and shifts of counted kinds."""

    weekends: Ints
    counted: Ints

    @property
    def totals(self) -> tuple[int, int]:
        """The sizes of tables for them."""
        return int(self.weekends.max(initial=0)) + 1, int(self.counted.max(initial=0)) + 1


class Paths:
    """ended[d]: the cheapest with a run that ended before day d; ready[d]: the cheapest that may start one on day d."""

    def __init__(
        self, runs: Runs, weekends: list[Ints], must: Mask, rest: int, band: Band, most: Most, least: Ints
    ) -> None:
        """weekends[L - 1][a]: those that a run has a day of; must: bool[D, N]."""
        self.runs, self.weekends, self.rest, self.band, self.least = runs, weekends, rest, band, least
        self.most = most
        self.days, self.persons = must.shape
        self.musts = np.concatenate([np.zeros((1, self.persons), dtype=np.int64), np.cumsum(must, axis=0)])
        self.ended = [band.table(day, most.totals, self.persons) for day in range(self.days + 1)]
        self.ready = [band.table(day, most.totals, self.persons) for day in range(self.days)]
        # Where a run of a length can start for anybody at all: the others need no look.
        self.useful = [(table < FAR).any(axis=2) for table in runs.cost]
        self._walk()

    def _walk(self) -> None:
        for day in range(self.days):
            if day == 0:
                if self.band.low[0] <= 0:
                    self.ready[0][0, 0, 0] = 0
            else:
                self._merge(self.ready[day], day, self.ready[day - 1], day - 1, 0, (0, 0), self._idle(day - 1, day))
            if day >= self.rest:
                from_day = day - self.rest
                self._merge(self.ready[day], day, self.ended[from_day], from_day, 0, (0, 0), self._idle(from_day, day))
            for length, (cost, useful) in enumerate(zip(self.runs.cost, self.useful, strict=True), start=1):
                if day + length > self.days:
                    break
                weekends = int(self.weekends[length - 1][day])
                base = length * self.runs.units.least
                for code in np.flatnonzero(useful[:, day]).tolist():
                    spare, counted = self.runs.codes.parts(code)
                    self._merge(
                        self.ended[day + length], day + length, self.ready[day], day, base + spare,
                        (weekends, counted), cost[code, day],
                    )  # fmt: skip

    def _merge(
        self,
        target: Ints,
        target_day: int,
        source: Ints,
        source_day: int,
        units: int,
        more: tuple[int, int],
        cost: Ints,
    ) -> None:
        """target[w + more[0], k + more[1], u + units] takes the lesser of itself and source[w, k, u] + cost."""
        source_low, target_low = int(self.band.low[source_day]), int(self.band.low[target_day])
        low = max(source_low, target_low - units)
        high = min(source_low + source.shape[2], target_low + target.shape[2] - units)
        weekends, kinds = target.shape[0] - more[0], target.shape[1] - more[1]
        if low >= high or weekends <= 0 or kinds <= 0:
            return
        part = source[:weekends, :kinds, low - source_low : high - source_low]
        into = target[more[0] :, more[1] :, low + units - target_low : high + units - target_low]
        np.minimum(into, part + cost, out=into)

    def _idle(self, first: int, last: int) -> Ints:
        """FAR for whoever must work on one of the days first to last (excluded): int64[N]."""
        return np.where(self.musts[last] > self.musts[first], FAR, 0)

    def best(self, rest_only: Mask, most_units: Ints) -> tuple[Ints, Ints]:
        """Costs (FAR where there is no line) and rows of the cheapest lines."""
        finish = self.band.table(self.days, self.most.totals, self.persons)
        for day in range(1, self.days + 1):
            self._merge(finish, self.days, self.ended[day], day, 0, (0, 0), self._idle(day, self.days))
        units = np.arange(finish.shape[2])[:, None] + self.band.low[self.days]
        finish[:, :, (units < self.least) | (units > most_units)] = FAR
        weekends, counted = (np.arange(size) for size in self.most.totals)
        finish[(weekends[:, None] > self.most.weekends)[:, None, None, :] & np.ones_like(finish, dtype=bool)] = FAR
        finish[(counted[:, None] > self.most.counted)[None, :, None, :] & np.ones_like(finish, dtype=bool)] = FAR
        flat = finish.reshape(-1, self.persons)
        place = flat.argmin(axis=0)
        cost = flat[place, np.arange(self.persons)]
        cost[cost > NEAR] = FAR
        rows = np.full((self.persons, self.days), FREE, dtype=np.int64)
        for person in range(self.persons):
            if rest_only[person] and self.least[person] <= 0 and cost[person] >= 0:
                cost[person] = 0
            elif cost[person] < FAR:
                end = [int(item) for item in np.unravel_index(int(place[person]), finish.shape[:3])]
                at = At(self.days, end[0], end[1], end[2] + int(self.band.low[self.days]))
                self._trace(rows[person], person, at, int(cost[person]))
        return cost, rows

    def _value(self, tables: list[Ints], at: At, person: int) -> int:
        place = at.unit - int(self.band.low[at.day])
        table = tables[at.day]
        inside = 0 <= place < table.shape[2] and at.weekends >= 0 and at.counted >= 0
        return int(table[at.weekends, at.counted, place, person]) if inside else FAR

    def _trace(self, row: Ints, person: int, at: At, cost: int) -> None:
        """Write the shifts of a line into its row, from the last run to the first."""
        while self._value(self.ended, at, person) != cost:
            at = at.on(at.day - 1)
        found: At | None = at
        while found is not None:
            length, code, start = self._last_run(person, found, cost)
            row[start.day : found.day] = self.runs.shifts(start.day, length, code, person)
            cost -= int(self.runs.cost[length - 1][code, start.day, person])
            found = self._before(person, start, cost)

    def _last_run(self, person: int, at: At, cost: int) -> tuple[int, int, At]:
        """The length and code of the run that ended before a day, and how things stood when it began."""
        for length in range(1, min(len(self.runs.cost), at.day) + 1):
            day = at.day - length
            base = length * self.runs.units.least
            weekends = at.weekends - int(self.weekends[length - 1][day])
            column = self.runs.cost[length - 1][:, day, person]
            for code in np.flatnonzero(column < FAR).tolist():
                spare, counted = self.runs.codes.parts(code)
                start = At(day, weekends, at.counted - counted, at.unit - base - spare)
                if self._value(self.ready, start, person) + int(column[code]) == cost:
                    return length, code, start
        raise AssertionError("a cost came from no run")

    def _before(self, person: int, start: At, cost: int) -> At | None:
        """Where the run before ended; None where there was none."""
        for day in range(start.day, -1, -1):
            ended = day - self.rest
            if ended <= 0 or self.musts[ended, person] != self.musts[start.day, person]:
                continue
            at = start.on(ended)
            if self._value(self.ended, at, person) == cost:
                return at
        return None
