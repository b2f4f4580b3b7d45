"""Spacing: a zone's visits spread over the period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex
from scheduler.problem import Text
from scheduler.rules.base import Axis, CountLimit, Facts, Rule


class Spacing(Rule):
    """Amount: for each zone and each run of `spacing_days` open days, the parties in it beyond one.

    The runs that reach past either end of the period are among them; visits already made count.
    For: a zone is not visited three times in one week and then left alone. Asked for by the
    communities. Unit: parties too many in a run. Default 3 points.
    """

    code = "spacing"
    title = Text("走访过密", "Visits too close")
    purpose = Text(
        "同一网格在连续若干个开放日内超过一次走访的部分，逐段累计。",
        "Visits beyond the first within each run of open days, for each zone.",
    )
    unit = Text("次", "parties")
    default_weight = 3

    def limits(self, index: InstanceIndex, weight: int) -> Iterable[CountLimit]:
        runs = [
            (*run, weight * times) for run, times in runs_of_days(len(index.open_days), index.instance.spacing_days)
        ]
        if not runs:
            return
        first_day, last_day, points = np.array(runs, dtype=np.int64).T
        # A run in open days is a run on the time axis, which leaves past days out.
        later = np.concatenate([[0], np.cumsum([not day.past for day in index.open_days])]).astype(np.int64)
        zones = len(index.zones)
        first, last = np.tile(later[first_day], zones), np.tile(later[last_day], zones)
        base = _base(index, first_day.tolist(), last_day.tolist())
        kept = (first < last) | (base > 1)
        yield CountLimit(
            self.code,
            Axis.BOTH,
            "visits",
            place=np.repeat(np.arange(zones, dtype=np.int64), len(runs))[kept],
            first_time=first[kept],
            last_time=last[kept],
            base=base[kept],
            high=1,
            high_points=np.tile(points, zones)[kept],
        )

    def amount(self, facts: Facts) -> int:
        days = [day.date for day in facts.index.open_days]
        runs = runs_of_days(len(days), facts.index.instance.spacing_days)
        number = {day: place for place, day in enumerate(days)}
        lines: dict[str, list[int]] = {}
        for (zone, day), count in facts.zone_day.items():
            if day in number and facts.visits[zone] > 1:
                lines.setdefault(zone, [0] * len(days))[number[day]] = count
        return sum(
            times * max(0, sum(line[first:last]) - 1) for line in lines.values() for (first, last), times in runs
        )


def runs_of_days(days: int, length: int) -> list[tuple[tuple[int, int], int]]:
    """The runs of `length` consecutive days, cut to the period, and how many are the same once cut."""
    middle = min(days, length)
    runs: Counter[tuple[int, int]] = Counter()
    for end in range(1, middle):
        runs[0, end] += 1
        runs[days - end, days] += 1
    if length <= days:
        runs.update((start, start + length) for start in range(days - length + 1))
    elif days:
        runs[0, days] += length - days + 1
    return sorted(runs.items())


def _base(
    index: InstanceIndex, first_day: list[int], last_day: list[int]
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Visits already made within each run, for each zone in turn."""
    grid = np.zeros((len(index.zones), len(index.open_days) + 1), dtype=np.int64)
    number = {day.date: place for place, day in enumerate(index.open_days)}
    for (zone, day), count in index.served_visits.items():
        if day in number:
            grid[index.zone_number[zone], number[day] + 1] += count
    sums = np.cumsum(grid, axis=1)
    return (sums[:, last_day] - sums[:, first_day]).ravel()
