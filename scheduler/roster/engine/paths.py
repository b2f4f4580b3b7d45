"""Shortest paths from run to run: for some persons at once, over days, minutes and weekends."""

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

    def table(self, day: int, weekends: int, persons: int) -> Ints:
        """A table for a day: int64[weekends, units, persons], all FAR."""
        return np.full((weekends, int(self.high[day] - self.low[day]) + 1, persons), FAR, dtype=np.int64)


class Paths:
    """ended[d]: the cheapest with a run that ended before day d; ready[d]: the cheapest that may start one on day d."""

    def __init__(
        self, runs: Runs, weekends: list[Ints], must: Mask, rest: int, band: Band, most_weekends: Ints, least: Ints
    ) -> None:
        """weekends[L - 1][a]: those that a run has a day of; must: bool[D, N]."""
        self.runs, self.weekends, self.rest, self.band, self.least = runs, weekends, rest, band, least
        self.most_weekends = most_weekends
        self.days, self.persons = must.shape
        self.musts = np.concatenate([np.zeros((1, self.persons), dtype=np.int64), np.cumsum(must, axis=0)])
        width = int(most_weekends.max(initial=0)) + 1
        self.ended = [band.table(day, width, self.persons) for day in range(self.days + 1)]
        self.ready = [band.table(day, width, self.persons) for day in range(self.days)]
        # Where a run of a length can start for anybody at all: the others need no look.
        self.useful = [(table < FAR).any(axis=2) for table in runs.cost]
        self._walk()

    def _walk(self) -> None:
        for day in range(self.days):
            if day == 0:
                if self.band.low[0] <= 0:
                    self.ready[0][0, 0] = 0
            else:
                self._merge(self.ready[day], day, self.ready[day - 1], day - 1, 0, 0, self._idle(day - 1, day))
            if day >= self.rest:
                from_day = day - self.rest
                self._merge(self.ready[day], day, self.ended[from_day], from_day, 0, 0, self._idle(from_day, day))
            for length, (cost, useful) in enumerate(zip(self.runs.cost, self.useful, strict=True), start=1):
                if day + length > self.days:
                    break
                weekends = int(self.weekends[length - 1][day])
                base = length * self.runs.units.least
                for spare in np.flatnonzero(useful[:, day]).tolist():
                    self._merge(
                        self.ended[day + length], day + length, self.ready[day], day, base + spare, weekends,
                        cost[spare, day],
                    )  # fmt: skip

    def _merge(
        self, target: Ints, target_day: int, source: Ints, source_day: int, units: int, weekends: int, cost: Ints
    ) -> None:
        """target[w + weekends, u + units] takes the lesser of itself and source[w, u] + cost."""
        source_low, target_low = int(self.band.low[source_day]), int(self.band.low[target_day])
        low = max(source_low, target_low - units)
        high = min(source_low + source.shape[1], target_low + target.shape[1] - units)
        width = target.shape[0] - weekends
        if low >= high or width <= 0:
            return
        part = source[:width, low - source_low : high - source_low]
        into = target[weekends:, low + units - target_low : high + units - target_low]
        np.minimum(into, part + cost, out=into)

    def _idle(self, first: int, last: int) -> Ints:
        """FAR for whoever must work on one of the days first to last (excluded): int64[N]."""
        return np.where(self.musts[last] > self.musts[first], FAR, 0)

    def best(self, rest_only: Mask, most: Ints) -> tuple[Ints, Ints]:
        """Costs (FAR where there is no line) and rows of the cheapest lines."""
        width = int(self.most_weekends.max(initial=0)) + 1
        finish = self.band.table(self.days, width, self.persons)
        for day in range(1, self.days + 1):
            self._merge(finish, self.days, self.ended[day], day, 0, 0, self._idle(day, self.days))
        units = np.arange(finish.shape[1])[:, None] + self.band.low[self.days]
        finish[:, (units < self.least) | (units > most)] = FAR
        finish[np.arange(width)[:, None, None] > np.broadcast_to(self.most_weekends, finish.shape)] = FAR
        flat = finish.reshape(-1, self.persons)
        place = flat.argmin(axis=0)
        cost = flat[place, np.arange(self.persons)]
        cost[cost > NEAR] = FAR
        rows = np.full((self.persons, self.days), FREE, dtype=np.int64)
        for person in range(self.persons):
            if rest_only[person] and self.least[person] <= 0 and cost[person] >= 0:
                cost[person] = 0
            elif cost[person] < FAR:
                weekends, unit = divmod(int(place[person]), finish.shape[1])
                self._trace(rows[person], person, weekends, unit + int(self.band.low[self.days]), int(cost[person]))
        return cost, rows

    def _value(self, table: Ints, day: int, weekends: int, unit: int, person: int) -> int:
        place = unit - int(self.band.low[day])
        return int(table[weekends, place, person]) if 0 <= place < table.shape[1] and weekends >= 0 else FAR

    def _trace(self, row: Ints, person: int, weekends: int, unit: int, cost: int) -> None:
        """Write the shifts of a line into its row, from the last run to the first."""
        day = self.days
        while self._value(self.ended[day], day, weekends, unit, person) != cost:
            day -= 1
        while True:
            length, spare = self._last_run(person, day, weekends, unit, cost)
            start = day - length
            row[start:day] = self.runs.shifts(start, length, spare, person)
            cost -= int(self.runs.cost[length - 1][spare, start, person])
            weekends -= int(self.weekends[length - 1][start])
            unit -= length * self.runs.units.least + spare
            found = self._before(person, start, weekends, unit, cost)
            if found is None:
                return
            day = found

    def _last_run(self, person: int, day: int, weekends: int, unit: int, cost: int) -> tuple[int, int]:
        """The length and spare units of the run that ended before a day."""
        for length in range(1, min(len(self.runs.cost), day) + 1):
            start = day - length
            base = length * self.runs.units.least
            before = weekends - int(self.weekends[length - 1][start])
            column = self.runs.cost[length - 1][:, start, person]
            for spare in np.flatnonzero(column < FAR).tolist():
                found = self._value(self.ready[start], start, before, unit - base - spare, person)
                if found + int(column[spare]) == cost:
                    return length, spare
        raise AssertionError("a cost came from no run")

    def _before(self, person: int, start: int, weekends: int, unit: int, cost: int) -> int | None:
        """Before which day the run before ended; None where there was none."""
        for day in range(start, -1, -1):
            ended = day - self.rest
            if ended <= 0 or self.musts[ended, person] != self.musts[start, person]:
                continue
            if self._value(self.ended[ended], ended, weekends, unit, person) == cost:
                return ended
        return None
