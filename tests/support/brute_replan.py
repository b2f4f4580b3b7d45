"""The best re-plan of a small instance by looking at every choice: unserved, changed duties, points, in this order."""

from __future__ import annotations

import numpy as np

from scheduler.formulation import formulate
from scheduler.model import HARD, InstanceIndex
from scheduler.problem import Duty, Instance
from tests.support.brute_force import Choice, TooManyError, _cost, _counted, choices_of


def changed_duties(instance: Instance, assignments: tuple[Duty, ...]) -> list[Duty]:
    """The incumbent duties that their cadres no longer have."""
    there = {*assignments, *instance.served}
    return sorted(duty for duty in set(instance.incumbent) if duty not in there)


def best_replan(instance: Instance, most: int = 200_000) -> tuple[int, int, int] | None:
    """The least (unserved, changed, objective) of all plans; None where no plan keeps all pins.

    Raises:
        TooManyError: there are more choices than `most`.
    """
    index, model = InstanceIndex(instance), formulate(instance)
    if model.impossible:
        return None
    every = [choices_of(model, crew) for crew in range(model.crews)]
    if np.prod([float(len(choices)) for choices in every]) > most:
        raise TooManyError
    table = model.limits
    counts = table.base[None, :].copy()
    owed = sum(index.owed(cadre) for cadre in instance.cadres)
    already = len(set(instance.incumbent) - set(instance.served))
    figures = np.array([[owed, already, model.constant]], dtype=np.int64)
    for crew, choices in enumerate(every):
        adds = np.array([_counted(model, crew, choice) for choice in choices], dtype=np.int64).reshape(-1, len(table))
        mine = np.array([(*_figures(index, model.members[crew], choice), _cost(model, crew, choice))
                         for choice in choices], dtype=np.int64).reshape(-1, 3)  # fmt: skip
        counts = (counts[:, None, :] + adds[None, :, :]).reshape(-1, len(table))
        figures = (figures[:, None, :] + mine[None, :, :]).reshape(-1, 3)
        legal = ~((table.high_points == HARD) & (counts > np.maximum(table.high, table.base))).any(axis=1)
        counts, figures = counts[legal], figures[legal]
    if not len(figures):
        return None
    over = np.maximum(0, counts - table.high) * np.where(table.high_points == HARD, 0, table.high_points)
    under = np.maximum(0, table.low - counts) * np.where(table.low_points == HARD, 0, table.low_points)
    figures[:, 2] += (over + under).sum(axis=1)
    unserved, changed, points = min(map(tuple, figures.tolist()))
    return unserved, changed, points


def _figures(index: InstanceIndex, members: tuple[int, ...], choice: Choice) -> tuple[int, int]:
    """What a crew's choice takes off the unserved and the changed duties."""
    kept = 0
    for place, time in choice:
        for member in members:
            duty = Duty(index.instance.cadres[member].id, index.times[time].date, index.instance.zones[place].id)
            kept += duty in index.instance.incumbent and duty not in index.instance.served
    return -len(members) * len(choice), -kept
