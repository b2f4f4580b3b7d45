"""The rules of the surge roster, one file a rule; `catalogue` lists them in reading order."""

from scheduler.roster.rules.base import Rule, Violation
from scheduler.roster.rules.catalogue import CATALOGUE, HARD_RULES, SOFT_RULES

__all__ = ["CATALOGUE", "HARD_RULES", "SOFT_RULES", "Rule", "Violation"]
