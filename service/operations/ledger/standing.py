"""Who can be compared with whom, and how far apart they lie. Ranges and medians: no names, no ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from service.operations.ledger.figures import COMPARED, Figures, MonthLine, sum_of

Lines = Mapping[int, Sequence[MonthLine]]
# In a smaller group a range would tell of single persons.
LEAST_GROUP = 5
MOST_BINS = 24


@dataclass(frozen=True, slots=True)
class Spread:
    """The least, the middle and the highest of a figure among people of equal standing."""

    low: int
    middle: float
    high: int

    @property
    def width(self) -> int:
        """The highest less the least."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Bin:
    """How many people have a figure from `first` to `last`."""

    first: int
    last: int
    people: int


@dataclass(frozen=True, slots=True)
class Group:
    """People of equal standing: in service and not exempt all the time, and owing the same in every month."""

    cadre_ids: frozenset[int]
    sums: Sequence[Figures]
    spreads: Mapping[str, Spread]

    @property
    def comparable(self) -> bool:
        """Whether they are enough for a range to tell of nobody alone."""
        return len(self.cadre_ids) >= LEAST_GROUP

    def bins(self, name: str) -> list[Bin]:
        """How many of them have each value of a figure."""
        return distribution([getattr(one, name) for one in self.sums])


def standing_of(lines: Sequence[MonthLine], months: Sequence[date]) -> tuple[int, ...] | None:
    """What was owed month by month; None of somebody exempt or not in service at some time of these months."""
    if not months or len(lines) != len(months) or not all(line.steady for line in lines):
        return None
    return tuple(line.figures.owed for line in lines)


def main_group(lines: Lines, months: Sequence[date]) -> Group:
    """The largest group of equal standing; empty where nobody was there all the time."""
    standings = {cadre: standing_of(found, months) for cadre, found in lines.items()}
    sizes = Counter(standing for standing in standings.values() if standing is not None)
    if not sizes:
        return Group(frozenset(), (), {})
    largest = max(sizes, key=lambda standing: (sizes[standing], standing))
    return _group(lines, (cadre for cadre, standing in standings.items() if standing == largest))


def group_of(lines: Lines, months: Sequence[date], cadre_id: int) -> Group | None:
    """The group of a cadre; None where they were not there all the time, or the group is too small to be told of."""
    mine = standing_of(lines.get(cadre_id, ()), months)
    if mine is None:
        return None
    group = _group(lines, (cadre for cadre, found in lines.items() if standing_of(found, months) == mine))
    return group if group.comparable else None


def _group(lines: Lines, cadre_ids: Iterable[int]) -> Group:
    members = frozenset(cadre_ids)
    sums = [sum_of(lines[cadre]) for cadre in members]
    return Group(members, sums, {name: spread_of(sums, name) for name in COMPARED})


def spread_of(sums: Sequence[Figures], name: str) -> Spread:
    """The spread of one figure. `sums` is not empty."""
    values = [getattr(one, name) for one in sums]
    return Spread(min(values), median(values), max(values))


def distribution(values: Sequence[int]) -> list[Bin]:
    """How many people have each figure, from 0 to the highest; figures are put together where there are many."""
    if not values:
        return []
    step = -(-(max(values) + 1) // MOST_BINS)
    found = Counter(value // step for value in values)
    return [Bin(number * step, number * step + step - 1, found[number]) for number in range(max(found) + 1)]
