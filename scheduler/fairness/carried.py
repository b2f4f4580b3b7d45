"""What earlier months count for in the next plan: how far somebody lies above their share of what all had to bear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.fairness.ledger import ROLLING_MONTHS, LedgerEntry, within

# Shares are reckoned in thousandths of a duty, in whole numbers: the same ledger gives the same figures anywhere.
PARTS = 1000
Figure = Callable[[LedgerEntry], int]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a cadre brings into the next plan, as the instance takes it: non-negative whole numbers, 0 for nothing.

    `burden` becomes `carried_burden`, and so on.
    """

    burden: int = 0
    unserved: int = 0
    far: int = 0
    changes: int = 0


def carried(
    ledgers: Mapping[str, Sequence[LedgerEntry]],
    month: date,
    months: int = ROLLING_MONTHS,
    among: Collection[str] | None = None,
) -> dict[str, Carried]:
    """By cadre id, what the `months` months before `month` count for in its plan.

    `ledgers` has the entries of everybody who served or owed in those months, those who have left as
    well: they bore their part of what all bore. `among` are those whom the plan is for (all, where it is None).
    """
    kept = {cadre: within(entries, month, months) for cadre, entries in ledgers.items()}
    chosen = list(kept) if among is None else list(among)
    burden = figures(surpluses(kept, lambda entry: entry.burden), chosen)
    unserved = figures(surpluses(kept, lambda entry: entry.missed), chosen)
    far = figures(surpluses(kept, lambda entry: entry.far), chosen)
    changes = figures(surpluses(kept, lambda entry: entry.changes), chosen)
    return {cadre: Carried(burden[cadre], unserved[cadre], far[cadre], changes[cadre]) for cadre in chosen}


def surpluses(ledgers: Mapping[str, Sequence[LedgerEntry]], figure: Figure) -> dict[str, int]:
    """By cadre, what they bore less their share of what all bore, in thousandths.

    The share of a month goes by the duties due in it; who owed nothing or was excused has none.
    """
    borne: dict[date, int] = defaultdict(int)
    due: dict[date, int] = defaultdict(int)
    for entries in ledgers.values():
        for entry in entries:
            borne[entry.month] += figure(entry)
            due[entry.month] += entry.due
    return {
        cadre: sum(PARTS * figure(entry) - _share(borne, due, entry) for entry in entries)
        for cadre, entries in ledgers.items()
    }


def _share(borne: Mapping[date, int], due: Mapping[date, int], entry: LedgerEntry) -> int:
    """The part of a month's sum that falls on the duties due of one entry, in thousandths."""
    return PARTS * borne[entry.month] * entry.due // due[entry.month] if entry.due else 0


def figures(surplus: Mapping[str, int], among: Collection[str]) -> dict[str, int]:
    """By cadre, the figure for the instance: how far above the average of those who are to be planned, rounded up."""
    mine = {cadre: surplus.get(cadre, 0) for cadre in among}
    average = sum(mine.values()) // max(1, len(mine))
    return {cadre: max(0, -(-(value - average) // PARTS)) for cadre, value in mine.items()}
