"""Checks a placement plan against its instance file: the placements, and everything that the plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.placement.audit.audit import PlacementAudit, audit_placement
from scheduler.placement.audit.clash import pins_clash
from scheduler.placement.problem import PlacementInstance, PlacementPlan, parse_placement_instance
from scheduler.problem import Text, sha256_of


def check_placement_plan(instance_bytes: bytes, plan: PlacementPlan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    instance = parse_placement_instance(instance_bytes)
    found = list(_identity(instance, instance_bytes, plan))
    if plan.status == "infeasible":
        return found + list(_infeasible(instance, plan))
    recount = audit_placement(instance, plan.placements)
    found.extend(violation.text for violation in recount.violations)
    found.extend(_status(plan))
    if recount.valid:
        found.extend(_claims(recount, plan))
    return found


def _wrong(field: str, value: object, found: object) -> Text:
    """A claim that is not what is recounted."""
    return Text(f"{field} = {value!r}：复核结果是 {found!r}", f"{field} = {value!r}: the recount gives {found!r}")


def _identity(instance: PlacementInstance, instance_bytes: bytes, plan: PlacementPlan) -> Iterable[Text]:
    if plan.instance_sha256 != sha256_of(instance_bytes):
        yield _wrong("instance_sha256", plan.instance_sha256, sha256_of(instance_bytes))
    if plan.instance != instance.name:
        yield _wrong("instance", plan.instance, instance.name)


def _status(plan: PlacementPlan) -> Iterable[Text]:
    """Objective, bound and status against each other."""
    if plan.objective is None or plan.bound is None:
        for field, value in (("objective", plan.objective), ("bound", plan.bound)):
            if value is None:
                yield Text(f"{field} = null：应为整数", f"{field} = null: expected an integer")
        return
    if plan.bound > plan.objective:
        yield Text(
            f"bound = {plan.bound}：不应大于 objective（{plan.objective}）",
            f"bound = {plan.bound}: expected at most the objective ({plan.objective})",
        )
        return
    status = "optimal" if plan.bound == plan.objective else "feasible"
    if plan.status != status:
        yield _wrong("status", plan.status, status)
    if plan.conflicts:
        yield Text("conflicts：有解的方案不应列出冲突", "conflicts: only an infeasible plan lists them")


def _claims(recount: PlacementAudit, plan: PlacementPlan) -> Iterable[Text]:
    if plan.objective != recount.objective:
        yield _wrong("objective", plan.objective, recount.objective)
    for rule, points in recount.score.items():
        if plan.score.get(rule, 0) != points:
            yield _wrong(f"score.{rule}", plan.score.get(rule, 0), points)
    said = [(one.post, one.role, one.missing) for one in plan.unfilled]
    counted = [(one.post, one.role, one.missing) for one in recount.unfilled]
    if sorted(said) != sorted(counted):
        yield _wrong("unfilled", sorted(said), sorted(counted))
    said_people = [(one.person, one.missing) for one in plan.unplaced]
    counted_people = [(one.person, one.missing) for one in recount.unplaced]
    if sorted(said_people) != sorted(counted_people):
        yield _wrong("unplaced", sorted(said_people), sorted(counted_people))


def _infeasible(instance: PlacementInstance, plan: PlacementPlan) -> Iterable[Text]:
    """An infeasible plan has no figures and no placements, and its pins really clash."""
    for field, value in (("objective", plan.objective), ("bound", plan.bound)):
        if value is not None:
            yield Text(f"{field} = {value}：无解时应为 null", f"{field} = {value}: expected null when infeasible")
    for field, items in (("placements", plan.placements), ("unfilled", plan.unfilled), ("unplaced", plan.unplaced)):
        if items:
            yield Text(f"{field}：无解时应为空", f"{field}: expected none when infeasible")
    if any(plan.score.values()):
        yield Text("score：无解时应全为 0", "score: expected zeros when infeasible")
    known = set(instance.pins)
    strange = [number for number, pin in enumerate(plan.conflicts) if pin not in known]
    for number in strange:
        yield Text(f"conflicts[{number}]：算例中没有这项锁定", f"conflicts[{number}]: the instance has no such pin")
    if strange:
        return
    clash = pins_clash(instance, plan.conflicts)
    if clash is None:
        yield Text(
            "status = 'infeasible'：未能证实所列的锁定相互冲突",
            "status = 'infeasible': that the pins listed clash could not be confirmed",
        )
    elif not clash:
        yield Text(
            "status = 'infeasible'：所列的锁定可以同时满足", "status = 'infeasible': the pins listed can all be kept"
        )
