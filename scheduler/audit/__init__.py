"""The recount: what a plan breaks and costs, in plain Python from the rules, never from the model or a solver."""

from scheduler.audit.audit import Audit, NeedShort, ZoneShort, audit
from scheduler.audit.check import check_plan
from scheduler.audit.clash import Clash, clash_of

__all__ = ["Audit", "Clash", "NeedShort", "ZoneShort", "audit", "check_plan", "clash_of"]
