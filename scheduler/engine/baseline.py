"""The plan so far as a re-plan sees it: what can stay, who has to choose anew, and how many changes are certain."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from scheduler.engine.incidence import Incidence, Mask
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.model import HARD, AssignmentModel, InstanceIndex, Ints


@dataclass(frozen=True, slots=True)
class Baseline:
    """The duties of the plan so far by crew.

    duties: how many there are, counted for each cadre; an incumbent duty that is served already is none.
    triples: those that their crew could still have, each once; value: int64, for how many members it is no change.
    settled: the triples of crews that stay as they are unless room is needed: sorted by crew.
    hit: int64, crews that have to choose anew: something of theirs became impossible, or they lack a duty.
    lost: changes that no plan can avoid because a duty by itself is impossible. crowded: changes needed
    beside those because a limit is overfull.
    """

    duties: int
    triples: Triples
    value: Ints
    settled: Triples
    hit: Ints
    lost: int
    crowded: int

    @property
    def certain(self) -> int:
        """A number of changed duties that no plan goes below."""
        return self.lost + self.crowded


def baseline_of(index: InstanceIndex, incidence: Incidence, requirements: Requirements) -> Baseline:
    """What of the incumbent can stay."""
    model = incidence.model
    wanted, total = _by_crew(index, model)
    keys = [(crew, place, time, count) for crew, found in wanted.items() for (place, time), count in found.items()]
    rows = np.array(sorted(keys), dtype=np.int64).reshape(-1, 4)
    every, value = Triples(rows[:, 0], rows[:, 1], rows[:, 2]), rows[:, 3]
    possible = _possible(incidence, requirements, every)
    triples, value = every.take(possible), value[possible]
    lost = sum(total.values())
    at_rest = np.zeros(model.crews, dtype=bool)
    for crew in np.flatnonzero(model.duties > 0).tolist():
        mine = slice(*np.searchsorted(triples.crew, [crew, crew + 1]))
        lost -= int(np.sort(value[mine])[::-1][: model.duties[crew]].sum())
        at_rest[crew] = _rests(model, requirements, crew, triples.take(np.arange(mine.start, mine.stop)), value[mine])
    settled = triples.take(at_rest[triples.crew])
    crowded, freed = _crowded(incidence, settled, value[at_rest[triples.crew]])
    at_rest[freed] = False
    hit = np.flatnonzero(~at_rest & (model.duties > 0)).astype(np.int64)
    return Baseline(sum(total.values()), triples, value, settled.take(at_rest[settled.crew]), hit, lost, crowded)


def _by_crew(index: InstanceIndex, model: AssignmentModel) -> tuple[dict[int, Counter[tuple[int, int]]], Counter[int]]:
    """By crew: its members' incumbent duties as (place, time), and how many they have in all, served ones apart."""
    crew_of = {member: crew for crew, members in enumerate(model.members) for member in members}
    wanted: dict[int, Counter[tuple[int, int]]] = defaultdict(Counter)
    total: Counter[int] = Counter()
    done = set(index.instance.served)
    for duty in set(index.instance.incumbent) - done:
        crew = crew_of[index.cadre_number[duty.cadre]]
        total[crew] += 1
        time = index.time_number.get(duty.date)
        if time is not None:
            wanted[crew][index.zone_number[duty.zone], time] += 1
    return wanted, total


def _possible(incidence: Incidence, requirements: Requirements, triples: Triples) -> Mask:
    """Which triples their crew could have if it were alone."""
    model = incidence.model
    possible: Mask = model.time_allowed[triples.crew, triples.time] & (model.duties[triples.crew] > 0)
    possible &= model.pair_index(triples.crew, triples.place) >= 0
    some = np.flatnonzero(possible)
    _, legal = State(incidence).marginal(triples.take(some))
    possible[some] &= legal
    for at in np.flatnonzero(possible & np.isin(triples.crew, requirements.crews)).tolist():
        crew, here = int(triples.crew[at]), np.array([at])
        if model.duties[crew] == 1:
            place, time = triples.place[here], triples.time[here]
            possible[at] = all(requirements.keeps(pin, place, time)[0] for pin in requirements.of_crew[crew])
    return possible


def _rests(model: AssignmentModel, requirements: Requirements, crew: int, mine: Triples, value: Ints) -> bool:
    """Whether a crew has all its duties, together, far enough apart and as pinned."""
    if len(mine) != model.duties[crew] or (value < len(model.members[crew])).any():
        return False
    days = np.sort(model.time_days[mine.time])
    if (np.diff(days) < max(1, model.min_gap)).any():
        return False
    return all(requirements.keeps(pin, mine.place, mine.time).any() for pin in requirements.of_crew.get(crew, ()))


def _crowded(incidence: Incidence, settled: Triples, value: Ints) -> tuple[int, Ints]:
    """How many duties must leave limits that are overfull, and the crews in such limits."""
    entries = incidence.triples(settled.crew, settled.place, settled.time)
    counts = incidence.model.limits.base.copy()
    np.add.at(counts, entries.limit, entries.factor)
    table = incidence.model.limits
    excess = np.where(table.high_points == HARD, counts - incidence.ceiling, 0)
    freed: set[int] = set()
    needed = 0
    for limit in np.flatnonzero(excess > 0).tolist():
        inside = entries.limit == limit
        crews = set(settled.crew[entries.item[inside]].tolist())
        # Limits of the same people may be relieved by the same change: only strangers to those before add up.
        if freed.isdisjoint(crews):
            needed += _fewest(entries.factor[inside], value[entries.item[inside]], int(excess[limit]))
        freed |= crews
    return needed, np.array(sorted(freed), dtype=np.int64)


def _fewest(relief: Ints, price: Ints, excess: int) -> int:
    """At least so many changes relieve a limit: the best ratio of changes to relief, over and over, rounded up."""
    total, left = 0.0, float(excess)
    for at in np.argsort(price / relief, kind="stable").tolist():
        part = min(1.0, left / relief[at])
        total += part * price[at]
        left -= part * relief[at]
        if left <= 0:
            break
    return int(np.ceil(total - 1e-9))
