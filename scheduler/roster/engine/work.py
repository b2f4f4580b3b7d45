"""How much work shortest paths are: what they can count exactly within the time."""

from __future__ import annotations

import numpy as np

from scheduler.roster.engine.frame import Frame
from scheduler.roster.engine.lines import Carried, counted_most, tight_kinds
from scheduler.roster.engine.runs import Codes, units_of
from scheduler.roster.model import RosterModel

# Paths of so many entries for one person are narrowed to a band round the even pace, of so many shifts.
NARROWED, BAND = 3.0, 8
# Paths that have to look at more million entries count less exactly.
MOST_ENTRIES = 120.0


def paths_work(model: RosterModel, frames: list[Frame], carried: Carried) -> float:
    """Million table entries that the paths of all persons look at."""
    if not frames:
        return 0.0
    units = units_of(model.minutes, carried.minutes)
    longest = max(frame.longest for frame in frames)
    counted = tight_kinds(model) if carried.kinds else np.zeros((model.staff, model.shifts), dtype=bool)
    most = counted_most(model, counted)
    widest = [int(Codes.of(units, row.astype(np.int64), longest).of_shift.max(initial=0)) for row in counted]
    there = len(np.unique(model.weekend[model.weekend >= 0]))
    total = 0.0
    for person, sequence in enumerate(model.sequences):
        steps = sum(length * widest[person] + 1 for length in range(1, longest + 1))
        width = min(sequence.most_minutes // units.size, model.days * int(units.of_shift.max(initial=0))) + 1
        if carried.band is not None:
            width = min(width, 2 * carried.band // units.size + 1)
        weekends = sequence.most_weekends + 1 if carried.weekends and sequence.most_weekends < there else 1
        totals = max(1, width if carried.minutes else 1) * max(1, weekends) * (1 + int(most[person]))
        total += model.days * steps * (totals + model.shifts)
    return total / 1e6


def wide(model: RosterModel) -> int | None:
    """The band (in minutes) for lines of long periods; None where all minutes can be looked at."""
    frames_of_week = (
        model.days * model.days * int(model.minutes.max(initial=0)) / max(1, units_of(model.minutes, True).size)
    )
    return BAND * int(model.minutes.max(initial=0)) if frames_of_week > NARROWED * 1e5 else None


def affordable(model: RosterModel, frames: list[Frame]) -> Carried:
    """What paths can count exactly within the time."""
    for carried in (Carried(kinds=True), Carried(), Carried(weekends=False), Carried(minutes=False)):
        if paths_work(model, frames, carried) <= MOST_ENTRIES:
            return carried
    return Carried(minutes=False, weekends=False)
