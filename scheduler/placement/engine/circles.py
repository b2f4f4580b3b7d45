"""Circles: a few people who could take over from each other give out all their seats anew, exactly."""

from __future__ import annotations

import numpy as np

from scheduler.model import Ints
from scheduler.placement.engine.branching import Stop, by_cp_sat
from scheduler.placement.engine.choice import Choice, better_of
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.part import part_of
from scheduler.placement.engine.prices import Priced
from scheduler.placement.engine.weighed import Mask, nearest
from scheduler.placement.model import PlacementModel

# Who could take over a seat: so many pairs of each, the first far likelier than the last. Vacant seats beside.
NEAR, LIKELY, VACANT = 16, 3.0, 3
# Work units for one circle, and for drawing it; one that needs less than QUICK lets circles grow, others let them shrink.
LONGEST, DRAW, QUICK, GROW, SHRINK = 2.0, 4e-3, 0.2, 0.02, 0.15
# Seconds or work units of a turn. People and columns at the most.
TURN, MOST_PEOPLE, MOST_COLUMNS = 0.5, 40, 3000


class Circles:
    """Draws circles and solves them; how many people are in one follows what is solved quickly."""

    def __init__(self, model: PlacementModel, priced: Priced, allowed: Mask, effort: Effort) -> None:
        self.model = model
        self.effort = effort
        self.allowed = allowed
        self.luck = np.random.default_rng(effort.budget.options.seed)
        self.people = 3.0
        self._everybody = np.unique(model.pairs.person)
        self._near = nearest(model, priced, allowed, NEAR)

    def turn(self, choice: Choice) -> Choice:
        """The choice, or a better one: several circles, until one betters it."""
        if not len(self._everybody):
            return choice
        until = self.effort.budget.used + min(TURN, self.effort.left)
        before = choice.objective
        while self.effort.budget.used < until and self.effort.left > 0 and choice.objective == before:
            choice = self._solve(choice, self._draw(choice))
        return choice

    def _solve(self, choice: Choice, people: Ints) -> Choice:
        """The choice with these people's seats, and a few vacant ones, given out anew."""
        pairs = self.model.pairs
        theirs = np.isin(pairs.person[choice.pairs], people)
        seats = np.zeros(len(self._near), dtype=bool)
        seats[pairs.seat[choice.pairs[theirs]]] = True
        vacant = np.setdiff1d(pairs.seat, pairs.seat[choice.pairs])
        seats[self.luck.choice(vacant, min(VACANT, len(vacant)), replace=False)] = True
        free = np.concatenate([pairs.of_person(person) for person in people.tolist()])
        free = free[seats[pairs.seat[free]] & self.allowed[free]]
        if len(free) > MOST_COLUMNS:
            self.people = max(2.0, self.people - 1)
            self.effort.charge(DRAW)
            return choice
        fixed = self.model.completed(choice.pairs[~theirs])
        serving = np.arange(len(pairs), self.model.columns, dtype=np.int64)
        free = np.concatenate([np.sort(free), np.setdiff1d(serving, fixed)])
        units = None if not self.effort.by_units else LONGEST
        seconds = 1e9 if self.effort.by_units else max(0.05, min(LONGEST, self.effort.left))
        found = by_cp_sat(
            part_of(self.model, free, fixed), choice.columns, Stop(seconds, units, int(self.luck.integers(1 << 30))),
            below=choice.objective,
        )  # fmt: skip
        self.effort.charge(found.units + DRAW)
        self.people += GROW if found.units < QUICK else -SHRINK
        self.people = min(max(self.people, 2.0), MOST_PEOPLE)
        if found.chosen is None:
            return choice
        return better_of(choice, np.concatenate([fixed, found.chosen]), self.model) or choice

    def _draw(self, choice: Choice) -> Ints:
        """People, each of whom could take over from one before, or take a vacant seat."""
        owner = self.model.pairs.person[choice.pairs]
        found = [int(self.luck.choice(self._everybody))]
        wanted = min(int(self.people), len(self._everybody))
        for _ in range(4 * wanted):
            if len(found) >= wanted:
                break
            held = choice.pairs[owner == found[int(self.luck.integers(len(found)))]]
            other = self._taker(held)
            if other not in found:
                found.append(other)
        return np.array(sorted(found), dtype=np.int64)

    def _taker(self, held: Ints) -> int:
        """Somebody who could take over one of the pairs held; anybody, where there are none."""
        if len(held):
            seat = self.model.pairs.seat[held[int(self.luck.integers(len(held)))]]
            near = self._near[seat][self._near[seat] >= 0]
            if len(near):
                return int(self.model.pairs.person[near[min(len(near) - 1, int(self.luck.exponential(LIKELY)))]])
        return int(self.luck.choice(self._everybody))
