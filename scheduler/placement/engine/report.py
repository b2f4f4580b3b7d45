"""The plan with its dossier at the end of a solve."""

from __future__ import annotations

import numpy as np

from scheduler.engine.report import Reporter, proven
from scheduler.model import Ints
from scheduler.placement.audit import audit_placement
from scheduler.placement.engine.choice import Choice
from scheduler.placement.model import PlacementIndex, PlacementModel
from scheduler.placement.problem import Placement, PlacementPlan, dump_placement_instance
from scheduler.problem import sha256_of


def placements_of(index: PlacementIndex, model: PlacementModel, pairs: Ints) -> tuple[Placement, ...]:
    """Chosen pairs as placements, in order."""
    table = model.pairs
    found = []
    for pair in pairs.tolist():
        seat = index.seats[int(table.seat[pair])]
        person, post = index.instance.people[int(table.person[pair])], index.instance.posts[seat.post]
        found.append(Placement(person.id, post.id, seat.role.role))
    return tuple(sorted(found))


def pairs_of(index: PlacementIndex, model: PlacementModel, placements: tuple[Placement, ...]) -> Ints:
    """The pairs of those placements that the rules about single pairs allow."""
    found = [
        model.pairs.find(index.person_number[one.person], index.seat_number[one.post, one.role]) for one in placements
    ]
    return np.array(sorted(pair for pair in found if pair is not None), dtype=np.int64)


def plan_of(index: PlacementIndex, choice: Choice, reporter: Reporter) -> PlacementPlan:
    """The plan, with the audit's figures.

    Raises:
        PlanError: the audit refuses it, or counts another objective than the engine.
    """
    placements = placements_of(index, choice.model, choice.pairs)
    recount = audit_placement(index.instance, placements, index)
    status, bound = proven(recount, choice.objective, reporter)
    return PlacementPlan(
        instance=index.instance.name,
        instance_sha256=sha256_of(dump_placement_instance(index.instance)),
        status=status,
        objective=recount.objective,
        bound=bound,
        score=dict(recount.score),
        placements=placements,
        unfilled=recount.unfilled,
        unplaced=recount.unplaced,
        solver=reporter.dossier(),
    )


def infeasible_plan(index: PlacementIndex, reporter: Reporter, conflicts: tuple[int, ...]) -> PlacementPlan:
    """What is returned where pins clash."""
    return PlacementPlan(
        instance=index.instance.name,
        instance_sha256=sha256_of(dump_placement_instance(index.instance)),
        status="infeasible",
        objective=None,
        bound=None,
        score={},
        placements=(),
        solver=reporter.dossier(),
        conflicts=tuple(index.instance.pins[number] for number in conflicts),
    )
