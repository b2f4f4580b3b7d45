"""A part of the roster as a CP-SAT model: some persons, some days, everything else staying as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from scheduler.model import Ints
from scheduler.roster.engine.frame import Frame, frame_of
from scheduler.roster.engine.lines import new_weekends, weekends_of_runs
from scheduler.roster.engine.state import FREE, State, open_weekends, within
from scheduler.roster.model import Sequence


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one call of CP-SAT: seconds, work units (None: none), seed, workers, and the wish to stop."""

    seconds: float
    units: float | None
    seed: int
    workers: int = 1
    should_stop: Callable[[], bool] | None = None
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What CP-SAT found: rows int64[N, days of the part] or None, a bound on the part's points, units used, and a proof."""

    rows: Ints | None
    bound: float
    units: float
    optimal: bool
    infeasible: bool


class Part:
    """The model of persons `who` on days first to last (excluded), beside a state.

    A Boolean for each person, day and shift, and one for each person and run of work (first day, length). Runs with
    the free days that must follow them pack into the days, which a linear relaxation says exactly.
    """

    def __init__(self, state: State, who: list[int], first: int, last: int, *, priced: bool = True) -> None:
        self.state, self.who, self.first, self.last = state, who, first, last
        self.model = cp_model.CpModel()
        self.works: list[dict[tuple[int, int], cp_model.IntVar]] = []
        self.runs: list[list[tuple[int, int, cp_model.IntVar]]] = []
        self.objective: list[cp_model.LinearExprT] = []
        for person in who:
            self._person(person)
        if priced:
            self._cover()
            self.model.minimize(sum(self.objective))
        self._hint()

    def _person(self, person: int) -> None:
        model = self.state.model
        sequence = within(model, person, self.state.rows[person], self.first, self.last)
        frame = frame_of(sequence)
        pair = model.charges.pair[person, self.first : self.last]
        works = {}
        for day, shift in np.argwhere(sequence.allowed & (sequence.most_kind > 0)).tolist():
            works[day, shift] = self.model.new_bool_var("")
            if pair[day, shift]:
                self.objective.append(int(pair[day, shift]) * works[day, shift])
        runs = []
        for length_less_one, start in np.argwhere(frame.starts).tolist():
            runs.append((start, length_less_one + 1, self.model.new_bool_var("")))
        self.works.append(works)
        self.runs.append(runs)
        self._shape(frame, works, runs)
        self._successions(sequence, works)
        self._totals(person, sequence, works, runs)

    def _shape(
        self, frame: Frame, works: dict[tuple[int, int], cp_model.IntVar], runs: list[tuple[int, int, cp_model.IntVar]]
    ) -> None:
        """Runs do not meet, and shifts are worked on their days."""
        days = self.last - self.first
        covering: list[list[cp_model.IntVar]] = [[] for _ in range(days)]
        blocking: list[list[cp_model.IntVar]] = [[] for _ in range(days)]
        for start, length, run in runs:
            for day in range(start, start + length):
                covering[day].append(run)
            for day in range(start, min(days, start + length + frame.least_rest)):
                blocking[day].append(run)
        shifts = self.state.model.shifts
        for day in range(days):
            here = [works[day, shift] for shift in range(shifts) if (day, shift) in works]
            if here or covering[day]:
                self.model.add(sum(here) == sum(covering[day]))
            if frame.must[day]:
                self.model.add(sum(here) == 1)
            if len(blocking[day]) > 1:
                self.model.add_at_most_one(blocking[day])
        if not frame.rest_only:
            self.model.add(sum(run for _, _, run in runs) >= 1)

    def _successions(self, sequence: Sequence, works: dict[tuple[int, int], cp_model.IntVar]) -> None:
        """At most one of the shifts that do not go together on a day and the next."""
        forbidden = ~sequence.next_allowed
        pairs = []
        seen = set()
        for shift in range(len(forbidden)):
            followers = forbidden[shift]
            if followers.any() and followers.tobytes() not in seen:
                seen.add(followers.tobytes())
                # Whatever forbids at least as much shares the one clique.
                leaders = np.flatnonzero((forbidden | ~followers).all(axis=1))
                pairs.append((leaders.tolist(), np.flatnonzero(followers).tolist()))
        for day in range(self.last - self.first - 1):
            for first, after in pairs:
                before = [works[day, shift] for shift in first if (day, shift) in works]
                behind = [works[day + 1, shift] for shift in after if (day + 1, shift) in works]
                if before and behind:
                    self.model.add_at_most_one(before + behind)

    def _totals(
        self,
        person: int,
        sequence: Sequence,
        works: dict[tuple[int, int], cp_model.IntVar],
        runs: list[tuple[int, int, cp_model.IntVar]],
    ) -> None:
        """Minutes, kinds of shift and weekends."""
        state, days = self.state, self.last - self.first
        minutes = state.model.minutes.tolist()
        if sequence.least_minutes > 0 or sequence.most_minutes < days * max(minutes, default=0):
            total = sum(minutes[shift] * work for (_, shift), work in works.items())
            self.model.add_linear_constraint(total, max(0, sequence.least_minutes), max(-1, sequence.most_minutes))
        for shift in range(state.model.shifts):
            mine = [work for (_, kind), work in works.items() if kind == shift]
            if len(mine) > sequence.most_kind[shift]:
                self.model.add(sum(mine) <= max(-1, int(sequence.most_kind[shift])))
        weekend = open_weekends(state.model, state.rows[person], self.first, self.last)
        begins = new_weekends(weekend)
        if begins.sum() > sequence.most_weekends:
            longest = max((length for _, length, _ in runs), default=0)
            counts = [weekends_of_runs(begins, weekend, length) for length in range(1, longest + 1)]
            terms = [int(counts[length - 1][start]) * run for start, length, run in runs]
            self.model.add(sum(terms) <= max(-1, sequence.most_weekends))

    def _cover(self) -> None:
        """Points for counts, beside whoever is not part of this."""
        state = self.state
        outside = state.counts[self.first : self.last].copy()
        for person in self.who:
            row = state.rows[person, self.first : self.last]
            days = np.flatnonzero(row >= 0)
            outside[days, row[days]] -= 1
        number = {shift.id: place for place, shift in enumerate(state.model.roster.shifts)}
        for cover in state.model.roster.cover:
            day, shift = cover.day - self.first, number[cover.shift]
            if not 0 <= cover.day - self.first < self.last - self.first:
                continue
            here = [works[day, shift] for works in self.works if (day, shift) in works]
            there = int(outside[day, shift])
            self._row(here, cover.needed - there, cover.under_points, cover.over_points)

    def _row(self, here: list[cp_model.IntVar], needed: int, under_points: int, over_points: int) -> None:
        count: Any = sum(here)
        if not here:
            self.objective.append(under_points * max(0, needed) + over_points * max(0, -needed))
            return
        under: Any = 0
        if needed > 0 and under_points:
            under = self.model.new_int_var(0, needed, "")
            self.objective.append(under_points * under)
        if needed > len(here) or not over_points:
            if needed > 0 and under_points:
                self.model.add(count + under >= needed)
            return
        over = self.model.new_int_var(0, len(here) - min(0, needed), "")
        self.objective.append(over_points * over)
        if needed > 0 and not under_points:
            self.model.add(count - over <= needed)
        else:
            self.model.add(count + under - over == needed)

    def _hint(self) -> None:
        """The state as it is."""
        for person, works, runs in zip(self.who, self.works, self.runs, strict=True):
            row = self.state.rows[person, self.first : self.last]
            for (day, shift), work in works.items():
                self.model.add_hint(work, bool(row[day] == shift))
            flags = row >= 0
            begins = flags & ~np.concatenate([[False], flags[:-1]])
            for start, length, run in runs:
                end = start + length
                whole = begins[start] and flags[start:end].all() and (end == len(flags) or not flags[end])
                self.model.add_hint(run, bool(whole))

    def rounded(self, bound: float) -> int:
        """A bound on the whole objective, for a part that is the whole: all points are whole numbers."""
        if not np.isfinite(bound):
            return 0
        return int(np.ceil(bound - 1e-3)) + self.state.model.charges.constant

    def solve(self, limits: Limits) -> Found:
        """The best rows found."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = limits.workers
        parameters.random_seed = limits.seed
        parameters.max_time_in_seconds = max(0.01, limits.seconds)
        if limits.units is not None:
            parameters.max_deterministic_time = limits.units
        if limits.workers == 1:
            parameters.linearization_level = 2
        else:
            parameters.subsolvers.append("max_lp")
        status = solver.solve(self.model, _Stop(limits.should_stop) if limits.should_stop else None)
        rows = None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            rows = np.full((len(self.who), self.last - self.first), FREE, dtype=np.int64)
            for place, works in enumerate(self.works):
                for (day, shift), work in works.items():
                    if solver.boolean_value(work):
                        rows[place, day] = shift
        return Found(
            rows,
            solver.best_objective_bound,
            solver.response_proto.deterministic_time,
            status == cp_model.OPTIMAL,
            status == cp_model.INFEASIBLE,
        )


class _Stop(cp_model.CpSolverSolutionCallback):
    """Ends a search at its next solution once the caller wishes it."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        super().__init__()
        self.should_stop = should_stop

    def on_solution_callback(self) -> None:
        if self.should_stop():
            self.stop_search()


def whole(state: State) -> Part:
    """All persons on all days."""
    return Part(state, list(range(state.model.staff)), 0, state.model.days)
