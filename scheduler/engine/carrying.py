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
    whole = (table.first_time == ANY) | (model.times == 0)
    first = np.where(whole, ANY, _on(model, table.first_time))
    last = np.where(whole, ANY, _on(model, table.last_time - 1))
    return [
        (table.rules[rule], groups[row], place, start, end)
        for rule, row, place, start, end in zip(
            table.rule.tolist(), table.weighting.tolist(), table.place.tolist(), first.tolist(), last.tolist(),
            strict=True,
        )
    ]  # fmt: skip


def _on(model: AssignmentModel, times: Ints) -> Ints:
    """The dates (ordinals) of these numbers of days; of none where there are no days."""
    if not model.times:
        return np.full(len(times), ANY, dtype=np.int64)
    dates: Ints = model.time_days[np.clip(times, 0, model.times - 1)]
    return dates
