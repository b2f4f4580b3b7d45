"""A roster from the linear programme: shifts that persons all but have are settled, prices and lines follow, again.

P. Strandmark, Y. Qu, T. Curtois: First-order linear programming in a column generation-based heuristic approach to the
nurse rostering problem (2020), settle single shifts in this way: whole lines would be settled far too soon.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.master import Master, Mixed
from scheduler.roster.engine.prices import SCALE, Floats
from scheduler.roster.engine.runs import FAR
from scheduler.roster.engine.single import cheapest_line
from scheduler.roster.engine.start import beside
from scheduler.roster.engine.state import State
from scheduler.roster.engine.submodel import Limits
from scheduler.roster.model import RosterModel

# A shift had to such a share is settled; of the shifts that are open so large a part is settled in each round.
SETTLED, PART = 0.9, 0.1
# By how much shares are blurred.
BLUR = 0.15
# Rounds of prices and new lines after each settling, at most.
ROUNDS = 3
OPEN = -2


class Dive:
    """Settles the shifts of all persons round by round. settled: int64[P, D], a shift or OPEN."""

    def __init__(
        self, master: Master, full: LineFinder, limits: Limits, luck: np.random.Generator | None = None
    ) -> None:
        """With `luck` the order in which shifts are settled is blurred, so that another dive ends elsewhere."""
        self.luck = luck
        self.master, self.full, self.limits = master, full, limits
        self.model = master.model
        self.settled = np.full((self.model.staff, self.model.days), OPEN, dtype=np.int64)
        # Above whatever prices make of a line: whoever can have a settled shift has it.
        self.bonus = (
            1 + int(np.abs(master.pricing.high).max(initial=1) + np.abs(master.pricing.low).max(initial=1))
        ) * (4 * SCALE * self.model.days)

    def run(
        self,
        seconds: Callable[[], float],
        goes_on: Callable[[], bool],
        each: Callable[[], None],
        left: Callable[[], float] = lambda: float("inf"),
    ) -> State:
        """A valid roster. `left`: of the time or work that it may take; the less, the more is settled at once.

        Out of it, the cheapest lines beside the others are taken.
        """
        before = float("inf")
        mixed = self.master.solve(seconds())
        while mixed is not None and goes_on():
            mean = self.master.mean(mixed.taken)
            now = left()
            # Rounds take about as long as there is to settle: at this pace the time will just do.
            pace = (before - now) / max(1e-9, now) if before < float("inf") else 0.0
            before = now
            if not self._settle(mean, pace):
                break
            for _ in range(ROUNDS):
                mixed = self.master.solve(seconds())
                if mixed is None or not goes_on() or self._lines(mixed) + self.master.tighten(mixed.taken) == 0:
                    break
            each()
        return self._finished(mixed)

    def _settle(self, mean: Floats, pace: float) -> bool:
        """Settle what is all but settled, and of the rest the nearest to it; whether anything was left to settle.

        `pace`: the part of what is open that has to be settled in a round at least.
        """
        person, day = np.nonzero((self.settled == OPEN) & (mean.max(axis=2) > 1e-6))
        shift = mean[person, day].argmax(axis=1)
        share = mean[person, day, shift]
        if not ((share < 1 - 1e-6).any()):
            return False
        blurred = share if self.luck is None else share + BLUR * self.luck.random(len(share)) * (share < SETTLED)
        order = np.argsort(-blurred, kind="stable")
        mass = float(share.sum())
        count = max(int((share >= SETTLED).sum()), min(len(share), 1 + round(min(1.0, max(PART, pace)) * mass)))
        chosen = order[:count]
        self.settled[person[chosen], day[chosen]] = shift[chosen]
        self._keep(np.unique(person[chosen]))
        return True

    def _keep(self, who: Ints) -> None:
        """Drop the lines that differ from what is settled; whoever has none left gets what comes nearest."""
        left = self.master.keep(self.settled, set(who.tolist()))
        if 2 * len(self.master.dropped) > len(self.master.persons):
            self.master = self.master.compact()
        bare = np.array([person for person in who.tolist() if person not in left], dtype=np.int64)
        if len(bare) == 0:
            return
        nothing = self.model.charges.pair[bare] * SCALE
        found = self.master.pricing.finder.find(self._drawn(nothing, bare), bare)
        for person, row in zip(bare.tolist(), found.rows, strict=True):
            self.settled[person] = np.where(
                (self.settled[person] == OPEN) | (self.settled[person] == row), self.settled[person], OPEN
            )
        self.master.add(bare, found.rows)
        self.master.revive(bare, found.rows)

    def _drawn(self, costs: Ints, who: Ints) -> Ints:
        """Costs int64[N, D, S] that draw lines to what is settled and keep them from anything else on those days."""
        place, day = np.nonzero(self.settled[who] != OPEN)
        drawn = costs.copy()
        own = drawn[place, day, self.settled[who][place, day]] - self.bonus
        drawn[place, day] = FAR
        drawn[place, day, self.settled[who][place, day]] = own
        return drawn

    def _lines(self, mixed: Mixed) -> int:
        """New lines at the prices; how many."""
        mean = self.master.mean(mixed.taken)
        # Whoever has one line for good gets no other.
        open_shift = (self.settled == OPEN) & (mean.max(axis=2) > 1e-6)
        who = np.flatnonzero(open_shift.any(axis=1))
        costs, _, _, weekends, _, _ = self.master.pricing.costs(mixed.prices)
        found = self.master.pricing.finder.find(self._drawn(costs[who], who), who, weekends[who])
        fits = ((self.settled[who] == OPEN) | (self.settled[who] == found.rows)).all(axis=1)
        return self.master.add(who[fits], found.rows[fits])

    def _finished(self, mixed: Mixed | None) -> State:
        """Everybody's line: the one that is taken most, where it is valid, else the cheapest beside the others."""
        state = State(self.model)
        places = [] if mixed is None else np.flatnonzero(mixed.taken > 0.5).tolist()
        best = {self.master.persons[place]: self.master.rows[place] for place in places}
        left = []
        for person in range(self.model.staff):
            row = best.get(person)
            if row is not None and keeps_totals(self.model, person, row):
                state.put(person, row)
            else:
                left.append(person)
        for person in left:
            costs = (
                beside(self.model.charges.count, state.counts.astype(float)) + self.model.charges.pair[person] * SCALE
            )
            last = cheapest_line(self.full, person, costs, self.limits)
            assert last is not None, "somebody who had a valid line has none"
            state.put(person, last)
        return state


def size_of(model: RosterModel, who: list[int]) -> float:
    """About how many Booleans a part of these persons on all days has."""
    runs = [min(model.sequences[person].most_run, 8) * model.days for person in who]
    return float(sum(model.sequences[person].allowed.sum() for person in who) + sum(runs))


def keeps_totals(model: RosterModel, person: int, row: Ints) -> bool:
    """Whether a line keeps the limits of its own person that paths may not have counted."""
    sequence = model.sequences[person]
    shifts = row[row >= 0]
    minutes = int(model.minutes[shifts].sum())
    weekends = len(np.unique(model.weekend[(row >= 0) & (model.weekend >= 0)]))
    return (
        bool((np.bincount(shifts, minlength=model.shifts) <= sequence.most_kind).all())
        and sequence.least_minutes <= minutes <= sequence.most_minutes
        and weekends <= sequence.most_weekends
    )
