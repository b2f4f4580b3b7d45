"""The best choice of one crew alone, where it may have several duties or has pins: dynamic programming over days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from scheduler.model import ANY, Ints

if TYPE_CHECKING:
    from scheduler.engine.bound import Priced

FAR = 1 << 60
# More pins of one crew than this are not all looked at: the bound stays sound, only weaker.
MOST_PINS = 6


def best_of_several(priced: Priced, crews: Ints) -> Iterator[int]:
    """The least cost of each of these crews, pins kept, in the scale of the prices."""
    for crew in crews.tolist():
        yield _best(priced, crew)


def _best(priced: Priced, crew: int) -> int:
    """Over days in order: the least cost by (duties so far, pins kept so far), days of one crew `min_gap` apart."""
    model = priced.incidence.model
    pins = priced.requirements.of_crew.get(crew, [])[:MOST_PINS]
    choices = _choices(priced, crew, [(pin.place, pin.time) for pin in pins])
    most, everything = int(model.duties[crew]), 1 << len(pins)
    days = model.time_days
    table = np.full((model.times + 1, most + 1, everything), FAR, dtype=np.int64)
    table[:, 0, 0] = 0
    for time in range(model.times):
        table[time + 1] = np.minimum(table[time + 1], table[time])
        before = table[int(np.searchsorted(days, days[time] - model.min_gap, side="right"))]
        for kept, cost in choices[time].items():
            for old in range(everything):
                target = table[time + 1, 1:, old | kept]
                np.minimum(target, before[:-1, old] + cost, out=target)
    last = table[-1, :, everything - 1]
    serving = int(last[1:].min(initial=FAR)) + int(model.active_cost[crew]) * priced_scale()
    # Pins that clash are found elsewhere; here a crew that cannot keep its own costs nothing.
    best = min(serving, int(last[0]))
    return best if best < FAR // 2 else 0


def priced_scale() -> int:
    """Points are in this many parts."""
    from scheduler.engine.bound import SCALE

    return SCALE


def _choices(priced: Priced, crew: int, pins: list[tuple[int, int]]) -> list[dict[int, int]]:
    """For each day: the cheapest duty for each set of pins that a duty on it keeps (as bits)."""
    model = priced.incidence.model
    costs = priced.of_crew(crew) + int(model.duty_cost[crew]) * priced_scale()
    places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]]
    found: list[dict[int, int]] = []
    for time in range(model.times):
        best: dict[int, int] = {}
        if model.time_allowed[crew, time] and len(places):
            kept = np.zeros(len(places), dtype=np.int64)
            for bit, (place, day) in enumerate(pins):
                if day in (ANY, time):
                    kept |= np.where((place == ANY) | (places == place), 1 << bit, 0)
            for code in np.unique(kept).tolist():
                best[code] = int(costs[kept == code, time].min())
        found.append(best)
    return found
