"""Checks a roster plan file against its instance file: the shifts, and everything that the plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.problem import Text, sha256_of
from scheduler.problem.claims import identity_claims, infeasible_claims, points_claims, status_claims
from scheduler.roster.audit.audit import audit_roster
from scheduler.roster.audit.clash import has_line
from scheduler.roster.problem import Roster, RosterPlan, parse_roster


def check_roster_plan(instance_bytes: bytes, plan: RosterPlan) -> list[Text]:
    """All that is wrong with a plan; nothing is wrong with one that is valid and says the truth about itself.

    Raises:
        ProblemError: the instance is not of the documented form.
    """
    roster = parse_roster(instance_bytes)
    found = list(identity_claims(plan.instance, plan.instance_sha256, roster.name, sha256_of(instance_bytes)))
    if plan.status == "infeasible":
        return found + list(_infeasible(roster, plan))
    recount = audit_roster(roster, plan.assignments)
    found.extend(violation.text for violation in recount.violations)
    found.extend(status_claims(plan))
    if recount.valid:
        found.extend(points_claims(plan, plan.score, recount.objective, recount.score))
    return found


def _infeasible(roster: Roster, plan: RosterPlan) -> Iterable[Text]:
    """An infeasible plan has no figures and no shifts, and for the staff it names nothing keeps the hard rules."""
    yield from infeasible_claims(plan, {"assignments": plan.assignments}, None)
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
