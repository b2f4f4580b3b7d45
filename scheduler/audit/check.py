"""Checks a plan file against its instance file: the duties, and everything that the plan says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.audit.audit import Audit, audit
from scheduler.audit.clash import Clash, clash_of
from scheduler.problem import Instance, Plan, Text, parse_instance, sha256_of


def check_plan(instance_bytes: bytes, plan: Plan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    instance = parse_instance(instance_bytes)
    found = list(_identity(instance, instance_bytes, plan))
    if plan.status == "infeasible":
        return found + list(_infeasible(instance, plan))
    recount = audit(instance, plan.assignments)
    found.extend(violation.text for violation in recount.violations)
    found.extend(_status(plan))
    if recount.valid:
        found.extend(_claims(recount, plan))
    return found


def _wrong(field: str, value: object, found: object) -> Text:
    """A claim that is not what is recounted."""
    return Text(f"{field} = {value!r}：复核结果是 {found!r}", f"{field} = {value!r}: the recount gives {found!r}")


def _identity(instance: Instance, instance_bytes: bytes, plan: Plan) -> Iterable[Text]:
    if plan.instance_sha256 != sha256_of(instance_bytes):
        yield _wrong("instance_sha256", plan.instance_sha256, sha256_of(instance_bytes))
    if plan.instance != instance.name:
        yield _wrong("instance", plan.instance, instance.name)


def _status(plan: Plan) -> Iterable[Text]:
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


def _claims(recount: Audit, plan: Plan) -> Iterable[Text]:
    if plan.objective != recount.objective:
        yield _wrong("objective", plan.objective, recount.objective)
    for rule, points in recount.score.items():
        if plan.score.get(rule, 0) != points:
            yield _wrong(f"score.{rule}", plan.score.get(rule, 0), points)
    times = Counter(item.cadre for item in plan.unserved)
    said = {item.cadre: item.missing for item in plan.unserved}
    for cadre in dict.fromkeys([*said, *recount.unserved]):
        missing = recount.unserved.get(cadre, 0)
        if said.get(cadre, 0) != missing or times[cadre] > 1:
            listed = [item.missing for item in plan.unserved if item.cadre == cadre]
            yield _wrong(f"unserved[{cadre}]", listed, [missing] if missing else [])


def _infeasible(instance: Instance, plan: Plan) -> Iterable[Text]:
    """An infeasible plan has no figures and no duties, and its pins really clash."""
    for field, value in (("objective", plan.objective), ("bound", plan.bound)):
        if value is not None:
            yield Text(f"{field} = {value}：无解时应为 null", f"{field} = {value}: expected null when infeasible")
    for field, items in (("assignments", plan.assignments), ("unserved", plan.unserved)):
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
    clash = clash_of(instance, plan.conflicts)
    if clash is Clash.NONE:
        yield Text(
            "status = 'infeasible'：所列的锁定可以同时满足", "status = 'infeasible': the pins listed can all be kept"
        )
    elif clash is Clash.UNKNOWN:
        yield Text(
            "status = 'infeasible'：未能证实所列的锁定相互冲突",
            "status = 'infeasible': that the pins listed clash could not be confirmed",
        )
