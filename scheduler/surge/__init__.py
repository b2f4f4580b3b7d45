"""The surge as two steps of the one model: people to places (placements), then each place over days and shifts (rosters)."""

from scheduler.surge.people import needed_people
from scheduler.surge.places import placement_of, points_of
from scheduler.surge.problem import (
    FORMAT,
    Need,
    Place,
    Rest,
    Serving,
    Shift,
    SurgePerson,
    SurgeProblem,
    dump_surge,
    parse_surge,
)
from scheduler.surge.rosters import place_and_shift, roster_of, shift_name
from scheduler.surge.solve import SurgePlan, solve_surge

__all__ = [
    "FORMAT",
    "Need",
    "Place",
    "Rest",
    "Serving",
    "Shift",
    "SurgePerson",
    "SurgePlan",
    "SurgeProblem",
    "dump_surge",
    "needed_people",
    "parse_surge",
    "place_and_shift",
    "placement_of",
    "points_of",
    "roster_of",
    "shift_name",
    "solve_surge",
]
