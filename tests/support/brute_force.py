"""The best objective of a small assignment model by looking at every choice; shares nothing with the engine."""

from __future__ import annotations

from itertools import combinations_with_replacement, pairwise

import numpy as np

from scheduler.model import ANY, HARD, AssignmentModel, Ints

Choice = tuple[tuple[int, int], ...]


class TooManyError(Exception):
    """More choices than can be looked at."""


def choices_of(model: AssignmentModel, crew: int) -> list[Choice]:
    """Every set of (place, time) that a crew may have and that keeps its pins."""
    places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]].tolist()
    duties = [(place, time) for time in range(model.times) if model.time_allowed[crew, time] for place in places]
    pins = [pin for pin in model.requirements if pin.crew == crew]
    found: list[Choice] = []
    for size in range(int(model.duties[crew]) + 1):
        for chosen in combinations_with_replacement(duties, size):
            days = [int(model.time_days[time]) for _, time in chosen]
            if any(later - earlier < max(1, model.min_gap) for earlier, later in pairwise(days)):
                continue
            if all(
                any(pin.place in (ANY, place) and pin.time in (ANY, time) for place, time in chosen) for pin in pins
            ):
                found.append(chosen)
    return found


def best_objective(model: AssignmentModel, most: int = 200_000) -> int | None:
    """The least objective of any choice that breaks nothing hard and keeps all pins; None where there is none.

    Raises:
        TooManyError: there are more choices than `most`.
    """
    if model.impossible:
        return None
    every = [choices_of(model, crew) for crew in range(model.crews)]
    if np.prod([float(len(choices)) for choices in every]) > most:
        raise TooManyError
    table = model.limits
    counts = table.base[None, :].copy()
    costs = np.array([model.constant], dtype=np.int64)
    for crew, choices in enumerate(every):
        adds = np.array([_counted(model, crew, choice) for choice in choices], dtype=np.int64).reshape(-1, len(table))
        own = np.array([_cost(model, crew, choice) for choice in choices], dtype=np.int64)
        counts = (counts[:, None, :] + adds[None, :, :]).reshape(-1, len(table))
        costs = (costs[:, None] + own[None, :]).ravel()
        legal = ~((table.high_points == HARD) & (counts > table.high)).any(axis=1)
        counts, costs = counts[legal], costs[legal]
    if not len(costs):
        return None
    over = np.maximum(0, counts - table.high) * np.where(table.high_points == HARD, 0, table.high_points)
    under = np.maximum(0, table.low - counts) * np.where(table.low_points == HARD, 0, table.low_points)
    return int((costs + (over + under).sum(axis=1)).min())


def _counted(model: AssignmentModel, crew: int, choice: Choice) -> Ints:
    """How often a crew's choice counts in each limit."""
    table = model.limits
    total = np.zeros(len(table), dtype=np.int64)
    factor = model.factors.toarray()[table.weighting, crew]
    for place, time in choice:
        here = (table.place == ANY) | (table.place == place)
        then = (table.first_time == ANY) | ((table.first_time <= time) & (time < table.last_time))
        total += np.where(here & then, factor, 0)
    return total


def _cost(model: AssignmentModel, crew: int, choice: Choice) -> int:
    start, end = model.place_start[crew], model.place_start[crew + 1]
    cost_of = dict(zip(model.place_of[start:end].tolist(), model.place_cost[start:end].tolist(), strict=True))
    total = sum(
        int(model.duty_cost[crew]) + cost_of[place] + int(model.time_cost[crew, time]) for place, time in choice
    )
    return total + (int(model.active_cost[crew]) if choice else 0)
