"""Ledger entries: one cadre in one month, and their totals over rolling months."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ROLLING_MONTHS = 12


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One cadre in one month. All figures are counts of duties, save `burden`; none is negative.

    `month` is its first day. Somebody who was not in service has no entry, or one that owes nothing.
    """

    month: date
    # Duties owed by the plan of the month.
    owed: int = 0
    # Duties done (published ones that are still to come count as done).
    served: int = 0
    # Duties owed that could not be asked for: excused in the attendance, or away on every open day of the month.
    excused: int = 0
    # The sum over the duties done of (burden of the day − 1).
    burden: int = 0
    # Duties done on days of a burden above 1.
    burdensome: int = 0
    # Duties done outside the unit's linked communities.
    far: int = 0
    # Duties changed (another day or zone, or taken away) after they were published: once a duty and publication.
    changes: int = 0
    # Changes that were told fewer days ahead than the district's setting asks for.
    short_notice: int = 0

    @property
    def due(self) -> int:
        """Duties owed and not excused: the cadre's weight in what all had to bear that month."""
        return max(0, self.owed - self.excused)

    @property
    def missed(self) -> int:
        """Duties due and not done: left out of the plan, or not there."""
        return max(0, self.due - self.served)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of ledger entries; `months` counts those in which something was due."""

    months: int = 0
    owed: int = 0
    served: int = 0
    excused: int = 0
    due: int = 0
    missed: int = 0
    burden: int = 0
    burdensome: int = 0
    far: int = 0
    changes: int = 0
    short_notice: int = 0


SUMMED = ("owed", "served", "excused", "due", "missed", "burden", "burdensome", "far", "changes", "short_notice")


def months_before(month: date, count: int) -> date:
    """The first day of the month that lies `count` months before."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def months_between(earlier: date, later: date) -> int:
    """How many months lie between the months of two days: 0 for the same month."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_after(month: date, count: int) -> date:
    """The first day of the month that lies `count` months after."""
    return months_before(month, -count)


def within(entries: Iterable[LedgerEntry], month: date, months: int = ROLLING_MONTHS) -> tuple[LedgerEntry, ...]:
    """The entries of the `months` months before `month` (it is not one of them)."""
    first, end = months_before(month, months), month.replace(day=1)
    return tuple(entry for entry in entries if first <= entry.month < end)


def rolling(entries: Iterable[LedgerEntry], month: date, months: int = ROLLING_MONTHS) -> Totals:
    """The totals of one cadre's entries in the `months` months before `month`."""
    kept = within(entries, month, months)
    sums = {name: sum(getattr(entry, name) for entry in kept) for name in SUMMED}
    return Totals(months=sum(entry.due > 0 for entry in kept), **sums)
