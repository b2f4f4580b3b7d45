"""Checks a plan file against its instance file: the duties, and everything that the plan says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scheduler.audit.audit import Audit, audit
from scheduler.audit.clash import Clash, clash_of
from scheduler.problem import Instance, Plan, Text, parse_instance, sha256_of
from scheduler.problem.claims import identity_claims, infeasible_claims, pin_claims, points_claims, status_claims, wrong


def check_plan(instance_bytes: bytes, plan: Plan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    instance = parse_instance(instance_bytes)
    found = list(identity_claims(plan.instance, plan.instance_sha256, instance.name, sha256_of(instance_bytes)))
    if plan.status == "infeasible":
        return found + list(_infeasible(instance, plan))
    recount = audit(instance, plan.assignments)
    found.extend(violation.text for violation in recount.violations)
    found.extend(status_claims(plan))
    if recount.valid:
        found.extend(_claims(recount, plan))
    return found


def _claims(recount: Audit, plan: Plan) -> Iterable[Text]:
    yield from points_claims(plan, plan.score, recount.objective, recount.score)
    times = Counter(item.cadre for item in plan.unserved)
    said = {item.cadre: item.missing for item in plan.unserved}
    for cadre in dict.fromkeys([*said, *recount.unserved]):
        missing = recount.unserved.get(cadre, 0)
        if said.get(cadre, 0) != missing or times[cadre] > 1:
            listed = [item.missing for item in plan.unserved if item.cadre == cadre]
            yield wrong(f"unserved[{cadre}]", listed, [missing] if missing else [])


def _infeasible(instance: Instance, plan: Plan) -> Iterable[Text]:
    """An infeasible plan has no figures and no duties, and its pins really clash."""
    yield from infeasible_claims(plan, {"assignments": plan.assignments, "unserved": plan.unserved}, plan.score)
    yield from pin_claims(plan.conflicts, instance.pins, lambda: _clashing(instance, plan))


def _clashing(instance: Instance, plan: Plan) -> bool | None:
    clash = clash_of(instance, plan.conflicts)
    return None if clash is Clash.UNKNOWN else clash is Clash.PROVEN
