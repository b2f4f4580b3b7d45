"""Why a plan is as it is, in the users' words. Only what is counted from the instance and the plan is said."""

from scheduler.explain.duties import DutyCost, explain_duty
from scheduler.explain.shortfalls import Shortfall, explain_shortfalls
from scheduler.explain.unserved import explain_unserved, with_reasons

__all__ = ["DutyCost", "Shortfall", "explain_duty", "explain_shortfalls", "explain_unserved", "with_reasons"]
