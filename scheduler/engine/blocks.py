"""Large organisations: a flow for the places first, then linear programmes over parts of the crews.

A bound from prices is sound whatever the prices; the parts only decide how good they are. A place
belongs to one block, a crew to the block of the place where the flow sends it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.engine.bound import SCALE
from scheduler.engine.budget import Budget
from scheduler.engine.day_flow import day_flow
from scheduler.engine.flow import place_flow
from scheduler.engine.incidence import Incidence
from scheduler.engine.refine import Refinement
from scheduler.engine.relaxation import Relaxed, relax
from scheduler.engine.requirements import Requirements
from scheduler.model import Ints

# Up to so many crews and pairs are relaxed in one programme, with all their pairs.
WHOLE, PAIRS = 1200, 400_000
# Crews of a block, about; up to half as many again are one block.
BLOCK = 6000
# The part of the time that the flow and the programmes after it may take.
PART = 0.4


def relax_all(incidence: Incidence, requirements: Requirements, budget: Budget, seconds: float,
              report: Callable[[int], None]) -> Relaxed | None:  # fmt: skip
    """The relaxation; where there are many crews, prices near it, with the flows' places and days.

    None where the time did not suffice.

    `report` is told bounds as they are found.
    """
    model = incidence.model
    if model.crews <= WHOLE and len(model.place_of) <= PAIRS:
        return relax(incidence, requirements, seconds, lambda: budget.stopped)
    luck = np.random.default_rng(budget.options.seed)
    flow = place_flow(incidence, luck, lambda: budget.stopped)
    if budget.stopped:
        return None
    whole = model.crews <= 1.5 * BLOCK
    home = np.zeros(model.places, dtype=np.int64) if whole else blocks_of_places(incidence, BLOCK)
    refinement = Refinement(incidence, requirements, flow, home, luck)
    report(refinement.best.bound)
    refinement.run(budget, PART * budget.left, report)
    visits = np.bincount(model.place_crew[flow.pairs], flow.often, minlength=model.crews).astype(np.int64)
    there = np.zeros(len(model.place_of))
    there[flow.pairs] = 1.0
    best = refinement.best
    return Relaxed(best.prices / SCALE, there, day_flow(incidence, visits, luck), best.exact / SCALE)


def blocks_of_places(incidence: Incidence, size: int) -> Ints:
    """A block for each place: places that the same crews may serve are joined, smallest reach first, up to a size."""
    model = incidence.model
    most = max(1, model.places * size // max(1, model.crews))
    reach: dict[bytes, int] = {}
    sets: dict[bytes, Ints] = {}
    for crew in np.flatnonzero(np.diff(model.place_start) <= most).tolist():
        places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]]
        key = places.tobytes()
        reach[key] = reach.get(key, 0) + 1
        sets[key] = places
    label = np.arange(model.places, dtype=np.int64)
    members = {place: np.array([place]) for place in range(model.places)}
    for key in sorted(sets, key=lambda key: (len(sets[key]), -reach[key])):
        groups = np.unique(label[sets[key]]).tolist()
        if len(groups) < 2 or sum(len(members[group]) for group in groups) > most:
            continue
        joined = np.concatenate([members.pop(group) for group in groups])
        label[joined] = groups[0]
        members[groups[0]] = joined
    return _packed(label, members, most)


def _packed(label: Ints, members: dict[int, Ints], most: int) -> Ints:
    """Small groups put together, in order, until a block is full."""
    block, filled = 0, 0
    home = np.zeros_like(label)
    for group in sorted(members):
        if filled and filled + len(members[group]) > most:
            block, filled = block + 1, 0
        home[members[group]] = block
        filled += len(members[group])
    return home
