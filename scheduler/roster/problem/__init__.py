"""The surge roster's problem: frozen data, validation, files."""

from scheduler.roster.problem.parse import FORMAT, dump_roster, parse_roster, validate_roster
from scheduler.roster.problem.plan import FORMAT as PLAN_FORMAT
from scheduler.roster.problem.plan import SCORE_NAMES, RosterPlan, dump_roster_plan, parse_roster_plan
from scheduler.roster.problem.roster import Cover, History, Person, Request, Roster, Shift, ShiftPin, Work

__all__ = [
    "FORMAT",
    "PLAN_FORMAT",
    "SCORE_NAMES",
    "Cover",
    "History",
    "Person",
    "Request",
    "Roster",
    "RosterPlan",
    "Shift",
    "ShiftPin",
    "Work",
    "dump_roster",
    "dump_roster_plan",
    "parse_roster",
    "parse_roster_plan",
    "validate_roster",
]
