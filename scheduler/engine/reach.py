"""How far a change can reach: who may have to make room for whom, and which choices differ at all for that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.candidates import join
from scheduler.engine.incidence import Entries, Incidence, Mask
from scheduler.engine.pins import all_triples
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples, own_costs
from scheduler.model import HARD, Ints

# Crews whose candidates are looked at together.
CHUNK = 64


@dataclass(frozen=True, slots=True)
class Reach:
    """Free crews, every other staying. `candidates`: one for each kind of choice (by the limits that can bind).

    crowded: bool[limits], limits that could turn somebody out; nobody outside `crews` and those limits need move.
    """

    crews: Ints
    candidates: Triples
    crowded: Mask


def reach_of(state: State, crews: Ints, requirements: Requirements, costs: Incidence, hit: Ints, more: int) -> Reach:
    """What the crews can choose in a model that counts changes; of equal choices the cheapest by `costs` is kept.

    Those who are `hit` and at most so many `more` crews choose anew.
    """
    incidence, model = state.incidence, state.model
    hard = model.limits.high_points == HARD
    found = [_possible(incidence, all_triples(incidence, requirements, part.tolist())) for part in _chunks(crews)]
    movers = more + sum(int(np.isin(hit, triples.crew).sum()) for triples, _ in found)
    entrants, largest = _entrants(len(hard), found, model.crews)
    arriving = np.minimum(entrants, largest * movers)
    room = np.where(hard, incidence.ceiling - state.counts, np.iinfo(np.int64).max)
    crowded = hard & (arriving > room)
    rest = state.copy()
    rest.apply(rest.propose(crews, state.triples(np.zeros(0, dtype=np.int64))))
    left = np.where(hard, incidence.ceiling - rest.counts, np.iinfo(np.int64).max)
    signs = np.random.default_rng(0).integers(1, 1 << 60, size=len(hard))
    signs[hard & (entrants <= left)] = 0
    kept = [_distinct(triples, entries, left, signs, requirements, costs) for triples, entries in found]
    return Reach(crews, join([*kept, state.triples(crews)]), crowded)


def grown(state: State, reach: Reach) -> Ints:
    """The crews with those that stand in a crowded limit."""
    triples = state.triples()
    entries = state.incidence.triples(triples.crew, triples.place, triples.time)
    return np.union1d(reach.crews, triples.crew[entries.item[reach.crowded[entries.limit]]])


def _chunks(crews: Ints) -> list[Ints]:
    return [crews[start : start + CHUNK] for start in range(0, len(crews), CHUNK)]


def _possible(incidence: Incidence, triples: Triples) -> tuple[Triples, Entries]:
    """The triples that their crew could have if it were alone, with the limits that they count in."""
    table = incidence.model.limits
    alone = np.where(table.high_points == HARD, incidence.ceiling - table.base, np.iinfo(np.int64).max)
    entries = incidence.triples(triples.crew, triples.place, triples.time)
    possible: Mask = np.ones(len(triples), dtype=bool)
    possible[entries.item[entries.factor > alone[entries.limit]]] = False
    number, kept = np.cumsum(possible) - 1, possible[entries.item]
    return triples.take(possible), Entries(number[entries.item[kept]], entries.limit[kept], entries.factor[kept])


def _entrants(limits: int, found: list[tuple[Triples, Entries]], crews: int) -> tuple[Ints, Ints]:
    """For each limit: the sum and the largest of the factors of crews that could come to count in it."""
    total = np.zeros(limits, dtype=np.int64)
    largest = np.zeros(limits, dtype=np.int64)
    for triples, entries in found:
        keys, first = np.unique(entries.limit * crews + triples.crew[entries.item], return_index=True)
        np.add.at(total, keys // crews, entries.factor[first])
        np.maximum.at(largest, keys // crews, entries.factor[first])
    return total, largest


def _distinct(triples: Triples, entries: Entries, left: Ints, signs: Ints, requirements: Requirements,
              costs: Incidence) -> Triples:  # fmt: skip
    """Of a crew's choices that bind the same limits the cheapest; none that has no room even alone."""
    model = costs.model
    sign = np.zeros(len(triples), dtype=np.int64)
    np.add.at(sign, entries.item, signs[entries.limit])
    legal: Mask = np.ones(len(triples), dtype=bool)
    legal[entries.item[entries.factor > left[entries.limit]]] = False
    points = own_costs(costs, triples)
    several = model.duties[triples.crew] > 1
    day = np.where(several, triples.time, -1)
    place = np.where(several & np.isin(triples.crew, requirements.crews), triples.place, -1)
    order = np.lexsort((points, place, day, sign, triples.crew))
    order = order[legal[order]]
    keys = np.stack([triples.crew, sign, day, place])[:, order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    kept = order[first]
    # Whoever can go where no limit binds needs no other choice.
    easy = np.unique(triples.crew[kept[(sign[kept] == 0) & ~several[kept]]])
    return triples.take(np.sort(kept[(sign[kept] == 0) | ~np.isin(triples.crew[kept], easy)]))
