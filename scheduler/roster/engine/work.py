"""How much work shortest paths are: what they can count exactly within the time."""

from __future__ import annotations

import numpy as np

from scheduler.roster.engine.frame import Frame
from scheduler.roster.engine.lines import Carried
from scheduler.roster.engine.runs import units_of
from scheduler.roster.model import RosterModel

# Paths of so many entries for one person are narrowed to a band round the even pace, of so many shifts.
NARROWED, BAND = 3.0, 8


def paths_work(model: RosterModel, frames: list[Frame], carried: Carried) -> float:
    """Million table entries that the paths of all persons look at."""
    if not frames:
        return 0.0
    units = units_of(model.minutes, carried.minutes)
    longest = max(frame.longest for frame in frames)
    steps = sum(length * units.spread + 1 for length in range(1, longest + 1))
    there = len(np.unique(model.weekend[model.weekend >= 0]))
    total = 0.0
    for sequence in model.sequences:
        width = min(sequence.most_minutes // units.size, model.days * int(units.of_shift.max(initial=0))) + 1
        if carried.band is not None:
            width = min(width, 2 * carried.band // units.size + 1)
        weekends = sequence.most_weekends + 1 if carried.weekends and sequence.most_weekends < there else 1
        total += model.days * steps * (max(1, width if carried.minutes else 1) * max(1, weekends) + model.shifts)
    return total / 1e6


def wide(model: RosterModel) -> int | None:
    """The band (in minutes) for lines of long periods; None where all minutes can be looked at."""
    frames_of_week = (
        model.days * model.days * int(model.minutes.max(initial=0)) / max(1, units_of(model.minutes, True).size)
    )
    return BAND * int(model.minutes.max(initial=0)) if frames_of_week > NARROWED * 1e5 else None
