"""The cheapest line of each person at given costs: a shortest path over days, minutes and weekends, run by run."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.frame import Frame
from scheduler.roster.engine.paths import Band, Most, Paths
from scheduler.roster.engine.runs import FAR, Runs, units_of
from scheduler.roster.engine.state import FREE
from scheduler.roster.model import Mask, RosterModel

# Numbers in the largest table that is handled at once: what fits a processor's cache is fastest.
TABLE = 100_000
# A limit on a kind is tight if it is less than one in so many days on which it can be worked.
TIGHT = 5
# Share of the kinds that people may work, below which there are many posts.
SPARSE = 0.25


@dataclass(frozen=True, slots=True)
class Carried:
    """What the paths count exactly; what they do not count has to be seen to by prices.

    `kinds`: the tight limits on kinds, all of one person's as one sum. `band`: only lines are looked at whose minutes up to any day are within so many of the even pace; None: all.
    """

    minutes: bool = True
    weekends: bool = True
    kinds: bool = False
    band: int | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The cheapest lines of some persons: cost int64[N] (FAR where there is none), rows int64[N, D]."""

    cost: Ints
    rows: Ints


class LineFinder:
    """Finds cheapest lines for a model; of the limits on kinds of shift at most the tight ones are counted."""

    def __init__(self, model: RosterModel, frames: list[Frame], carried: Carried, pool: Executor | None = None) -> None:
        self.pool = pool
        self.model, self.frames, self.carried = model, frames, carried
        self.units = units_of(model.minutes, carried.minutes)
        self.low, self.high = self._bounds()
        there = len(np.unique(model.weekend[model.weekend >= 0]))
        most = np.array([min(item.most_weekends, there) for item in model.sequences], dtype=np.int64)
        # Who may work every weekend needs no counting.
        self.counts_weekends = (most < there) & carried.weekends
        self.most_weekends = np.where(self.counts_weekends, most, 0)
        self.counted = tight_kinds(model) if carried.kinds else np.zeros((model.staff, model.shifts), dtype=bool)
        self.most_counted = counted_most(model, self.counted)
        self.forbidden = np.array([~item.allowed for item in model.sequences]).reshape(
            model.staff, model.days, model.shifts
        )
        self.workable: Mask = np.logical_not(self.forbidden.all(axis=1))
        self.group = np.unique(self.counted, axis=0, return_inverse=True)[1].reshape(-1)
        # Only where everybody works few of many kinds it is worth while to keep those of one post together.
        posts = (
            self.workable
            if np.count_nonzero(self.workable) < SPARSE * self.workable.size
            else np.zeros_like(self.workable)
        )
        self.post = np.unique(posts, axis=0, return_inverse=True)[1].reshape(-1)
        self.new_weekend = new_weekends(model.weekend)
        allowed = (
            model.sequences[0].next_allowed if model.sequences else np.ones((model.shifts, model.shifts), dtype=bool)
        )
        self.preceding = [np.flatnonzero(allowed[:, shift]) for shift in range(model.shifts)]

    def _bounds(self) -> tuple[Ints, Ints]:
        """Units that each person must and may work: int64[P]."""
        if not self.carried.minutes:
            zeros = np.zeros(self.model.staff, dtype=np.int64)
            return zeros, zeros
        size = self.units.size
        longest = int(self.units.of_shift.max(initial=0)) * self.model.days
        low = np.array([max(0, -(-item.least_minutes // size)) for item in self.model.sequences], dtype=np.int64)
        high = np.array([min(item.most_minutes // size, longest) for item in self.model.sequences], dtype=np.int64)
        return low, high

    def find(self, costs: Ints, who: Ints, weekend_price: Ints | None = None) -> Lines:
        """The cheapest lines of `who` at costs int64[N, D, S]; `weekend_price` int64[N] for each weekend worked."""
        cost = np.full(len(who), FAR, dtype=np.int64)
        rows = np.full((len(who), self.model.days), FREE, dtype=np.int64)
        price = np.zeros(len(who), dtype=np.int64) if weekend_price is None else weekend_price

        def fill(part: Ints) -> None:
            cost[part], rows[part] = self._find(costs[part], who[part], price[part])

        parts = list(self._parts(who))
        if self.pool is None or len(parts) == 1:
            for part in parts:
                fill(part)
        else:
            # Each part is found by itself, so the result is the same with any number of threads.
            list(self.pool.map(fill, parts))
        return Lines(cost, rows)

    def _parts(self, who: Ints) -> Iterator[Ints]:
        """Persons who are handled together: as many free days between runs, about as many minutes and weekends."""
        rest = np.array([self.frames[person].least_rest for person in who.tolist()], dtype=np.int64)
        keys = (
            self.post[who], self.high[who], self.most_weekends[who], self.most_counted[who], self.group[who],
            self.counts_weekends[who], rest,
        )  # fmt: skip
        order = np.lexsort(keys)
        part: list[int] = []
        for place in order.tolist():
            if part and not self._joins(who, rest, part, place):
                yield np.array(part, dtype=np.int64)
                part = []
            part.append(place)
        if part:
            yield np.array(part, dtype=np.int64)

    def _joins(self, who: Ints, rest: Ints, part: list[int], place: int) -> bool:
        first, person = who[part[0]], who[place]
        if rest[part[0]] != rest[place] or self.counts_weekends[first] != self.counts_weekends[person]:
            return False
        if self.group[first] != self.group[person]:
            return False
        together = [*who[part].tolist(), int(person)]
        width = int(self.high[together].max()) + 1
        if self.carried.band is not None:
            width = min(width, 2 * self.carried.band // self.units.size + 1)
        counted = int(self.most_counted[together].max()) + 1
        size = width * (int(self.most_weekends[together].max()) + 1) * counted * len(together)
        kinds = int(np.count_nonzero(self.workable[together].any(axis=0)))
        runs = self.model.days * kinds * (self.units.spread * 4 + 1) * len(together)
        return max(size, runs // 8) <= TABLE

    def _find(self, costs: Ints, who: Ints, weekend_price: Ints) -> tuple[Ints, Ints]:
        persons = who.tolist()
        frames = [self.frames[person] for person in persons]
        longest = max(frame.longest for frame in frames)
        starts = np.zeros((longest, self.model.days, len(persons)), dtype=bool)
        for place, frame in enumerate(frames):
            starts[: frame.longest, :, place] = frame.starts
        runs = self._runs(costs, who, starts)
        if weekend_price.any():
            for length, table in enumerate(runs.cost, start=1):
                worked = weekends_of_runs(self.new_weekend, self.model.weekend, length)
                np.minimum(table + worked[:, None] * weekend_price, FAR, out=table)
        weekends = [
            weekends_of_runs(self.new_weekend, self.model.weekend, length) * self.counts_weekends[persons[0]]
            for length in range(1, longest + 1)
        ]
        band = Band.of(self.low[who], self.high[who], self.model.days, self.units, self.carried.band)
        must = np.array([frame.must for frame in frames]).T
        most = Most(self.most_weekends[who], self.most_counted[who])
        paths = Paths(runs, weekends, must, frames[0].least_rest, band, most, self.low[who])
        return paths.best(np.array([frame.rest_only for frame in frames]), self.high[who])

    def _runs(self, costs: Ints, who: Ints, starts: Mask) -> Runs:
        """The runs of some persons over the kinds that any of them may work: at many posts those are few of all."""
        kinds = np.flatnonzero(self.workable[who].any(axis=0))
        closed = np.where(self.forbidden[who][:, :, kinds], FAR, costs[:, :, kinds])
        place = {kind: number for number, kind in enumerate(kinds.tolist())}
        preceding = [
            np.array([place[before] for before in self.preceding[kind].tolist() if before in place], dtype=np.int64)
            for kind in kinds.tolist()
        ]
        units = replace(self.units, of_shift=self.units.of_shift[kinds])
        counted = self.counted[who[0]][kinds].astype(np.int64)
        table = np.ascontiguousarray(closed.transpose(2, 1, 0))
        return Runs(table, starts, units, preceding, counted, kinds)


def tight_kinds(model: RosterModel) -> Mask:
    """Which limits on kinds are tight: a few shifts in a period of many days, bool[P, S]."""
    found = np.zeros((model.staff, model.shifts), dtype=bool)
    for person, sequence in enumerate(model.sequences):
        workable = sequence.allowed.sum(axis=0)
        found[person] = (sequence.most_kind > 0) & (sequence.most_kind * TIGHT <= workable)
    return found


def counted_most(model: RosterModel, counted: Mask) -> Ints:
    """The most shifts of counted kinds that each person may have: int64[P]."""
    most = np.array([sequence.most_kind for sequence in model.sequences], dtype=np.int64)
    found: Ints = (most.reshape(counted.shape) * counted).sum(axis=1)
    return found


def new_weekends(weekend: Ints) -> Ints:
    """1 on days that begin a weekend, 0 on others: int64[D]."""
    before = np.concatenate([[-1], weekend[:-1]])
    begins: Ints = ((weekend >= 0) & (weekend != before)).astype(np.int64)
    return begins


def weekends_of_runs(new_weekend: Ints, weekend: Ints, length: int) -> Ints:
    """How many weekends a run of a length has a day of, for each first day: int64[D - length + 1]."""
    total = np.concatenate([[0], np.cumsum(new_weekend)])
    count = len(weekend) - length + 1
    found: Ints = total[length : length + count] - total[1 : count + 1] + (weekend[:count] >= 0)
    return found
