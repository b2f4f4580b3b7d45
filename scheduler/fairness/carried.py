"""What earlier months count for in the next plan: whose turn it is, by what each bore against their share of what all bore.

Why it is reckoned so, and what it reaches, is told in docs/decisions/fairness.md.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.fairness.ledger import LedgerEntry, months_between, within

# A month counts in full when it is the last one, then less and less: nothing at this age. Among people who bore as
# much, those come first who bore it longest ago; and nobody jumps the queue when a month drops out at once.
MEMORY_MONTHS = 24
# Shares are reckoned in thousandths of a duty, in whole numbers: the same ledger gives the same figures anywhere.
PARTS = 1000
# The figure of somebody whose turn comes a whole month later than that of the first in the queue.
STEP = 10
# So many months of the queue are told apart by place; beyond them by how much more was borne.
PLACED_MONTHS = 3
MOST = 100
Figure = Callable[[LedgerEntry], int]


@dataclass(frozen=True, slots=True)
class Carried:
    """What a cadre brings into the next plan, as the instance takes it: whole numbers from 0 (their turn) to MOST.

    `burden` becomes `carried_burden`, and so on.
    """

    burden: int = 0
    unserved: int = 0
    far: int = 0
    changes: int = 0


def carried(
    ledgers: Mapping[str, Sequence[LedgerEntry]],
    month: date,
    months: int = MEMORY_MONTHS,
    among: Collection[str] | None = None,
) -> dict[str, Carried]:
    """By cadre id, what the `months` months before `month` count for in its plan.

    `ledgers` has the entries of everybody who served or owed in those months, those who have left as
    well: they bore their part of what all bore. `among` are those whom the plan is for (all, where it is
    None). Fewer months on record are no fault: less is remembered then.
    """
    kept = {cadre: within(entries, month, months) for cadre, entries in ledgers.items()}
    chosen = list(kept) if among is None else list(among)

    def figures(figure: Figure) -> dict[str, int]:
        mine = surpluses(kept, figure, month, months)
        return turns({cadre: mine.get(cadre, 0) for cadre in chosen}, borne_a_month(kept, figure))

    burden = figures(lambda entry: entry.burden)
    unserved = figures(lambda entry: entry.missed)
    far = figures(lambda entry: entry.far)
    changes = figures(lambda entry: entry.changes)
    return {cadre: Carried(burden[cadre], unserved[cadre], far[cadre], changes[cadre]) for cadre in chosen}


def surpluses(
    ledgers: Mapping[str, Sequence[LedgerEntry]], figure: Figure, month: date, months: int = MEMORY_MONTHS
) -> dict[str, int]:
    """By cadre, what they bore less their share of what all bore, in thousandths, older months counting less.

    The share of a month goes by the duties due in it; who owed nothing or was excused has none. So a
    newcomer starts at 0, amid the others, and who was away is neither in arrears nor in credit for it.
    """
    borne: dict[date, int] = defaultdict(int)
    due: dict[date, int] = defaultdict(int)
    for entries in ledgers.values():
        for entry in entries:
            borne[entry.month] += figure(entry)
            due[entry.month] += entry.due
    worth = {one: PARTS * (months + 1 - months_between(one, month)) // months for one in borne}

    def over(entry: LedgerEntry) -> int:
        share = worth[entry.month] * borne[entry.month] * entry.due // due[entry.month] if entry.due else 0
        return worth[entry.month] * figure(entry) - share

    return {cadre: sum(over(entry) for entry in entries) for cadre, entries in ledgers.items()}


def borne_a_month(ledgers: Mapping[str, Sequence[LedgerEntry]], figure: Figure) -> int:
    """How many bear something in an average month on record, at least 1: so many have their turn in a month."""
    found = [entry for entries in ledgers.values() for entry in entries]
    months = len({entry.month for entry in found if entry.due})
    bearing = sum(figure(entry) > 0 for entry in found)
    return max(1, round(bearing / months)) if months else 1


def turns(surplus: Mapping[str, int], a_month: int) -> dict[str, int]:
    """By cadre, the figure for the instance, from 0 to MOST, of surpluses in thousandths.

    People queue by their surplus; `a_month` of them have their turn in a month. Each month of the queue
    before somebody makes STEP, up to PLACED_MONTHS; from that place on, n more duties borne make
    n(n+1)/2 × STEP more: whoever bore twice too much is spared more than twice.
    """
    queue = sorted(surplus.values())
    if not queue:
        return {}
    mark = queue[min(len(queue), PLACED_MONTHS * a_month) - 1]

    def figure(value: int) -> int:
        place = PARTS * min(PLACED_MONTHS * a_month, bisect_left(queue, value)) // a_month
        more = max(0, value - mark)
        whole = place + more * (more + PARTS) // (2 * PARTS)
        return min(MOST, (STEP * whole + PARTS // 2) // PARTS)

    return {cadre: figure(value) for cadre, value in surplus.items()}
