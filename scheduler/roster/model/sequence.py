"""The third shape of rule: the sequence of days of one person, and points on counts of persons in shifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.model import Ints
from scheduler.roster.problem import Roster

Mask = npt.NDArray[np.bool_]


@dataclass(slots=True)
class Sequence:
    """What the days of one person must look like. Hard rules narrow it; the engine reads it.

    allowed: bool[D, S], which shifts on which days; must: bool[D], days that cannot be free. next_allowed: bool[S, S],
    whether the second may be worked the day after the first. Runs of work have `least_run` to `most_run` days, free
    days between two runs are `least_rest` at least; `worked` and `free` are the days of the run in which the person
    enters the period (both 0: not known, and the first run is then never too short). Over the whole period: minutes
    between `least_minutes` and `most_minutes`, at most most_kind[S] shifts of a kind, at most `most_weekends` weekends.
    """

    allowed: Mask
    must: Mask
    next_allowed: Mask
    most_kind: Ints
    least_run: int = 1
    most_run: int = 1 << 20
    least_rest: int = 1
    worked: int = 0
    free: int = 0
    worked_after: int = 0
    free_after: int = 0
    open_start: bool = True
    open_end: bool = True
    least_minutes: int = 0
    most_minutes: int = 1 << 40
    most_weekends: int = 1 << 20


@dataclass(slots=True)
class Charges:
    """Points: `pair` int64[P, D, S] for a person in a shift, `count` int64[D, S, P + 1] for 0 to P persons in it."""

    pair: Ints
    count: Ints
    constant: int = 0


@dataclass(frozen=True, slots=True)
class RosterModel:
    """A roster as the engine sees it: minutes int64[S], weekend int64[D] (−1 on weekdays), a sequence for each person."""

    roster: Roster
    minutes: Ints
    weekend: Ints
    sequences: tuple[Sequence, ...]
    charges: Charges

    @property
    def staff(self) -> int:
        """How many persons."""
        return len(self.sequences)

    @property
    def days(self) -> int:
        """How many days."""
        return len(self.weekend)

    @property
    def shifts(self) -> int:
        """How many kinds of shift."""
        return len(self.minutes)


def free_sequence(roster: Roster) -> Sequence:
    """A sequence that no rule has narrowed yet."""
    days, shifts = roster.days, len(roster.shifts)
    return Sequence(
        allowed=np.ones((days, shifts), dtype=bool),
        must=np.zeros(days, dtype=bool),
        next_allowed=np.ones((shifts, shifts), dtype=bool),
        most_kind=np.full(shifts, days, dtype=np.int64),
    )


def no_charges(roster: Roster) -> Charges:
    """Charges to which no rule has added yet."""
    staff, days, shifts = len(roster.staff), roster.days, len(roster.shifts)
    return Charges(
        pair=np.zeros((staff, days, shifts), dtype=np.int64),
        count=np.zeros((days, shifts, staff + 1), dtype=np.int64),
    )
