"""Checks a roster plan file against its instance file: the shifts, and everything that the plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, sha256_of
from scheduler.roster.audit.audit import RosterAudit, audit_roster
from scheduler.roster.audit.clash import has_line
from scheduler.roster.problem import Roster, RosterPlan, parse_roster


def check_roster_plan(instance_bytes: bytes, plan: RosterPlan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    roster = parse_roster(instance_bytes)
    found = list(_identity(roster, instance_bytes, plan))
    if plan.status == "infeasible":
        return found + list(_infeasible(roster, plan))
    recount = audit_roster(roster, plan.assignments)
    found.extend(violation.text for violation in recount.violations)
    found.extend(_status(plan))
    if recount.valid:
        found.extend(_claims(recount, plan))
    return found


def _wrong(field: str, value: object, found: object) -> Text:
    """A claim that is not what is recounted."""
    return Text(f"{field} = {value!r}：复核结果是 {found!r}", f"{field} = {value!r}: the recount gives {found!r}")


def _identity(roster: Roster, data: bytes, plan: RosterPlan) -> Iterable[Text]:
    if plan.instance_sha256 not in (None, sha256_of(data)):
        yield _wrong("instance_sha256", plan.instance_sha256, sha256_of(data))
    if plan.instance not in (None, roster.name):
        yield _wrong("instance", plan.instance, roster.name)


def _status(plan: RosterPlan) -> Iterable[Text]:
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


def _claims(recount: RosterAudit, plan: RosterPlan) -> Iterable[Text]:
    if plan.objective != recount.objective:
        yield _wrong("objective", plan.objective, recount.objective)
    for rule, points in recount.score.items():
        if plan.score is not None and plan.score.get(rule, 0) != points:
            yield _wrong(f"score.{rule}", plan.score.get(rule, 0), points)


def _infeasible(roster: Roster, plan: RosterPlan) -> Iterable[Text]:
    """An infeasible plan has no figures and no shifts, and for the staff it names nothing keeps the hard rules."""
    for field, value in (("objective", plan.objective), ("bound", plan.bound)):
        if value is not None:
            yield Text(f"{field} = {value}：无解时应为 null", f"{field} = {value}: expected null when infeasible")
    if plan.assignments:
        yield Text("assignments：无解时应为空", "assignments: expected none when infeasible")
    if not plan.conflicts:
        yield Text(
            "conflicts：无解时应列出无班可排的人员", "conflicts: expected the staff for whom there is no valid line"
        )
    staff = {person.id: person for person in roster.staff}
    for number, name in enumerate(plan.conflicts):
        if name not in staff:
            yield Text(
                f"conflicts[{number}]：算例中没有这个人", f"conflicts[{number}]: the instance has no such person"
            )
            continue
        possible = has_line(roster, staff[name])
        if possible:
            yield Text(
                f"status = 'infeasible'：{name}有合规的排法", f"status = 'infeasible': {name} can keep every hard rule"
            )
        elif possible is None:
            yield Text(
                f"status = 'infeasible'：未能证实{name}没有合规的排法",
                f"status = 'infeasible': that {name} cannot keep the hard rules could not be confirmed",
            )
