"""The most people helped: rings of any length by an assignment, short rings by choosing among all of them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import linear_sum_assignment

from scheduler.engine.options import SolveOptions
from scheduler.exchange.problem import Rings, SwapProblem, gifts

# Above so many short rings they are not all looked at one by one.
MOST_RINGS = 2_000_000


class TooManyRingsError(ValueError):
    """There are more rings of that length than can be looked at."""


def most_helped(problem: SwapProblem, longest: int | None, options: SolveOptions | None = None) -> Rings:
    """Disjoint rings of at most `longest` people (None: any number) that help most people, then for fewest points.

    Rings of any length are always proven best. Short ones are as far as the options' limits go.

    Raises:
        ValueError: `longest` is below 2.
        TooManyRingsError: there are more than MOST_RINGS rings of at most that length.
    """
    if longest is not None and longest < 2:
        raise ValueError(f"longest = {longest}, expected at least 2")
    free = _by_assignment(problem)
    if longest is None or all(len(ring) <= longest for ring in free.rings):
        return free
    rings = list(short_rings(problem, longest))
    return _by_choice(problem, rings, free.helped, options or SolveOptions())


def _by_assignment(problem: SwapProblem) -> Rings:
    """Everybody gives to one and gets from one; who is not helped gives to themselves, which is dearest of all."""
    size = len(problem.people)
    if not problem.arcs:
        return _rings(problem, [], 0, 0)
    alone = size * (max(problem.arcs.values()) + 1)
    cost = np.full((size, size), np.inf)
    np.fill_diagonal(cost, [0.0 if person in problem.willing else float(alone) for person in problem.people])
    number = {person: place for place, person in enumerate(problem.people)}
    for (giver, taker), points in problem.arcs.items():
        cost[number[giver], number[taker]] = points
    _, takers = linear_sum_assignment(cost)
    found: list[tuple[str, ...]] = []
    seen: set[int] = set()
    for first in range(size):
        ring: list[str] = []
        person = first
        while person not in seen:
            seen.add(person)
            ring.append(problem.people[person])
            person = int(takers[person])
        if len(ring) > 1:
            found.append(tuple(ring))
    helped = problem.helped(found)
    points = sum(problem.arcs[gift] for ring in found for gift in gifts(ring))
    return _rings(problem, found, helped, points)


def short_rings(problem: SwapProblem, longest: int) -> Iterator[tuple[str, ...]]:
    """Every ring of at most `longest` people, each once: it begins with whoever of it stands first in `people`.

    Raises:
        TooManyRingsError: there are more than MOST_RINGS.
    """
    number = {person: place for place, person in enumerate(problem.people)}
    takers: dict[str, list[str]] = {person: [] for person in problem.people}
    for giver, taker in problem.arcs:
        takers[giver].append(taker)
    count = 0
    for first in problem.people:
        paths: list[tuple[str, ...]] = [(first,)]
        while paths:
            path = paths.pop()
            for taker in takers[path[-1]]:
                if taker == first and len(path) > 1:
                    count += 1
                    if count > MOST_RINGS:
                        raise TooManyRingsError(f"more than {MOST_RINGS} rings of at most {longest} people")
                    yield path
                elif number[taker] > number[first] and taker not in path and len(path) < longest:
                    paths.append((*path, taker))


def _by_choice(problem: SwapProblem, rings: list[tuple[str, ...]], most: int, options: SolveOptions) -> Rings:
    """Rings chosen by CP-SAT: everybody in one at most. Helping one more is worth more than all points together."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in rings]
    of_person: dict[str, list[cp_model.IntVar]] = {person: [] for person in problem.people}
    for ring, x in zip(rings, chosen, strict=True):
        for person in ring:
            of_person[person].append(x)
    for mine in of_person.values():
        model.add_at_most_one(mine)
    points = [sum(problem.arcs[gift] for gift in gifts(ring)) for ring in rings]
    helped = cp_model.LinearExpr.weighted_sum(chosen, [problem.helped([ring]) for ring in rings])
    model.add(helped <= most)
    worth = 1 + len(problem.people) * max(problem.arcs.values())
    model.maximize(worth * helped - cp_model.LinearExpr.weighted_sum(chosen, points))
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    if options.effort is not None:
        solver.parameters.max_deterministic_time = float(options.effort)
    elif options.time_limit is not None:
        solver.parameters.max_time_in_seconds = options.time_limit
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Rings((), 0, most, 0, None)
    picked = tuple(ring for ring, x in zip(rings, chosen, strict=True) if solver.boolean_value(x))
    bound = int(solver.best_objective_bound + 1e-6)
    at_most = min(most, ceil(bound / worth))
    reached = problem.helped(picked)
    at_least = max(0, at_most * worth - bound) if reached == at_most else None
    total = sum(problem.arcs[gift] for ring in picked for gift in gifts(ring))
    return Rings(picked, reached, at_most, total, at_least)


def _rings(problem: SwapProblem, found: list[tuple[str, ...]], helped: int, points: int) -> Rings:
    return Rings(tuple(found), helped, helped, points, points)
