"""Plan files: what was found for an instance, with its claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.problem import reader as read
from scheduler.problem.instance import WEIGHT_NAMES, WEIGHTS_SINCE_VERSION_2, Duty, Pin
from scheduler.problem.loading import load_object
from scheduler.problem.parse import DUTY, PIN, Shape, plain, record, whole_file
from scheduler.problem.reader import Check, Errors
from scheduler.problem.text import Text

FORMAT = "grid-duty/plan"
VERSION = 1
STATUSES = ("optimal", "feasible", "infeasible")
HUGE = 10**18


@dataclass(frozen=True, slots=True)
class Unserved:
    """A cadre who owes more duties than the plan gives, and why no more could be given."""

    cadre: str
    missing: int
    reasons: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan and its claims. `objective` and `bound` are None when it is infeasible; `conflicts` then lists pins."""

    instance: str
    instance_sha256: str
    status: str
    objective: int | None
    bound: int | None
    score: Mapping[str, int]
    assignments: tuple[Duty, ...]
    unserved: tuple[Unserved, ...]
    solver: Mapping[str, Any] = field(default_factory=dict)
    conflicts: tuple[Pin, ...] = ()


def dump_plan(plan: Plan, language: str = "zh") -> bytes:
    """The plan as a file; reasons in one language. Rules that came later are named only where they have points."""
    score = {rule: points for rule, points in plan.score.items() if points or rule not in WEIGHTS_SINCE_VERSION_2}
    whole: dict[str, Any] = {
        "format": FORMAT, "version": VERSION, "instance": plan.instance, "instance_sha256": plan.instance_sha256,
        "status": plan.status, "objective": plan.objective, "bound": plan.bound, "score": score,
        "assignments": plain(plan.assignments),
        "unserved": [{"cadre": item.cadre, "missing": item.missing,
                      "reasons": [reason.in_language(language) for reason in item.reasons]} for item in plan.unserved],
        "solver": plain(dict(plan.solver)),
    }  # fmt: skip
    if plan.status == "infeasible":
        whole["conflicts"] = plain(plan.conflicts)
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def claimed_status(errors: Errors, path: str, value: Any) -> str:
    """A plan's status, one of those there are."""
    if value not in STATUSES:
        errors.add(path, value, "、".join(STATUSES), ", ".join(STATUSES))
    return str(value)


def anything(_errors: Errors, _path: str, value: Any) -> Any:
    """Whatever stands there."""
    return value


def _reason(errors: Errors, path: str, value: Any) -> Text:
    words = read.text(errors, path, value)
    return Text(words, words)


# Claims are read as they stand, also wrong ones: the check says what they should be.
points = read.integer(-HUGE, HUGE)
UNSERVED: Shape = (
    {"cadre": read.name, "missing": read.integer(1, 366)},
    {"reasons": (read.listing(_reason), ())},
)
SCORE: dict[str, tuple[Check, Any]] = dict.fromkeys(WEIGHT_NAMES, (points, 0))


def _score(errors: Errors, path: str, value: Any) -> dict[str, int]:
    return read.fields(errors, path, value, {}, SCORE) or {}


def parse_plan(data: bytes) -> Plan:
    """Read a plan file.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    required: dict[str, Check] = {
        "format": read.constant(FORMAT), "version": read.constant(VERSION), "instance": read.text, "instance_sha256": read.text,
        "status": claimed_status, "objective": read.optional(points), "bound": read.optional(points), "score": _score,
        "assignments": read.listing(record(Duty, DUTY)), "unserved": read.listing(record(Unserved, UNSERVED)),
    }  # fmt: skip
    optional: dict[str, tuple[Check, Any]] = {
        "solver": (anything, {}),
        "conflicts": (read.listing(record(Pin, PIN)), ()),
    }
    return Plan(**whole_file(load_object(data), required, optional))
