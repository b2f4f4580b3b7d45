"""Some persons on some days as a model of its own, everything else staying as it is; and its linear programme's roster."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.ascent import Ascent
from scheduler.roster.engine.columns import generate
from scheduler.roster.engine.dive import Dive
from scheduler.roster.engine.frame import frame_of
from scheduler.roster.engine.lines import LineFinder
from scheduler.roster.engine.master import Master
from scheduler.roster.engine.prices import SCALE, Pricing
from scheduler.roster.engine.state import State, within
from scheduler.roster.engine.submodel import Limits
from scheduler.roster.engine.work import affordable, paths_work, wide
from scheduler.roster.model import Charges, RosterModel, Sequence


@dataclass(frozen=True, slots=True)
class Reins:
    """What holds a linear programme's work: seconds left, whether it goes on, what it used (units), its limits."""

    seconds: Callable[[], float]
    goes_on: Callable[[], bool]
    charge: Callable[[float], None]
    limits: Limits
    pool: Executor | None = None


def block_of(state: State, who: list[int], first: int, last: int, sharers: int = 1) -> RosterModel:
    """The model of persons on days first to last (excluded), which must not part a Saturday from its Sunday.

    With several `sharers` it takes no more than its part of what is left of everybody's totals.
    """
    model = state.model
    sequences = []
    for person in who:
        sequence = within(model, person, state.rows[person], first, last)
        if sharers > 1:
            _share(model, sequence, state.rows[person, first:last], model.weekend[first:last], sharers)
        sequence.most_kind = np.maximum(0, sequence.most_kind)
        sequence.allowed = sequence.allowed & (sequence.most_kind > 0)
        sequences.append(sequence)
    outside = state.counts[first:last].copy()
    for person in who:
        row = state.rows[person, first:last]
        days = np.flatnonzero(row >= 0)
        outside[days, row[days]] -= 1
    steps = np.arange(len(who) + 1)
    count = np.take_along_axis(model.charges.count[first:last], outside[:, :, None] + steps, axis=2)
    return replace(
        model,
        weekend=model.weekend[first:last],
        sequences=tuple(sequences),
        charges=Charges(model.charges.pair[who, first:last], count),
    )


def _share(model: RosterModel, sequence: Sequence, row: Ints, weekend: Ints, sharers: int) -> None:
    """Narrow a sequence to what its row has, more or less a part of what the totals leave open."""
    shifts = row[row >= 0]
    kinds = np.bincount(shifts, minlength=model.shifts)
    minutes = int(kinds @ model.minutes)
    weekends = len(np.unique(weekend[(row >= 0) & (weekend >= 0)]))
    sequence.least_minutes = minutes - (minutes - sequence.least_minutes) // sharers
    sequence.most_minutes = minutes + (sequence.most_minutes - minutes) // sharers
    sequence.most_weekends = weekends + (sequence.most_weekends - weekends) // sharers
    sequence.most_kind = kinds + (sequence.most_kind - kinds) // sharers


def resettle(state: State, who: list[int], first: int, last: int, reins: Reins, sharers: int = 1) -> Ints | None:
    """Rows int64[N, days] that better the roster, by column generation and a dive; None where none are found."""
    model = block_of(state, who, first, last, sharers)
    pool = reins.pool if sharers == 1 else None
    rows = state.rows[who, first:last]
    points = State(model, rows).objective
    frames = [frame_of(sequence) for sequence in model.sequences]
    carried = affordable(model, frames)
    pricing = Pricing(model, LineFinder(model, frames, carried, pool))
    master = Master(pricing)
    nothing = pricing.nothing()
    nothing.cover += 0.5 * pricing.low
    begin = Ascent(nothing, pricing.evaluate(nothing).exact, np.zeros(model.charges.pair.shape))
    work = paths_work(model, frames, carried)
    hopeless = (points - 1) * SCALE

    def goes_on() -> bool:
        return reins.goes_on() and begin.exact <= hopeless

    def each(ascent: Ascent) -> None:
        reins.charge(columns_units(work, len(master.rows)))

    found = generate(master, rows, reins.seconds, goes_on, each, begin, GAP)
    if found.exact > hopeless or not reins.goes_on():
        return None
    full = LineFinder(model, frames, replace(carried, kinds=False, weekends=True, minutes=True, band=wide(model)))
    dived = Dive(master, full, reins.limits).run(
        reins.seconds, reins.goes_on, lambda: reins.charge(columns_units(work, len(master.rows)))
    )
    return dived.rows if dived.objective < points else None


def columns_units(work: float, lines: int) -> float:
    """Work units of a round of column generation: paths of million entries, a linear programme of lines."""
    return 2 * work * ENTRIES + THOUSAND * lines / 1000


# Work units of a million table entries, and of a linear programme's thousand lines.
ENTRIES, THOUSAND = 0.004, 0.05
# So near to the programme's optimum is near enough to dive.
GAP = 0.005
