"""Why a plan is as it is, in the users' words. Only what is counted from the instance and the plan is said."""

from scheduler.explain.changes import DutyChange, Why, explain_changes
from scheduler.explain.duties import DutyCost, explain_duty
from scheduler.explain.shortfalls import Shortfall, explain_shortfalls
from scheduler.explain.unserved import explain_unserved, with_reasons

__all__ = [
    "DutyChange",
    "DutyCost",
    "Shortfall",
    "Why",
    "explain_changes",
    "explain_duty",
    "explain_shortfalls",
    "explain_unserved",
    "with_reasons",
]
