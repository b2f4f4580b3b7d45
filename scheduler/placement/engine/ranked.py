"""The next best: the best plans of an instance, each different from those before."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.options import SolveOptions
from scheduler.placement.engine.desk import Answer, Desk
from scheduler.placement.problem import PlacementInstance

NOTHING = np.zeros(0, dtype=np.int64)


def next_best(
    instance: PlacementInstance,
    count: int,
    apart: int = 1,
    options: SolveOptions | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> tuple[Answer, ...]:
    """The best plan, then the best that leaves out at least `apart` placements of every plan before it, and so on.

    At most `count`, fewer where there are no more. What is proven of each holds among those that differ so from
    the ones before. None at all where the pins clash. The options' limits are for all of them together.
    """
    desk = Desk(instance, options or SolveOptions(), should_stop)
    model, found = desk.model, list[Answer]()
    while len(found) < count:
        share = desk.effort if desk.effort.endless else desk.effort.share(1 / (count - len(found)))
        near = found[-1].placements if found else instance.incumbent
        answer = desk.best(model, NOTHING, near, share)
        if answer is None:
            break
        found.append(answer)
        columns = desk.columns_of(answer.placements)
        if len(columns) < apart:
            break
        model = model.with_row(columns, high=len(columns) - apart)
    return tuple(found)
