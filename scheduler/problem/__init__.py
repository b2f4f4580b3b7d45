"""The problem: frozen data, validation, files."""

from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.instance import WEIGHT_NAMES, Cadre, Day, Duty, Instance, Pin, Unit, Zone
from scheduler.problem.parse import as_written, dump_instance, parse_instance, sha256_of, validate
from scheduler.problem.plan import Plan, Unserved, dump_plan, parse_plan
from scheduler.problem.text import Text

__all__ = [
    "WEIGHT_NAMES",
    "Cadre",
    "Day",
    "Duty",
    "FieldError",
    "Instance",
    "Pin",
    "Plan",
    "ProblemError",
    "Text",
    "Unit",
    "Unserved",
    "Zone",
    "as_written",
    "dump_instance",
    "dump_plan",
    "parse_instance",
    "parse_plan",
    "sha256_of",
    "validate",
]
