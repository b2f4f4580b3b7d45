"""The recount of rosters: what a plan breaks and costs, in plain Python from the rules."""

from scheduler.roster.audit.audit import RosterAudit, audit_roster
from scheduler.roster.audit.check import check_roster_plan
from scheduler.roster.audit.clash import has_line

__all__ = ["RosterAudit", "audit_roster", "check_roster_plan", "has_line"]
