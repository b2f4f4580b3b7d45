"""Builds the model: crews, their places and days with costs, limits, pins."""

from __future__ import annotations

import numpy as np

from scheduler.formulation.costs import fixed_points, place_pairs, time_pairs
from scheduler.formulation.requirements import requirements
from scheduler.formulation.weightings import weighting_rows
from scheduler.model import AssignmentModel, CountLimit, InstanceIndex, limit_table
from scheduler.problem import Instance
from scheduler.rules import CATALOGUE


def formulate(instance: Instance, *, by_rule: bool = False) -> AssignmentModel:
    """The model of an instance; `by_rule` also keeps what each rule put into the costs of pairs (large)."""
    index = InstanceIndex(instance)
    places = place_pairs(index, by_rule=by_rule)
    times = time_pairs(index, by_rule=by_rule)
    fixed = fixed_points(index)
    limits = _limits(index)
    rows, factors = weighting_rows(index, [limit.weighting for limit in limits])
    needed, impossible = requirements(index, places, times.allowed)
    return AssignmentModel(
        members=tuple(tuple(index.cadre_number[member] for member in crew) for crew in index.crews),
        duties=np.array(index.crew_duties, dtype=np.int64),
        duty_cost=fixed.each_duty,
        active_cost=fixed.serving,
        place_start=places.start,
        place_of=places.place,
        place_cost=places.cost,
        time_cost=times.cost,
        time_allowed=times.allowed,
        time_days=index.time_days,
        places=len(instance.zones),
        min_gap=instance.min_gap_days,
        weightings=rows,
        factors=factors,
        limits=limit_table(limits, rows),
        requirements=needed,
        impossible=impossible,
        constant=fixed.constant,
        pair_costs=places.by_rule + times.by_rule,
    )


def _limits(index: InstanceIndex) -> list[CountLimit]:
    """The limits of every rule; a soft rule without points has none."""
    found: list[CountLimit] = []
    for rule in CATALOGUE:
        weight = 0 if rule.hard else index.instance.weights[rule.code]
        if rule.hard or weight:
            found.extend(rule.limits(index, weight))
    return found
