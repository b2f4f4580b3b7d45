"""In the solving process: the best plan of a programme, the next best, and what refusing each placement would cost."""

from __future__ import annotations

import resource
import threading
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any

from scheduler.engine import SolveOptions
from scheduler.placement.audit import audit_placement
from scheduler.placement.engine import What, next_best, replace_placements, solve_placement, what_if
from scheduler.placement.engine.what_if import Kind
from scheduler.placement.problem import (
    Placement,
    PlacementInstance,
    PlacementPlan,
    dump_placement_plan,
    parse_placement_instance,
)
from scheduler.problem import sha256_of
from service.worker.child import teller

# Of the time that a run has, so much goes to the next best plans, and to what each refusal would cost.
ALTERNATIVES_SHARE, REFUSALS_SHARE = 0.5, 0.5
# Above so many placements nobody reads them all: what a refusal costs is left out.
MOST_REFUSALS = 200
# So many refusals are asked about together; between them the time is looked at.
AT_ONCE = 8
# Above so many pairs the next best are left out: each is a solve of its own.
MOST_PAIRS = 250_000


def solve(data: bytes, options: dict[str, Any], stop: threading.Event, out: Any) -> dict[str, Any]:
    """Plans as files, the best first, with a report of each: see `Proposal.report`."""
    instance = parse_placement_instance(data)
    chosen = SolveOptions(
        time_limit=options.get("time_limit"), workers=options["workers"], seed=options["seed"],
        effort=options.get("effort"),
    )  # fmt: skip
    started = monotonic()
    replacing = bool(options.get("refill"))
    if replacing:
        plan, report = _refilled(instance, data, chosen, stop)
    else:
        plan, report = solve_placement(instance, chosen, teller(out), stop.is_set), {}
    plan = replace(plan, instance_sha256=sha256_of(data))
    plans = [plan]
    if plan.status != "infeasible" and not stop.is_set():
        if not replacing:
            plans += _others(instance, plan, int(options.get("alternatives", 0)), chosen, stop)
        report["refusals"] = _refusals(instance, plan, chosen, stop)
    report["seconds"] = round(monotonic() - started, 2)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "plans": [dump_placement_plan(one).decode() for one in plans],
        "report": report,
        "memory_megabytes": memory,
    }


def _part(options: SolveOptions, share: float) -> SolveOptions:
    """The same options with a part of the time or effort."""
    if options.effort is not None:
        return replace(options, effort=max(1, int(options.effort * share)))
    return options if options.time_limit is None else replace(options, time_limit=options.time_limit * share)


def _others(
    instance: PlacementInstance, plan: PlacementPlan, count: int, options: SolveOptions, stop: threading.Event
) -> list[PlacementPlan]:
    """The next best plans, in order; each says of itself what holds for every plan: the first one's bound."""
    if count < 1 or len(instance.people) * len(instance.posts) > MOST_PAIRS:
        return []
    answers = next_best(instance, count + 1, 1, _part(options, ALTERNATIVES_SHARE), stop.is_set)
    others = [answer for answer in answers if answer.placements != plan.placements][:count]
    return [_plan(instance, plan, answer.placements, {"next_bound": answer.bound}) for answer in others]


def _plan(
    instance: PlacementInstance, best: PlacementPlan, placements: tuple[Placement, ...], solver: dict[str, Any]
) -> PlacementPlan:
    recount = audit_placement(instance, placements)
    return replace(
        best,
        placements=placements,
        objective=recount.objective,
        score=recount.score,
        status="optimal" if recount.objective == best.bound else "feasible",
        unfilled=recount.unfilled,
        unplaced=recount.unplaced,
        solver={**best.solver, **solver},
    )


def _refilled(
    instance: PlacementInstance, data: bytes, options: SolveOptions, stop: threading.Event
) -> tuple[PlacementPlan, dict[str, Any]]:
    """What lacks filled: least lacking, then fewest moves, then fewest points.

    The bound of its points is 0: it is best in that order, not in points.
    """
    found = replace_placements(instance, _legal(instance), (), options, stop.is_set)
    if found is None:
        return solve_placement(instance, options, None, stop.is_set), {}
    recount = audit_placement(instance, found.placements)
    plan = PlacementPlan(
        instance=instance.name,
        instance_sha256=sha256_of(data),
        status="optimal" if recount.objective == 0 else "feasible",
        objective=recount.objective,
        bound=0,
        score=recount.score,
        placements=found.placements,
        unfilled=recount.unfilled,
        unplaced=recount.unplaced,
        solver={"seed": options.seed, "workers": options.workers},
    )
    proven = found.shortage == found.shortage_at_least and found.moves == found.moves_at_least
    return plan, {"refill": {"moves": found.moves, "moves_at_least": found.moves_at_least, "proven": proven}}


def _legal(instance: PlacementInstance) -> Sequence[Placement]:
    """The plan so far as far as it breaks no rule: whoever does leaves it."""
    placements = list(instance.incumbent)
    while True:
        broken = audit_placement(instance, placements).violations
        at_fault = [
            one
            for one in placements
            if any(v.person in (None, one.person) and v.post in (None, one.post) for v in broken)
        ]
        if not at_fault:
            return placements
        placements.remove(at_fault[-1])


def _refusals(
    instance: PlacementInstance, plan: PlacementPlan, options: SolveOptions, stop: threading.Event
) -> list[dict[str, Any]]:
    """What it would cost to refuse each placement, and what would then change."""
    if len(plan.placements) > MOST_REFUSALS or len(instance.people) * len(instance.posts) > MOST_PAIRS:
        return []
    part = _part(options, REFUSALS_SHARE)
    until = None if part.time_limit is None else monotonic() + part.time_limit
    found: list[What] = []
    for start in range(0, len(plan.placements), AT_ONCE):
        if stop.is_set() or (until is not None and monotonic() > until):
            break  # those left are not asked: the pages say so
        asked = plan.placements[start : start + AT_ONCE]
        questions: list[tuple[Kind, str, str]] = [("refuse", one.person, one.post) for one in asked]
        found.extend(what_if(instance, plan.placements, questions, part, stop.is_set))
    return [
        {
            "person": one.person,
            "post": one.post,
            "more": one.more,
            "at_least": one.at_least,
            "taken": [[p.person, p.post, p.role] for p in one.taken],
            "given": [[p.person, p.post, p.role] for p in one.given],
        }
        for one in found
    ]
