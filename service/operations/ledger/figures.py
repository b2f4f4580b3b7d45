"""The figures of the ledger: of one cadre in one month, and their sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter

from scheduler import fairness
from service.messages import N_


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of duties, save `burden`; none is negative.

    `served` are done, `coming` published and still to come. `excused` could not be asked for. `burden`, `burdensome`
    and `far` count done and coming duties: the sum of (burden of the day - 1), days of a burden above 1, duties outside the
    unit's linked communities. `changes` are duties moved or taken away after their publication for no reason of the
    cadre's own; `short_notice` what was told too late, new duties too.
    """

    owed: int = 0
    served: int = 0
    coming: int = 0
    excused: int = 0
    burden: int = 0
    burdensome: int = 0
    far: int = 0
    changes: int = 0
    short_notice: int = 0

    @property
    def done(self) -> int:
        """Done or still to come as published."""
        return self.served + self.coming

    @property
    def missed(self) -> int:
        """Owed, not excused, and neither done nor to come."""
        return max(0, self.owed - self.excused - self.done)


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A cadre's month. `steady`: in service and not exempt on every open day. `unit_id`: for whom they owed it."""

    month: date
    unit_id: int | None
    figures: Figures
    steady: bool

    @property
    def entry(self) -> fairness.LedgerEntry:
        """As the planning takes it: what is published counts as done."""
        own = self.figures
        return fairness.LedgerEntry(
            self.month, own.owed, own.done, own.excused, own.burden, own.burdensome, own.far, own.changes,
            own.short_notice,
        )  # fmt: skip


PLAIN = attrgetter(*(field.name for field in fields(Figures)))
# What the ledger compares, in reading order, with its words.
COMPARED: dict[str, str] = {
    "done": N_("值勤（次）"),
    "missed": N_("应值未值（次）"),
    "burdensome": N_("重负担日（次）"),
    "far": N_("非联点（次）"),
    "changes": N_("发布后变动（次）"),
    "short_notice": N_("临时通知（次）"),
}


def sum_of(lines: Iterable[MonthLine]) -> Figures:
    """The sums of months."""
    return Figures(*map(sum, zip(*(PLAIN(line.figures) for line in lines), strict=True)))
