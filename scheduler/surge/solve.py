"""From a surge problem to who goes where and when, each step with its proven bound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic, process_time

from scheduler.engine.options import Progress, SolveOptions
from scheduler.placement.engine import solve_placement
from scheduler.placement.problem import PlacementInstance, PlacementPlan
from scheduler.roster.engine import solve_roster
from scheduler.roster.problem import Roster, RosterPlan
from scheduler.surge.places import placement_of
from scheduler.surge.problem import SurgeProblem
from scheduler.surge.rosters import roster_of

# Of the time: the part that the places may take.
PLACES = 0.25
Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class SurgePlan:
    """Both steps' instances and plans. `placed`: place by person. `cpu_seconds`: of this process, all threads.

    `roster.conflicts` of a valid roster: those who cannot reach their least, and are held to none.
    """

    placement: PlacementInstance
    places: PlacementPlan
    placed: Mapping[str, str]
    instance: Roster
    roster: RosterPlan
    seconds: float
    cpu_seconds: float


def solve_surge(
    problem: SurgeProblem,
    options: SolveOptions | None = None,
    progress: Tell | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SurgePlan:
    """People to places, then a roster of each place, within the limits.

    The objectives are the audits', each with a bound proven for its own step: the roster's holds for who goes where.

    Raises:
        PlanError: a plan found does not pass its audit (a defect of the program).
    """
    options = options or SolveOptions()
    begun, worked = monotonic(), process_time()
    placement = placement_of(problem)
    first = solve_placement(placement, _part(options, PLACES, 0.0), _within(progress, 0.0, PLACES), should_stop)
    placed = {one.person: one.post for one in first.placements}
    roster = roster_of(problem, placed)
    rest = _part(options, 1 - PLACES, PLACES * 100 if options.time_limit is None else monotonic() - begun)
    second = solve_roster(roster, rest, _within(progress, PLACES, 1.0), should_stop)
    if second.status == "infeasible":
        # Some cannot reach their least of minutes or of days in a row: they are held to no least.
        roster = roster_of(problem, placed, lenient=second.conflicts)
        second = replace(
            solve_roster(roster, rest, _within(progress, PLACES, 1.0), should_stop), conflicts=second.conflicts
        )
    return SurgePlan(placement, first, placed, roster, second, monotonic() - begun, process_time() - worked)


def _part(options: SolveOptions, share: float, used: float) -> SolveOptions:
    """A step's part of the limit; the second step has all the time that is left."""
    if options.effort is not None:
        return replace(options, effort=max(1, round(options.effort * share)))
    if options.time_limit is None:
        return options
    if used:
        return replace(options, time_limit=max(1.0, options.time_limit - used))
    return replace(options, time_limit=options.time_limit * share)


def _within(progress: Tell | None, low: float, high: float) -> Tell | None:
    """The progress of a step as a part of the whole's."""
    if progress is None:
        return None

    def tell(found: Progress) -> None:
        progress(replace(found, share=low + found.share * (high - low)))

    return tell
