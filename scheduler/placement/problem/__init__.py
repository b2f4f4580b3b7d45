"""The problem of placements: frozen data, validation, files."""

from scheduler.placement.problem.dump import dump_placement_instance
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
from scheduler.placement.problem.parse import FORMAT, parse_placement_instance, validate_placement
from scheduler.placement.problem.plan import (
    PLAN_FORMAT,
    PlacementPlan,
    Unfilled,
    Unplaced,
    dump_placement_plan,
    parse_placement_plan,
)

__all__ = [
    "FORMAT",
    "PLAN_FORMAT",
    "WEIGHT_NAMES",
    "Group",
    "Pair",
    "Person",
    "Pin",
    "Placement",
    "PlacementInstance",
    "PlacementPlan",
    "Post",
    "Role",
    "Term",
    "Unfilled",
    "Unplaced",
    "Wanted",
    "dump_placement_instance",
    "dump_placement_plan",
    "parse_placement_instance",
    "parse_placement_plan",
    "validate_placement",
]
