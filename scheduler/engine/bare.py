"""A model without its points: what is left are the hard limits, for questions about pins alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scheduler.model import ANY, HARD, AssignmentModel, Ints


@dataclass(frozen=True, slots=True)
class Widened:
    """A limit with its rule and by how much it is overstepped. place and time are numbers or ANY; `group` a weighting."""

    rule: str
    group: str
    place: int
    time: int
    by: int


def bare(model: AssignmentModel, *, widen: bool = False) -> AssignmentModel:
    """The model without any points; where limits may be widened, each step above a hard one is a point."""
    table = model.limits
    hard = table.high_points == HARD
    high_points = np.where(hard, 1 if widen else HARD, 0)
    high = np.where(hard, np.maximum(table.high, table.base), table.high)
    limits = replace(table, high=high, high_points=high_points, low_points=np.zeros_like(table.low_points))
    return replace(
        model,
        duty_cost=np.zeros_like(model.duty_cost),
        active_cost=np.zeros_like(model.active_cost),
        place_cost=np.zeros_like(model.place_cost),
        time_cost=np.zeros_like(model.time_cost),
        limits=limits,
    )


def widened(model: AssignmentModel, counts: Ints) -> tuple[Widened, ...]:
    """The limits of a model that may be widened which these counts overstep, each of which costs a point a step."""
    table = model.limits
    groups = {row: name for name, row in model.weightings.items()}
    over = np.flatnonzero((table.high_points == 1) & (counts > table.high))
    return tuple(
        Widened(
            table.rules[int(table.rule[row])],
            groups[int(table.weighting[row])],
            int(table.place[row]),
            int(table.first_time[row]) if table.first_time[row] != ANY else ANY,
            int(counts[row] - table.high[row]),
        )
        for row in over.tolist()
    )
