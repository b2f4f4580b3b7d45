"""Checks a placement plan against its instance file: the placements, and everything that the plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.placement.audit.audit import PlacementAudit, audit_placement
from scheduler.placement.audit.clash import pins_clash
from scheduler.placement.problem import PlacementInstance, PlacementPlan, parse_placement_instance
from scheduler.problem import Text, sha256_of
from scheduler.problem.claims import identity_claims, infeasible_claims, pin_claims, points_claims, status_claims, wrong


def check_placement_plan(instance_bytes: bytes, plan: PlacementPlan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    instance = parse_placement_instance(instance_bytes)
    found = list(identity_claims(plan.instance, plan.instance_sha256, instance.name, sha256_of(instance_bytes)))
    if plan.status == "infeasible":
        return found + list(_infeasible(instance, plan))
    recount = audit_placement(instance, plan.placements)
    found.extend(violation.text for violation in recount.violations)
    found.extend(status_claims(plan))
    if recount.valid:
        found.extend(_claims(recount, plan))
    return found


def _claims(recount: PlacementAudit, plan: PlacementPlan) -> Iterable[Text]:
    yield from points_claims(plan, plan.score, recount.objective, recount.score)
    said = [(one.post, one.role, one.missing) for one in plan.unfilled]
    counted = [(one.post, one.role, one.missing) for one in recount.unfilled]
    if sorted(said) != sorted(counted):
        yield wrong("unfilled", sorted(said), sorted(counted))
    said_people = [(one.person, one.missing) for one in plan.unplaced]
    counted_people = [(one.person, one.missing) for one in recount.unplaced]
    if sorted(said_people) != sorted(counted_people):
        yield wrong("unplaced", sorted(said_people), sorted(counted_people))


def _infeasible(instance: PlacementInstance, plan: PlacementPlan) -> Iterable[Text]:
    """An infeasible plan has no figures and no placements, and its pins really clash."""
    lists = {"placements": plan.placements, "unfilled": plan.unfilled, "unplaced": plan.unplaced}
    yield from infeasible_claims(plan, lists, plan.score)
    yield from pin_claims(plan.conflicts, instance.pins, lambda: pins_clash(instance, plan.conflicts))
