"""The problem: frozen data, validation, files."""

from scheduler.problem.errors import FieldError, ProblemError
from scheduler.problem.instance import WEIGHT_NAMES, Cadre, Day, Duty, Instance, Pin, Unit, Zone
from scheduler.problem.parse import as_written, dump_instance, parse_instance, sha256_of, validate
from scheduler.problem.plan import Plan, Unserved, dump_plan, parse_plan
from scheduler.problem.text import NO_NAMES, Names, Text, counted, day_words, en_day, zh_day

__all__ = [
    "NO_NAMES",
    "WEIGHT_NAMES",
    "Cadre",
    "Day",
    "Duty",
    "FieldError",
    "Instance",
    "Names",
    "Pin",
    "Plan",
    "ProblemError",
    "Text",
    "Unit",
    "Unserved",
    "Zone",
    "as_written",
    "counted",
    "day_words",
    "dump_instance",
    "dump_plan",
    "en_day",
    "parse_instance",
    "parse_plan",
    "sha256_of",
    "validate",
    "zh_day",
]
