"""Why a placement is there, and what else there was, in the users' words."""

from scheduler.placement.explain.why import Charge, Other, WhyPair, objections, why_pair

__all__ = ["Charge", "Other", "WhyPair", "objections", "why_pair"]
