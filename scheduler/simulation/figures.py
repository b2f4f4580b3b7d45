"""How unequal people of equal standing have become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.fairness import LedgerEntry, Totals, rolling
from scheduler.problem import Text

# Served duties, burdensome days, far zones and changes: names of fields of `Totals`.
FIGURE_WORDS = {
    "served": Text("值勤次数", "Duties"),
    "burdensome": Text("重负担日", "Burdensome days"),
    "far": Text("非联点网格", "Far zones"),
    "changes": Text("被改动次数", "Changes"),
}
FIGURES = tuple(FIGURE_WORDS)
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """The quantiles of one figure among `people`: least, quarter, middle, three quarters, most."""

    figure: str
    people: int
    quantiles: tuple[int, int, int, int, int]

    @property
    def width(self) -> int:
        """The most less the least."""
        return self.quantiles[-1] - self.quantiles[0]


def equal_standing(ledgers: Mapping[str, Sequence[LedgerEntry]], month: date, months: int) -> dict[str, Totals]:
    """The totals of `months` months before `month` of the largest group of equal standing.

    Equal are those in service in all of these months, never exempt or excused, who owed as many duties.
    """
    totals = {cadre: rolling(entries, month, months) for cadre, entries in ledgers.items()}
    whole = {cadre: one for cadre, one in totals.items() if one.months == months and not one.excused}
    if not whole:
        return {}
    owed, _ = Counter(one.owed for one in whole.values()).most_common(1)[0]
    return {cadre: one for cadre, one in whole.items() if one.owed == owed}


def spread_of(totals: Iterable[Totals], figure: str) -> Spread:
    """How one figure is spread; of nobody, all is 0."""
    values = sorted(int(getattr(one, figure)) for one in totals)
    if not values:
        return Spread(figure, 0, (0, 0, 0, 0, 0))
    at = [values[round(part * (len(values) - 1) / QUARTERS)] for part in range(QUARTERS + 1)]
    return Spread(figure, len(values), (at[0], at[1], at[2], at[3], at[4]))
