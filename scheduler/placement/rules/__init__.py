"""The rules of placements: one a file, and the catalogue that lists them in reading order."""

from scheduler.placement.rules.base import Facts, PairRule, Rule, Violation, both, both_en
from scheduler.placement.rules.catalogue import (
    CATALOGUE,
    DEFAULT_WEIGHTS,
    HARD_RULES,
    MOVES,
    PAIR_RULES,
    RULES,
    SHORTAGES,
    SOFT_RULES,
)

__all__ = [
    "CATALOGUE",
    "DEFAULT_WEIGHTS",
    "HARD_RULES",
    "MOVES",
    "PAIR_RULES",
    "RULES",
    "SHORTAGES",
    "SOFT_RULES",
    "Facts",
    "PairRule",
    "Rule",
    "Violation",
    "both",
    "both_en",
]
