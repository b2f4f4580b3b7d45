"""Which triples a crew may choose among in a step: the cheapest at the prices of the bound, with some luck."""

from __future__ import annotations

import numpy as np

from scheduler.engine.bound import FAR, SCALE, Priced
from scheduler.engine.state import NONE, Triples
from scheduler.model import Ints


def join(parts: list[Triples]) -> Triples:
    """All of them, each once, sorted by crew."""
    if not parts:
        return NONE
    columns = np.stack([np.concatenate([getattr(part, name) for part in parts]) for name in ("crew", "place", "time")])
    return Triples(*np.unique(columns, axis=1))


def cheapest(priced: Priced, crew: int, most: int, luck: np.random.Generator | None = None, noise: int = 0) -> Triples:
    """Up to `most` of the cheapest triples of a crew; with luck, costs are blurred by up to `noise` points."""
    model = priced.incidence.model
    costs = priced.of_crew(crew)
    if costs.size == 0:
        return NONE
    if luck is not None:
        costs = costs + luck.integers(0, noise * SCALE + 1, size=costs.shape)
    flat = costs.ravel()
    chosen = np.argpartition(flat, most)[:most] if len(flat) > most else np.arange(len(flat))
    chosen = chosen[flat[chosen] < FAR // 2]
    row, time = np.divmod(chosen, model.times)
    places = model.place_of[model.place_start[crew] + row]
    return Triples(np.full(len(chosen), crew, dtype=np.int64), places, time.astype(np.int64))


def every(priced: Priced, crew: int) -> Triples:
    """All triples of a crew."""
    return cheapest(priced, crew, 1 << 60)


def surplus(priced: Priced, triples: Triples) -> Ints:
    """By how much each triple costs more at the prices than its crew's cheapest, in 1/SCALE points."""
    model = priced.incidence.model
    pairs = priced.incidence.pair_index(triples.crew, triples.place)
    costs = priced.place[pairs] + priced.time[triples.crew, triples.time] + model.duty_cost[triples.crew] * SCALE
    if priced.both is not None:
        costs = costs + priced.both[triples.place, triples.time]
    least: Ints = priced.cheapest_duty[triples.crew]
    return costs - least
