"""Whether the pins can be kept together, and a first choice that keeps them.

Leaving out a placement breaks no hard rule but those of parties and pins: so the people who could keep a pin, and
their parties, decide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from scheduler.model import HARD, Ints
from scheduler.placement.engine.branching import Stop, by_cp_sat
from scheduler.placement.engine.choice import Choice
from scheduler.placement.engine.part import Part, part_of
from scheduler.placement.model import PlacementIndex, PlacementModel

NOTHING: Ints = np.zeros(0, dtype=np.int64)
# Pairs of a pin that anybody could keep: the cheapest are tried first, all of them only where these do not do.
SOME = 200


def first_choice(index: PlacementIndex, model: PlacementModel, allowed: Ints | None = None) -> Choice | None:
    """A choice of allowed columns that keeps every pin and breaks no hard rule; None where there is none."""
    rows = np.flatnonzero((model.low_points == HARD) & (model.low > 0)).astype(np.int64)
    if not len(rows):
        return Choice(model, NOTHING)
    for most in (SOME, len(model.pairs)):
        free = _deciding(index, model, rows, most)
        if allowed is not None:
            free = free[allowed[free] > 0]
        found = by_cp_sat(part_of(model, free, NOTHING), NOTHING, Stop(1e9, None, 1))
        if found.chosen is not None:
            return Choice(model, model.completed(found.chosen[found.chosen < len(model.pairs)]))
    return None


def clashing(index: PlacementIndex, model: PlacementModel) -> tuple[int, ...]:
    """The numbers of a smallest set of pins (none can be left out) that cannot be kept together; there is one."""
    rows = model.rows_of("pin")
    free = _deciding(index, model, rows, len(model.pairs))
    kept = list(range(len(rows)))
    for number in range(len(rows)):
        trial = [one for one in kept if one != number]
        if not _can_keep(model, free, rows[np.array(trial, dtype=np.int64)], rows):
            kept = trial
    return tuple(kept)


def _can_keep(model: PlacementModel, free: Ints, wanted: Ints, pins: Ints) -> bool:
    """Whether these of the pins' rows can be kept together."""
    part = part_of(model, free, NOTHING)
    left = np.flatnonzero(~np.isin(part.rows, np.setdiff1d(pins, wanted)))
    return _feasible(part, left) == cp_model.OPTIMAL


def _feasible(part: Part, rows: Ints) -> int:
    """Whether the hard ends of these rows of a part hold together: a status of CP-SAT."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(part.free))]
    for row in rows.tolist():
        entries = slice(part.matrix.indptr[row], part.matrix.indptr[row + 1])
        count = cp_model.LinearExpr.weighted_sum(
            [chosen[column] for column in part.matrix.indices[entries]], part.matrix.data[entries].tolist()
        )
        if part.high_points[row] == HARD and part.high[row] < part.most[row]:
            model.add(count <= int(part.high[row]))
        if part.low_points[row] == HARD and part.low[row] > part.least[row]:
            model.add(count >= int(part.low[row]))
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = 1
    return int(solver.solve(model))


def _deciding(index: PlacementIndex, model: PlacementModel, rows: Ints, most: int) -> Ints:
    """The columns that can matter: pairs that keep a pin (the cheapest `most` of each), and those of their parties."""
    kept = [_cheapest(model, row, most) for row in rows.tolist()]
    pairs = np.unique(np.concatenate([NOTHING, *kept])).astype(np.int64)
    wider = [pairs]
    for pair in pairs.tolist():
        person = index.instance.people[int(model.pairs.person[pair])].id
        wider.append(_at(model, index, index.party_of.get(person, ()), int(model.pairs.post[pair])))
    serving = np.arange(len(model.pairs), model.columns, dtype=np.int64)
    return np.union1d(np.concatenate(wider), serving).astype(np.int64)


def _cheapest(model: PlacementModel, row: int, most: int) -> Ints:
    columns = model.matrix.indices[model.matrix.indptr[row] : model.matrix.indptr[row + 1]]
    found: Ints = columns[np.argsort(model.cost[columns], kind="stable")[:most]].astype(np.int64)
    return found


def _at(model: PlacementModel, index: PlacementIndex, members: Sequence[str], post: int) -> Ints:
    """The pairs of these people at a post."""
    found = [NOTHING]
    for member in members:
        mine = model.pairs.of_person(index.person_number[member])
        found.append(mine[model.pairs.post[mine] == post])
    return np.concatenate(found)
