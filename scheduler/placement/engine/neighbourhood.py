"""Search in neighbourhoods: a few people's placements are taken out and chosen again, all others stay."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.model import Ints
from scheduler.placement.engine.branching import Stop, by_cp_sat
from scheduler.placement.engine.choice import Choice, better_of
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.part import part_of
from scheduler.placement.engine.prices import Priced
from scheduler.placement.model import PlacementModel

# People and columns of a neighbourhood at the most; seconds or work units for one.
PEOPLE, COLUMNS, TURN = 12, 400, 0.5
# A neighbourhood that was solved to its end grows by this, one that was not shrinks.
GROWTH = 1.15


class Neighbourhoods:
    """Draws neighbourhoods and solves them; their size follows what can be solved in one turn."""

    def __init__(self, model: PlacementModel, priced: Priced, allowed: npt.NDArray[np.bool_], effort: Effort) -> None:
        self.model = model
        self.priced = priced
        self.allowed = allowed
        self.effort = effort
        self.luck = np.random.default_rng(effort.budget.options.seed)
        self.columns = float(COLUMNS)

    def turn(self, choice: Choice) -> Choice:
        """The choice, or a better one."""
        size = int(self.columns)
        people, mine = self._people(choice)
        free = self._free(choice, people, mine, size)
        fixed = choice.pairs[~np.isin(choice.pairs, free)]
        fixed = self.model.completed(fixed)
        serving = np.arange(len(self.model.pairs), self.model.columns, dtype=np.int64)
        free = np.concatenate([free, serving[~np.isin(serving, fixed)]])
        part = part_of(self.model, free, fixed)
        left = min(TURN, self.effort.left) if not self.effort.endless else TURN
        stop = Stop(
            1e9 if self.effort.by_units else left,
            TURN if self.effort.by_units else None,
            int(self.luck.integers(1 << 30)),
        )
        found = by_cp_sat(part, choice.columns, stop, below=choice.objective)
        self.effort.charge(found.units + 1e-3)
        proven = found.bound is not None and (found.chosen is None or found.bound >= choice.objective)
        self.columns *= GROWTH if proven else 1 / GROWTH
        self.columns = min(max(self.columns, 60.0), 4000.0)
        if found.chosen is None:
            return choice
        return better_of(choice, np.concatenate([fixed, found.chosen]), self.model) or choice

    def _people(self, choice: Choice) -> tuple[Ints, Ints]:
        """Some people, near one another in the price of what they could do; and the chosen pairs that are theirs."""
        pairs = self.model.pairs
        owners = pairs.person[choice.pairs]
        everybody = np.unique(pairs.person)
        count = min(len(everybody), int(self.luck.integers(2, PEOPLE + 1)))
        people = self.luck.choice(everybody, count, replace=False)
        return people, choice.pairs[np.isin(owners, people)]

    def _free(self, choice: Choice, people: Ints, mine: Ints, size: int) -> Ints:
        """The free columns: some seats of these people, and the cheapest pairs of the people with those seats."""
        pairs = self.model.pairs
        seats = np.unique(pairs.seat[mine])
        vacant = np.setdiff1d(pairs.seat, pairs.seat[choice.pairs])
        each = max(2, size // max(1, len(people)))
        if len(vacant) > each:
            vacant = self.luck.choice(vacant, each, replace=False)
        if len(seats) > each:
            seats = self.luck.choice(seats, each, replace=False)
        open_seats = np.zeros(int(pairs.seat.max(initial=0)) + 1, dtype=bool)
        open_seats[np.concatenate([seats, vacant])] = True
        several = [
            np.arange(pairs.start[person], pairs.start[person + 1], dtype=np.int64) for person in people.tolist()
        ]
        candidates = np.concatenate(several)
        candidates = candidates[open_seats[pairs.seat[candidates]] & self.allowed[candidates]]
        kept = mine[open_seats[pairs.seat[mine]]]
        cheapest = candidates[np.argsort(self.priced.reduced[candidates], kind="stable")[: 2 * size]]
        return np.union1d(cheapest, kept)
