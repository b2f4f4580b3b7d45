"""The recount of placement plans: from the rules, in plain Python, never from the model or a solver."""

from scheduler.placement.audit.audit import PlacementAudit, audit_placement
from scheduler.placement.audit.check import check_placement_plan

__all__ = ["PlacementAudit", "audit_placement", "check_placement_plan"]
