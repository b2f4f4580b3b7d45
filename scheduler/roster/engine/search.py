"""Search: some persons on some days are rostered anew beside all others, by CP-SAT, several parts at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass

import numpy as np

from scheduler.engine.budget import Budget
from scheduler.model import Ints
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Found, Limits, Part

# Booleans of a part at first, at least and at most; units and seconds that a part may take.
SIZE, SMALLEST, LARGEST = 1500, 300, 12_000
UNITS, SECONDS = 1.0, 3.0


@dataclass(slots=True)
class Move:
    """A part: persons and days."""

    who: list[int]
    first: int
    last: int


class Search:
    """Betters a state part by part."""

    def __init__(self, state: State, budget: Budget, luck: np.random.Generator) -> None:
        self.state, self.budget, self.luck = state, budget, luck
        self.size = float(SIZE)
        self.failures = 0

    def run(self, pool: Executor | None, workers: int, goes_on: Callable[[], bool], each: Callable[[], None]) -> None:
        """Search while `goes_on`; `each` is called after every part."""
        if pool is None or workers == 1:
            while goes_on():
                move = self.choose([])
                self.take(move, self.solve(move))
                each()
            return
        running: dict[Future[Found], Move] = {}
        while goes_on() or running:
            while goes_on() and len(running) < workers:
                move = self.choose(list(running.values()))
                running[pool.submit(self.solve, move)] = move
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                self.take(running.pop(future), future.result())
                each()

    def choose(self, running: list[Move]) -> Move:
        """A part that shares no day with those that are being worked on, if there are enough days."""
        model = self.state.model
        each_day = max(1.0, float(np.mean([item.allowed.sum(axis=1).mean() for item in model.sequences])) + 4)
        cells = self.size / each_day
        everyone = model.staff
        days = int(self.luck.choice([7, 10, 14, 21, 28]))
        days = min(days, model.days)
        persons = int(min(everyone, max(2, cells // days)))
        if persons == everyone:
            days = int(min(model.days, max(days, cells // everyone)))
        first = self._first(days, running)
        last = min(model.days, first + days)
        return Move(self._persons(persons, first, last, running), first, last)

    def _first(self, days: int, running: list[Move]) -> int:
        """The first day: where points are lost, more often."""
        model = self.state.model
        latest = model.days - days
        if latest <= 0:
            return 0
        weight = self._lost().sum(axis=1)
        window = np.convolve(weight, np.ones(days), mode="valid")[: latest + 1] + 1.0
        for move in running:
            low, high = max(0, move.first - days + 1), min(latest + 1, move.last)
            if high - low < latest + 1:
                window[low:high] = 0
        return int(self.luck.choice(latest + 1, p=window / window.sum()))

    def _lost(self) -> Ints:
        """Points of the count of each day and shift."""
        charges = self.state.model.charges
        found: Ints = np.take_along_axis(charges.count, self.state.counts[:, :, None], axis=2)[:, :, 0]
        return found

    def _persons(self, count: int, first: int, last: int, running: list[Move]) -> list[int]:
        """Persons of whom none is being worked on: two parts of one person would take the same minutes for granted.

        Half the time any, else those who may work a shift where points are lost.
        """
        model = self.state.model
        weight = np.ones(model.staff)
        if self.luck.random() < 0.5:
            lost = self._lost()[first:last].sum(axis=0) + 1e-3
            shift = int(self.luck.choice(model.shifts, p=lost / lost.sum()))
            weight = np.array([0.02 + item.allowed[first:last, shift].any() for item in model.sequences])
        for move in running:
            weight[move.who] = 0
        free = np.flatnonzero(weight)
        if count < len(free):
            free = self.luck.choice(free, size=count, replace=False, p=weight[free] / weight[free].sum())
        return sorted(free.tolist())

    def solve(self, move: Move, limits: Limits | None = None) -> Found:
        """The best of a part; runs beside others, so it only reads."""
        part = Part(self.state, move.who, move.first, move.last)
        if limits is not None:
            return part.solve(limits)
        left = self.budget.left
        units = UNITS if self.budget.by_effort else None
        seconds = 1e9 if self.budget.by_effort else min(SECONDS, left)
        return part.solve(Limits(seconds, units, self.budget.options.seed, 1, lambda: self.budget.stopped))

    def take(self, move: Move, found: Found) -> None:
        """Put the rows in unless they are worse; parts grow while they are solved to the end, and shrink else."""
        self.budget.charge(found.units)
        if found.rows is None:
            self.size = max(SMALLEST, self.size * 0.7)
            return
        before = self.state.objective
        old = self.state.rows[move.who].copy()
        for person, row in zip(move.who, found.rows, strict=True):
            whole = self.state.rows[person].copy()
            whole[move.first : move.last] = row
            self.state.put(person, whole)
        if self.state.objective > before:
            for person, whole in zip(move.who, old, strict=True):
                self.state.put(person, whole)
        self.size = min(LARGEST, self.size * 1.06) if found.optimal else max(SMALLEST, self.size * 0.93)
