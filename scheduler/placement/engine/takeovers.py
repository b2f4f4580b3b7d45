"""Who could take over each placement of a choice, and what that pushes out: the arcs along which chains run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.model import Ints
from scheduler.placement.engine.prices import Floats
from scheduler.placement.engine.weighed import NEVER, Weighed

# Vacant seats that are looked at, at the most.
MOST_VACANT = 300
NOBODY = -1


class Standing:
    """Chosen pairs (sorted, so by person) with the counts of own rows int64[people, R] and of other rows."""

    def __init__(self, weighed: Weighed, pairs: Ints) -> None:
        self.weighed = weighed
        self.pairs = np.sort(pairs)
        self.own = np.zeros((weighed.people, weighed.factor.shape[1]), dtype=np.int64)
        np.add.at(self.own, weighed.person[self.pairs], weighed.factor[self.pairs])
        self.other = np.zeros(weighed.model.rows + 1, dtype=np.int64)
        np.add.at(self.other, weighed.rows[self.pairs], weighed.factors[self.pairs])

    @property
    def points(self) -> float:
        """What the choice costs with hard ends at their weight, but for the constant."""
        weighed = self.weighed
        own = weighed.own_points(np.arange(weighed.people), self.own).sum()
        other = weighed.other_points(np.arange(len(self.other)), self.other).sum()
        return float(weighed.cost[self.pairs].sum() + own + other)

    @property
    def broken(self) -> bool:
        """Whether hard ends of own rows are broken."""
        return any(part.any() for part in self.weighed.broken(self.own))


@dataclass(frozen=True, slots=True)
class Takeovers:
    """Arcs of N sources: the n chosen pairs, then vacant seats.

    Arc (i, a): the pair `pair` takes over the seat of source i, and the chosen pair number `out` of its person goes
    (NOBODY: nothing does), for `cost` points: float[N, A]; NEVER where it cannot be. seat, person: of the sources
    (NOBODY: vacant). leave: what the person's own rows cost more when a source goes; drop: what the rest costs more
    when its seat then stays empty: float[N] and float[n].
    """

    pairs: Ints
    person: Ints
    cost: Floats
    pair: Ints
    out: Ints
    leave: Floats
    drop: Floats

    @property
    def cells(self) -> int:
        """How much work it was to make."""
        return self.cost.size


def takeovers(standing: Standing, luck: np.random.Generator) -> Takeovers:
    """All arcs of a standing choice."""
    weighed, chosen = standing.weighed, standing.pairs
    vacant = _vacant(standing, luck)
    seat = np.concatenate([weighed.seat[chosen], vacant])
    person = np.concatenate([weighed.person[chosen], np.full(len(vacant), NOBODY, dtype=np.int64)])
    near = weighed.near[seat]
    pair = np.maximum(near, 0)
    taker = weighed.person[pair]
    possible = (near >= 0) & (taker != person[:, None])
    moved = weighed.cost[pair] + _others(standing, pair, len(chosen))
    moved[: len(chosen)] -= weighed.cost[chosen][:, None]
    out = _slots(standing)[taker]
    everybody = np.arange(weighed.people)
    now = weighed.own_points(everybody, standing.own)
    gone = np.where((out >= 0)[..., None], weighed.factor[chosen[np.maximum(out, 0)]] if len(chosen) else 0, 0)
    counts = standing.own[taker][:, :, None, :] + weighed.factor[pair][:, :, None, :] - gone
    cost = moved[:, :, None] + weighed.own_points(np.broadcast_to(taker[:, :, None], out.shape), counts)
    cost -= now[taker][:, :, None]
    cost[~possible] = NEVER
    cost[out < NOBODY] = NEVER
    holder = weighed.person[chosen]
    leave = np.zeros(len(seat))
    leave[: len(chosen)] = weighed.own_points(holder, standing.own[holder] - weighed.factor[chosen]) - now[holder]
    wide = (len(seat), out.shape[1] * out.shape[2])
    return Takeovers(
        chosen, person, cost.reshape(wide), np.broadcast_to(pair[:, :, None], out.shape).reshape(wide),
        out.reshape(wide), leave, _drop(standing),
    )  # fmt: skip


def _vacant(standing: Standing, luck: np.random.Generator) -> Ints:
    """Seats that somebody could take beside those who have them."""
    weighed = standing.weighed
    pair = np.maximum(weighed.near, 0)
    rows, factors = weighed.rows[pair], weighed.factors[pair]
    counts = standing.other[rows]
    more = weighed.other_points(rows, counts + factors) - weighed.other_points(rows, counts)
    room = ((weighed.near >= 0) & (more.sum(axis=-1) < NEVER / 2)).any(axis=1)
    found = np.flatnonzero(room).astype(np.int64)
    return found if len(found) <= MOST_VACANT else np.sort(luck.choice(found, MOST_VACANT, replace=False))


def _slots(standing: Standing) -> Ints:
    """By person: the numbers of their chosen pairs, then NOBODY, less where they have fewer: int64[people, S + 1]."""
    weighed, count = standing.weighed, len(standing.pairs)
    holder = weighed.person[standing.pairs]
    many = np.bincount(holder, minlength=weighed.people)
    first = np.cumsum(many) - many
    found = np.full((weighed.people, int(many.max(initial=0)) + 1), NOBODY - 1, dtype=np.int64)
    found[holder, np.arange(count) - first[holder]] = np.arange(count)
    found[:, -1] = NOBODY
    return found


def _others(standing: Standing, pair: Ints, chosen: int) -> Floats:
    """What other rows cost more when each source makes way for each of its pairs int64[N, d]."""
    weighed, counts = standing.weighed, standing.other
    rows, factors = weighed.rows[pair], weighed.factors[pair]
    went, took = np.full((len(pair), rows.shape[2]), -5, dtype=np.int64), np.zeros((len(pair), rows.shape[2]), np.int64)
    went[:chosen], took[:chosen] = weighed.rows[standing.pairs], weighed.factors[standing.pairs]
    same = rows[:, :, :, None] == went[:, None, None, :]
    net = factors - (same * took[:, None, None, :]).sum(axis=-1)
    now = counts[rows]
    more = (weighed.other_points(rows, now + net) - weighed.other_points(rows, now)).sum(axis=-1)
    # Rows that only the one who goes is in.
    alone = np.where(went < 0, len(counts) - 1, went)
    less = weighed.other_points(alone, counts[alone] - took) - weighed.other_points(alone, counts[alone])
    found: Floats = more + (~same.any(axis=2) * less[:, None, :]).sum(axis=-1)
    return found


def _drop(standing: Standing) -> Floats:
    weighed, counts = standing.weighed, standing.other
    rows, factors = weighed.rows[standing.pairs], weighed.factors[standing.pairs]
    less = weighed.other_points(rows, counts[rows] - factors) - weighed.other_points(rows, counts[rows])
    found: Floats = less.sum(axis=-1) - weighed.cost[standing.pairs]
    return found
