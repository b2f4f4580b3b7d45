"""In the solving process: people to places, then the roster, both as files with what they claim."""

from __future__ import annotations

import resource
import threading
from typing import Any

from scheduler.engine import SolveOptions
from scheduler.placement.problem import dump_placement_instance, dump_placement_plan
from scheduler.roster.problem import dump_roster, dump_roster_plan
from scheduler.surge import SurgePlan, SurgeProblem, needed_people, parse_surge, solve_surge
from service.worker.child import teller


def solve(data: bytes, options: dict[str, Any], stop: threading.Event, out: Any) -> dict[str, Any]:
    """The instances and plans of both steps, and the report (see `SurgeRoster.report`)."""
    problem = parse_surge(data)
    chosen = SolveOptions(
        time_limit=options.get("time_limit"), workers=options["workers"], seed=options["seed"],
        effort=options.get("effort"),
    )  # fmt: skip
    plan = solve_surge(problem, chosen, teller(out), stop.is_set)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "placement": dump_placement_instance(plan.placement).decode(),
        "places": dump_placement_plan(plan.places).decode(),
        "instance": dump_roster(plan.instance).decode(),
        "roster": dump_roster_plan(plan.roster).decode(),
        "report": report_of(problem, plan),
        "memory_megabytes": memory,
    }


def report_of(problem: SurgeProblem, plan: SurgePlan) -> dict[str, Any]:
    """Who goes where, how many of them live there, what lacks, how hard it was."""
    people = {person.id: person for person in problem.people}
    wanted = needed_people(problem)
    placed = dict(plan.placed)
    home = sum(place in people[person].home for person, place in placed.items())
    linked = sum(
        place in people[person].linked and place not in people[person].home for person, place in placed.items()
    )
    return {
        "placed": placed,
        "days_only": [int(person) for person in placed if people[person].days_only],
        "home": home,
        "linked": linked,
        "callable": len(problem.people),
        "wanted": sum(one.people for one in wanted.values()),
        "shifts_wanted": sum(need.needed for need in problem.needs),
        "shifts": len(plan.roster.assignments),
        "score": dict(plan.roster.score or {}),
        "place_score": dict(plan.places.score),
        "lacking": [{"place": one.post, "missing": one.missing} for one in plan.places.unfilled],
        "lenient": list(plan.roster.conflicts),
        "seconds": round(plan.seconds, 1),
        "cpu_seconds": round(plan.cpu_seconds, 1),
    }
