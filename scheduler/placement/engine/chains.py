"""Chains: one takes over a placement and gives one of theirs to the next, and so on, until the ring closes or someone
has room; or the last one given away stays empty.

All chains of a few links are looked at together, the most promising ones at each length (ejection chains and cyclic
exchanges; Yagiura, Ibaraki and Glover 2004; Ahuja et al. 2007). Capacities may be passed on the way: what that costs
rises while they are, and falls while they are not, so that the search walks along the edge of what can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.model import Ints
from scheduler.placement.engine.choice import Choice, better_of
from scheduler.placement.engine.effort import Effort
from scheduler.placement.engine.prices import Floats, Priced
from scheduler.placement.engine.takeovers import NOBODY, Standing, Takeovers, takeovers
from scheduler.placement.engine.weighed import NEVER, Mask, Weighed
from scheduler.placement.model import PlacementModel

# Pairs of each seat that are looked at; links of a chain, links that each may go on by, chains kept at each length.
NEAR, LINKS, ONWARD, KEPT = 12, 4, 12, 2000
# Chains tried of each kind and length. Weights change by up to this share, down to this share of where they began.
TRIED, CHANGE, LOWEST = 200, 0.3, 0.05
# Work units for an arc, a chain, a step; those of a turn, or its seconds.
ARC, CHAIN, STEP, TURN = 4e-7, 1e-6, 2e-3, 0.5
# So many turns are the first one at the most.
PATIENT = 6
SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class _Growing:
    """Chains so far: the source where each begins and the one it ends with, its points, whom it touches
    int64[B, links + 1] (NOBODY: a vacant seat), the sources that go and the pairs that come in.
    """

    start: Ints
    last: Ints
    points: Floats
    people: Ints
    going: Ints
    coming: Ints


@dataclass(frozen=True, slots=True)
class _Chain:
    """A whole chain: the pairs that go and those that come in, for so many points."""

    points: float
    going: Ints
    coming: Ints


class Chains:
    """Walks from choice to choice by chains."""

    def __init__(self, model: PlacementModel, priced: Priced, allowed: Mask, effort: Effort) -> None:
        self.model = model
        self.effort = effort
        self.luck = np.random.default_rng(effort.budget.options.seed)
        self.weighed = Weighed(model, priced, allowed, NEAR)
        self._at: Standing | None = None
        self._from = 0
        # The way from a poor first plan to the edge of what can be is long, and nothing on it is a plan.
        self._settled = False

    def turn(self, choice: Choice) -> Choice:
        """The choice, or the best met in one turn that is better."""
        if self._at is None or choice.objective < self._from:
            self._at = Standing(self.weighed, choice.pairs)
        until = self.effort.budget.used + (TURN if self._settled else PATIENT * TURN)
        while self.effort.budget.used < until and self.effort.left > 0:
            after = self._step(self._at)
            self._at = after or self._at
            if not self._at.broken and self._at.points + self.model.constant < choice.objective - 0.5:
                choice = better_of(choice, self._at.pairs, self.model) or choice
            if after is None:
                if not self._at.broken and not self._settled:
                    self._settled = True
                    break
                self._reweigh(self._at)
        self._from = choice.objective
        return choice

    def _reweigh(self, at: Standing) -> None:
        """Where no chain helps: what is broken gets dearer; where nothing is, everything gets cheaper."""
        weighed = self.weighed
        if at.broken:
            for broken, weights in zip(weighed.broken(at.own), (weighed.over, weighed.under), strict=True):
                weights[broken] *= 1 + CHANGE * self.luck.random(int(broken.sum()))
            return
        for hard, weights in ((weighed.hard_over, weighed.over), (weighed.hard_under, weighed.under)):
            lower = weights[hard] * (1 - CHANGE * self.luck.random(int(hard.sum())))
            weights[hard] = np.maximum(lower, LOWEST * weighed.start[hard])

    def _step(self, at: Standing) -> Standing | None:
        """What follows by all the chains that help and touch nobody twice; None where none helps."""
        arcs = takeovers(at, self.luck)
        self.effort.charge(ARC * arcs.cells + CHAIN * LINKS * min(KEPT, len(arcs.person)) + STEP)
        touched: set[int] = set()
        going, coming = [], []
        for chain in sorted(_chains(self.weighed, arcs), key=lambda one: one.points):
            people = set(self.weighed.person[np.concatenate([chain.going, chain.coming])].tolist())
            if people & touched or not _helps(at, chain):
                continue
            touched |= people
            going.append(chain.going)
            coming.append(chain.coming)
        if not going:
            return None
        return Standing(self.weighed, np.union1d(np.setdiff1d(at.pairs, np.concatenate(going)), np.concatenate(coming)))


def _helps(at: Standing, chain: _Chain) -> bool:
    """Whether a chain helps also when all rows are counted together, and keeps what has to hold."""
    weighed = at.weighed
    both = np.concatenate([chain.going, chain.coming])
    signs = np.repeat([-1, 1], [len(chain.going), len(chain.coming)])
    people, person = np.unique(weighed.person[both], return_inverse=True)
    own = np.zeros((len(people), weighed.factor.shape[1]), dtype=np.int64)
    np.add.at(own, person, weighed.factor[both] * signs[:, None])
    rows, row = np.unique(weighed.rows[both], return_inverse=True)
    other = np.zeros(len(rows), dtype=np.int64)
    np.add.at(other, row.reshape(weighed.rows[both].shape), weighed.factors[both] * signs[:, None])
    now, then = at.own[people], at.other[rows]
    more = float((weighed.cost[both] * signs).sum())
    more += float((weighed.own_points(people, now + own) - weighed.own_points(people, now)).sum())
    more += float((weighed.other_points(rows, then + other) - weighed.other_points(rows, then)).sum())
    if more < -SMALL:
        # Chains that are applied together touch different people, but may meet in other rows.
        at.other[rows] += other
        return True
    return False


def _chains(weighed: Weighed, arcs: Takeovers) -> list[_Chain]:
    """The chains that save points, as far as the links by themselves tell."""
    count = len(arcs.person)
    if not count or not arcs.cost.shape[1]:
        return []
    every = np.arange(count)
    ends = np.where(arcs.out == NOBODY, arcs.cost, NEVER)
    end = ends.argmin(axis=1)
    onward = np.where(arcs.out >= 0, arcs.cost, NEVER)
    width = min(ONWARD, onward.shape[1])
    best = np.argpartition(onward, width - 1, axis=1)[:, :width]
    nothing = np.zeros((count, 0), dtype=np.int64)
    growing = _Growing(every, every, np.zeros(count), arcs.person[:, None], every[:, None], nothing)
    found: list[_Chain] = []
    for length in range(LINKS):
        _end(weighed, arcs, growing, ends[every, end], arcs.pair[every, end], found)
        if length:
            _close(arcs, growing, found)
            _drop(arcs, growing, found)
        if length < LINKS - 1:
            growing = _longer(weighed, arcs, growing, onward, best)
    return found


def _longer(weighed: Weighed, arcs: Takeovers, growing: _Growing, onward: Floats, best: Ints) -> _Growing:
    """Each chain with each of the best links onward, to somebody whom it does not touch yet; the best of all."""
    width = best.shape[1]
    source = np.repeat(growing.last, width)
    link = best[growing.last].ravel()
    before = np.repeat(np.arange(len(growing.last)), width)
    points = growing.points[before] + onward[source, link]
    pair, out = arcs.pair[source, link], arcs.out[source, link]
    new = (points < NEVER / 2) & ~(growing.people[before] == weighed.person[pair][:, None]).any(axis=1)
    kept = np.flatnonzero(new)
    if len(kept) > KEPT:
        kept = np.sort(kept[np.argpartition(points[kept], KEPT)[:KEPT]])
    before, pair, out = before[kept], pair[kept], out[kept]
    return _Growing(
        growing.start[before], out, points[kept], np.column_stack([growing.people[before], weighed.person[pair]]),
        np.column_stack([growing.going[before], out]), np.column_stack([growing.coming[before], pair]),
    )  # fmt: skip


def _end(weighed: Weighed, arcs: Takeovers, growing: _Growing, cost: Floats, pair: Ints, found: list[_Chain]) -> None:
    """Chains whose last link goes to somebody with room."""
    last = pair[growing.last]
    points = growing.points + cost[growing.last] + arcs.leave[growing.start]
    points[(growing.people == weighed.person[last][:, None]).any(axis=1)] = NEVER
    _note(arcs, growing, points, last[:, None], found)


def _close(arcs: Takeovers, growing: _Growing, found: list[_Chain]) -> None:
    """Chains whose last link goes to where they began."""
    back = arcs.out[growing.last] == growing.start[:, None]
    link = back.argmax(axis=1)
    points = growing.points + np.where(back.any(axis=1), arcs.cost[growing.last, link], NEVER)
    _note(arcs, growing, points, arcs.pair[growing.last, link][:, None], found)


def _drop(arcs: Takeovers, growing: _Growing, found: list[_Chain]) -> None:
    """Chains after which the last seat stays empty."""
    points = growing.points + arcs.drop[growing.last] + arcs.leave[growing.start]
    _note(arcs, growing, points, growing.last[:, None][:, :0], found)


def _note(arcs: Takeovers, growing: _Growing, points: Floats, last: Ints, found: list[_Chain]) -> None:
    """Keep the best of those that save points."""
    saving = np.flatnonzero(points < -SMALL)
    for one in saving[np.argsort(points[saving], kind="stable")[:TRIED]].tolist():
        going = growing.going[one]
        # The first source may be a vacant seat, which nobody leaves.
        going = arcs.pairs[going[going < len(arcs.pairs)]]
        found.append(_Chain(float(points[one]), going, np.concatenate([growing.coming[one], last[one]])))
