"""Placement plans: what was found for an instance, with its claims."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.placement.problem.instance import WEIGHT_NAMES, Pin, Placement
from scheduler.placement.problem.parse import PIN, PLACEMENT
from scheduler.problem import reader as read
from scheduler.problem.loading import load_object
from scheduler.problem.parse import Shape, plain, positive, record, whole_file
from scheduler.problem.plan import anything, claimed_status, points
from scheduler.problem.reader import Check, Errors

PLAN_FORMAT = "grid-duty/placement-plan"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A role of a post with fewer people than it wants."""

    post: str
    role: str
    missing: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A person with fewer posts than they should have."""

    person: str
    missing: int


@dataclass(frozen=True, slots=True)
class PlacementPlan:
    """A plan and its claims. `objective` and `bound` are None when it is infeasible; `conflicts` then lists pins."""

    instance: str
    instance_sha256: str
    status: str
    objective: int | None
    bound: int | None
    score: Mapping[str, int]
    placements: tuple[Placement, ...]
    unfilled: tuple[Unfilled, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    solver: Mapping[str, Any] = field(default_factory=dict)
    conflicts: tuple[Pin, ...] = ()


def dump_placement_plan(plan: PlacementPlan) -> bytes:
    """The plan as a file."""
    whole: dict[str, Any] = {"format": PLAN_FORMAT, "version": VERSION, **plain(plan)}
    whole["score"] = dict(plan.score)
    if plan.status != "infeasible":
        del whole["conflicts"]
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


UNFILLED: Shape = ({"post": read.name, "role": read.name, "missing": positive}, {})
UNPLACED: Shape = ({"person": read.name, "missing": positive}, {})


def _score(errors: Errors, path: str, value: Any) -> dict[str, int]:
    return read.fields(errors, path, value, {}, dict.fromkeys(WEIGHT_NAMES, (points, 0))) or {}


def parse_placement_plan(data: bytes) -> PlacementPlan:
    """Read a plan file. Its claims are read as they stand, also wrong ones: the check says what they should be.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    required: dict[str, Check] = {
        "format": read.constant(PLAN_FORMAT), "version": read.constant(VERSION), "instance": read.text,
        "instance_sha256": read.text, "status": claimed_status, "objective": read.optional(points),
        "bound": read.optional(points), "score": _score, "placements": read.listing(record(Placement, PLACEMENT)),
    }  # fmt: skip
    optional: dict[str, tuple[Check, Any]] = {
        "unfilled": (read.listing(record(Unfilled, UNFILLED)), ()),
        "unplaced": (read.listing(record(Unplaced, UNPLACED)), ()),
        "solver": (anything, {}),
        "conflicts": (read.listing(record(Pin, PIN)), ()),
    }
    return PlacementPlan(**whole_file(load_object(data), required, optional))
