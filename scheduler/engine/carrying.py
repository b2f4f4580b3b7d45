"""Prices of one model's limits carried over to another that is nearly the same: any prices give a sound bound."""

from __future__ import annotations

import numpy as np

from scheduler.engine.bound import SCALE, as_prices
from scheduler.engine.incidence import Incidence
from scheduler.model import ANY, AssignmentModel, Ints

Key = tuple[str, str, int, int, int]


def carried(prices: Ints, old: AssignmentModel, new: Incidence) -> Ints:
    """The prices (1/SCALE points) of limits that both have: the same rule for the same people, place and dates."""
    known = {key: price for key, price in zip(_keys(old), prices.tolist(), strict=True) if price}
    wanted = np.array([known.get(key, 0) for key in _keys(new.model)], dtype=np.float64)
    return as_prices(new, wanted / SCALE)


def _keys(model: AssignmentModel) -> list[Key]:
    """What names each limit from one model to the other; several may share a name and then a price."""
    table = model.limits
    groups = {row: name for name, row in model.weightings.items()}
    days = np.append(model.time_days, model.time_days[-1:] + 1)
    first = np.where(table.first_time == ANY, ANY, days[np.maximum(0, table.first_time)] if len(days) else ANY)
    last = np.where(table.last_time == ANY, ANY, days[np.maximum(0, table.last_time)] if len(days) else ANY)
    return [
        (table.rules[rule], groups[row], place, start, end)
        for rule, row, place, start, end in zip(
            table.rule.tolist(), table.weighting.tolist(), table.place.tolist(), first.tolist(), last.tolist(),
            strict=True,
        )
    ]  # fmt: skip
