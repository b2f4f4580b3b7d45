"""Placement files: JSON to `PlacementInstance`. Nothing but the documented form is taken."""

from __future__ import annotations

from typing import Any

from scheduler.placement.problem.instance import (
    WEIGHT_NAMES,
    Group,
    Pair,
    Person,
    Pin,
    Placement,
    PlacementInstance,
    Post,
    Role,
    Term,
    Wanted,
)
from scheduler.placement.problem.magnitude import check_magnitude
from scheduler.placement.problem.validate import find_errors
from scheduler.problem import reader as read
from scheduler.problem.loading import load_object
from scheduler.problem.parse import Shape, count, positive, record, whole_file
from scheduler.problem.reader import Check, Errors

FORMAT = "grid-duty/placement"
VERSION = 1

NAMES = read.listing(read.name, distinct=True)
SOME = read.optional(count)
ID: dict[str, Check] = {"id": read.name, "name": read.text}
PLACE: dict[str, tuple[Check, Any]] = {
    "lat": (read.optional(read.real(-90, 90)), None),
    "lon": (read.optional(read.real(-180, 180)), None),
}
TERM = record(Term, ({"first": read.day, "last": read.day}, {}))
GROUP: Shape = (
    ID,
    {"size": (SOME, None), "away": (count, 0), "min_present": (count, 0), "max_out": (SOME, None),
     "share": (SOME, None), "max_in": (SOME, None)},
)  # fmt: skip
ROLE: Shape = (
    {"role": read.name},
    {"min": (count, 1), "max": (count, 1), "needs": (NAMES, ()), "prefers": (NAMES, ())},
)
POST: Shape = (
    {**ID, "roles": read.listing(record(Role, ROLE))},
    {"group": (read.optional(read.name), None), "term": (read.optional(TERM), None), "min_experienced": (count, 0),
     "priority": (count, 1), "load": (count, 1), "offers": (NAMES, ()), "holder_skills": (read.optional(NAMES), None),
     "consent": (read.flag, True), "barred_people": (NAMES, ()), "not_own_group": (read.flag, False),
     "second_look_of": (read.optional(read.name), None), "wishes": (NAMES, ()), **PLACE},
)  # fmt: skip
PERSON: Shape = (
    {**ID, "group": read.name},
    {"skills": (NAMES, ()), "roles": (read.optional(NAMES), None), "offers": (NAMES, ()),
     "experienced": (read.flag, False), "capacity": (count, 1), "max_posts": (count, 1), "min_posts": (count, 0),
     "consent": (read.flag, True), "barred_posts": (NAMES, ()), "barred_groups": (NAMES, ()),
     "busy": (read.listing(TERM), ()), "wishes": (NAMES, ()), **PLACE},
)  # fmt: skip
PAIR: Shape = ({"person": read.name, "post": read.name}, {"load": (SOME, None), "points": (count, 0)})
PLACEMENT: Shape = ({"person": read.name, "post": read.name, "role": read.name}, {})
ANY_NAME = (read.optional(read.name), None)
PIN: Shape = ({}, {"person": ANY_NAME, "post": ANY_NAME, "role": ANY_NAME})


def _two(errors: Errors, path: str, value: Any) -> tuple[str, str]:
    """Two ids."""
    found = read.listing(read.name)(errors, path, value)
    if len(found) != 2:
        errors.add(path, value, "两个编号的列表", "a list of two ids")
        return ("", "")
    return found[0], found[1]


def _weights(errors: Errors, path: str, value: Any) -> dict[str, int]:
    return read.fields(errors, path, value, dict.fromkeys(WEIGHT_NAMES, count), {}) or {}


TOP: dict[str, Check] = {
    "format": read.constant(FORMAT),
    "version": read.constant(VERSION),
    "name": read.text,
    "groups": read.listing(record(Group, GROUP)),
    "people": read.listing(record(Person, PERSON)),
    "posts": read.listing(record(Post, POST)),
    "weights": _weights,
}
TOP_OPTIONAL: dict[str, tuple[Check, Any]] = {
    "wanted": (read.optional(record(Wanted, ({"min": count, "max": count}, {}))), None),
    "teach": (read.mapping(read.name, positive), {}),
    "pairs": (read.listing(record(Pair, PAIR)), ()),
    "parties": (read.listing(NAMES), ()),
    "apart": (read.listing(_two), ()),
    "paired_before": (read.listing(_two), ()),
    "refused": (read.listing(_two), ()),
    "pins": (read.listing(record(Pin, PIN)), ()),
    "incumbent": (read.listing(record(Placement, PLACEMENT)), ()),
}


def parse_placement_instance(data: bytes) -> PlacementInstance:
    """Read a placement file.

    Raises:
        ProblemError: what is wrong, field by field; nothing of a wrong file is used.
    """
    instance = PlacementInstance(**whole_file(load_object(data), TOP, TOP_OPTIONAL))
    validate_placement(instance)
    return instance


def validate_placement(instance: PlacementInstance) -> None:
    """Check what spans fields: known ids, order, bounds.

    Raises:
        ProblemError: what is wrong, field by field.
    """
    errors = Errors()
    find_errors(instance, errors)
    errors.stop()
    check_magnitude(instance, errors)
    errors.stop()
