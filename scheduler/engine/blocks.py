"""Large organisations in blocks: crews and places that belong together, relaxed block by block, prices put together.

A bound from prices is sound whatever the prices; blocks only decide how good they are. A place
belongs to one block; a crew belongs where most of its places are and is relaxed with those alone;
a limit over all places on a day is shared out by how much of its crews a block has.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.programme import Floats
from scheduler.engine.relaxation import Part, Relaxed, relax
from scheduler.engine.requirements import Requirements
from scheduler.model import ANY, Ints

# Crews of a block, about; up to twice as many are relaxed at once.
BLOCK = 4000


def relax_all(incidence: Incidence, requirements: Requirements, budget: Budget, seconds: float) -> Relaxed | None:
    """The relaxation, in blocks where there are many crews; None where the time did not suffice."""
    if incidence.model.crews <= 2 * BLOCK:
        return relax(incidence, requirements, seconds)
    parts = parts_of(incidence, requirements)
    until = budget.seconds + seconds
    workers = 1 if budget.by_effort else budget.options.workers

    def one(part: Part) -> Relaxed | None:
        left = seconds if budget.by_effort else until - budget.seconds
        return relax(incidence, requirements, left, part) if left > 0 else None

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(one, parts))
    return _together(incidence, parts, found)


def _together(incidence: Incidence, parts: list[Part], found: list[Relaxed | None]) -> Relaxed | None:
    """Prices weighted by the share that a block has in a limit; places and days side by side."""
    model = incidence.model
    solved = [(part, one) for part, one in zip(parts, found, strict=True) if one is not None]
    if not solved:
        return None
    duals, weight = np.zeros(len(model.limits)), np.zeros(len(model.limits))
    place, time = np.zeros(len(model.place_of)), np.zeros((model.crews, model.times))
    for part, one in solved:
        known = np.isfinite(one.duals)
        duals[known] += part.share[known] * one.duals[known]
        weight[known] += part.share[known]
        place += one.place
        time += one.time
    # Falling short is certain only where nobody at all can count.
    unknown = np.full(len(duals), -np.inf)
    unknown[incidence.pairs(model.place_crew, model.place_of).limit] = 0
    unknown[model.limits.place == ANY] = 0
    duals = np.divide(duals, weight, out=unknown, where=weight > 0)
    return Relaxed(duals, place, time, sum(one.objective for _, one in solved))


def parts_of(incidence: Incidence, requirements: Requirements, size: int = BLOCK) -> list[Part]:
    """The blocks of a model."""
    model, table = incidence.model, incidence.model.limits
    home = _blocks_of_places(incidence, size)
    blocks = int(home.max(initial=0)) + 1
    of_crew = _majority(model.place_crew, home[model.place_of], np.ones(len(model.place_of)), model.crews, blocks)
    # Then each place goes where most of those are who have little choice.
    narrowness = 1.0 / np.maximum(1, np.diff(model.place_start))[model.place_crew]
    home = _majority(model.place_of, of_crew[model.place_crew], narrowness, model.places, blocks)
    fixed = np.zeros(model.crews, dtype=bool)
    fixed[requirements.crews] = True
    near = (home[model.place_of] == of_crew[model.place_crew]) | fixed[model.place_crew]
    totals = np.asarray(model.factors.sum(axis=1)).ravel()
    parts = []
    for block in np.unique(of_crew).tolist():
        crews = of_crew == block
        mine = np.asarray(model.factors @ crews.astype(np.int64)).ravel() / np.maximum(1, totals)
        share = np.where(table.place == ANY, mine[table.weighting], (home[table.place] == block).astype(float))
        pairs = np.flatnonzero(near & crews[model.place_crew]).astype(np.int64)
        # A pinned place may be another block's: there its limits hold whole, and their prices count for nothing.
        share = np.where((table.place != ANY) & (share == 0), 1e-9, share)
        parts.append(Part(crews, pairs, share))
    return parts


def _majority(voter: Ints, choice: Ints, weight: Floats, voters: int, choices: int) -> Ints:
    """What each voter votes for with most weight."""
    votes = np.bincount(voter * choices + choice, weights=weight, minlength=voters * choices)
    most: Ints = votes.reshape(voters, choices).argmax(axis=1).astype(np.int64)
    return most


def _blocks_of_places(incidence: Incidence, size: int) -> Ints:
    """A block for each place: places that the same crews may serve are joined, smallest reach first, up to a size."""
    model = incidence.model
    reach: dict[bytes, int] = {}
    sets: dict[bytes, Ints] = {}
    for crew in range(model.crews):
        places = model.place_of[model.place_start[crew] : model.place_start[crew + 1]]
        key = places.tobytes()
        reach[key] = reach.get(key, 0) + 1
        sets[key] = places
    label = np.arange(model.places, dtype=np.int64)
    members = {place: np.array([place]) for place in range(model.places)}
    most = max(1, model.places * size // max(1, model.crews))
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
