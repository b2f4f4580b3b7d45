"""Roster plan files: what was found for an instance, with its claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.problem import reader as read
from scheduler.problem.loading import load_object
from scheduler.problem.parse import Shape, plain, record, whole_file
from scheduler.problem.plan import anything, claimed_status, points
from scheduler.problem.reader import Check, Errors
from scheduler.roster.problem.parse import VERSION
from scheduler.roster.problem.roster import Work

FORMAT = "grid-duty/surge-plan"
SCORE_NAMES = ("on_requests", "off_requests", "under", "over")


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """A roster and its claims.

    `objective` and `bound` are None when it is infeasible; `conflicts` then names the staff for whom nothing keeps
    the hard rules. `instance`, `instance_sha256` and `score` are None in a file that does not have them.
    """

    status: str
    objective: int | None
    bound: int | None
    assignments: tuple[Work, ...]
    instance: str | None = None
    instance_sha256: str | None = None
    score: Mapping[str, int] | None = None
    solver: Mapping[str, Any] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()


def dump_roster_plan(plan: RosterPlan) -> bytes:
    """The plan as a file."""
    whole: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for key in ("instance", "instance_sha256", "status", "objective", "bound", "score"):
        value = getattr(plan, key)
        if value is not None or key in ("objective", "bound"):
            whole[key] = plain(value)
    whole["assignments"] = plain(plan.assignments)
    if plan.status == "infeasible":
        whole["conflicts"] = list(plan.conflicts)
    whole["solver"] = plain(dict(plan.solver))
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


WORK: Shape = ({"staff": read.name, "day": points, "shift": read.name}, {})
SCORE: dict[str, tuple[Check, Any]] = dict.fromkeys(SCORE_NAMES, (points, 0))


def _score(errors: Errors, path: str, value: Any) -> dict[str, int]:
    return read.fields(errors, path, value, {}, SCORE) or {}


REQUIRED: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constant(VERSION),
    "status": claimed_status,
    "objective": read.optional(points),
    "bound": read.optional(points),
    "assignments": read.listing(record(Work, WORK)),
}
OPTIONAL: dict[str, tuple[Check, Any]] = {
    "instance": (read.text, None),
    "instance_sha256": (read.text, None),
    "score": (_score, None),
    "solver": (anything, {}),
    "conflicts": (read.listing(read.name, distinct=True), ()),
}


def parse_roster_plan(data: bytes) -> RosterPlan:
    """Read a roster plan file.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    return RosterPlan(**whole_file(load_object(data), REQUIRED, OPTIONAL))
