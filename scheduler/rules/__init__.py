"""The rules: one a file, and the catalogue that lists them in reading order."""

from scheduler.rules.base import Facts, Fixed, Rule, Violation
from scheduler.rules.catalogue import CATALOGUE, DEFAULT_WEIGHTS, HARD_RULES, RULES, SOFT_RULES

__all__ = [
    "CATALOGUE",
    "DEFAULT_WEIGHTS",
    "HARD_RULES",
    "RULES",
    "SOFT_RULES",
    "Facts",
    "Fixed",
    "Rule",
    "Violation",
]
