"""Who steps in when somebody leaves: least lacking, then fewest moves, then fewest points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.engine.options import SolveOptions
from scheduler.placement.audit import PlacementAudit, audit_placement
from scheduler.placement.engine.desk import Answer, Desk
from scheduler.placement.problem import Placement, PlacementInstance
from scheduler.placement.problem.magnitude import worst_points
from scheduler.placement.rules import SHORTAGES
from scheduler.problem.magnitude import MOST_POINTS

MOVES = "change_post"
NOTHING = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A plan after some placements had to go, with what is proven of it.

    shortage: the points of what lacks; moves: placements of the plan before that are gone, those that had to go
    included. `*_at_least` are proven: of moves with as little lacking, of points with as few of both (None: not proven).
    taken, given: what left the plan and what came in.
    """

    placements: tuple[Placement, ...]
    objective: int
    shortage: int
    shortage_at_least: int
    moves: int
    moves_at_least: int
    points_at_least: int | None
    taken: tuple[Placement, ...]
    given: tuple[Placement, ...]


def replace_placements(
    instance: PlacementInstance,
    placements: Sequence[Placement],
    leaving: Sequence[tuple[str, str]],
    options: SolveOptions | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Replacement | None:
    """The plan of these placements without those of `leaving` (person, post), who are not proposed there again.

    Somebody who leaves altogether stands in the instance without consent. None where pins then clash.
    """
    options = options or SolveOptions()
    now = tuple(sorted(placements))
    later = replace(instance, incumbent=now, refused=(*instance.refused, *leaving))
    most_moves = len(now) + 1
    first = _weighted(later, {**dict.fromkeys(SHORTAGES, most_moves), MOVES: None}, rest=0)
    fewest = _best(first, now, options, should_stop)
    if fewest is None:
        return None
    recount = audit_placement(later, fewest.placements)
    dearer = _rest(recount, later) + 1
    second = _weighted(later, {**dict.fromkeys(SHORTAGES, most_moves * dearer), MOVES: dearer}, rest=1)
    cheapest = None
    if sum(worst_points(second).values()) <= MOST_POINTS:
        cheapest = _best(second, fewest.placements, options, should_stop)
    return _told(later, now, fewest, cheapest or fewest, most_moves)


def _weighted(instance: PlacementInstance, factors: dict[str, int | None], rest: int) -> PlacementInstance:
    """The instance with weights times these factors (None: the weight is 1; the moves are counted), others times `rest`."""
    weights = {rule: weight * rest for rule, weight in instance.weights.items()}
    for rule, factor in factors.items():
        weights[rule] = 1 if factor is None else factor * (1 if rule == MOVES else instance.weights[rule])
    return replace(instance, weights=weights)


def _best(
    instance: PlacementInstance,
    near: tuple[Placement, ...],
    options: SolveOptions,
    should_stop: Callable[[], bool] | None,
) -> Answer | None:
    desk = Desk(instance, options, should_stop)
    return desk.best(desk.model, NOTHING, near)


def _rest(recount: PlacementAudit, instance: PlacementInstance) -> int:
    """The points of everything but what lacks and moves."""
    return sum(points for rule, points in recount.score.items() if rule not in (*SHORTAGES, MOVES))


def _told(
    instance: PlacementInstance, before: tuple[Placement, ...], fewest: Answer, last: Answer, most_moves: int
) -> Replacement:
    """The replacement with its claims, recounted."""
    recount = audit_placement(instance, last.placements)
    shortage = sum(recount.score[rule] for rule in SHORTAGES)
    at = {(one.person, one.post) for one in last.placements}
    moves = sum((one.person, one.post) not in at for one in before)
    least_short, least_moves = divmod(fewest.bound, most_moves)
    same = shortage * most_moves + moves == fewest.objective
    proven = same and fewest.proven and last is not fewest
    return Replacement(
        placements=last.placements,
        objective=recount.objective,
        shortage=shortage,
        shortage_at_least=least_short,
        moves=moves,
        moves_at_least=least_moves if least_short == shortage else 0,
        points_at_least=recount.objective - (last.objective - last.bound) if proven else None,
        taken=tuple(one for one in before if one not in last.placements),
        given=tuple(one for one in last.placements if one not in before),
    )
