"""Good prices by column generation: a linear programme over lines found so far gives prices, prices give new lines."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.ascent import Ascent
from scheduler.roster.engine.master import Master
from scheduler.roster.engine.prices import SCALE
from scheduler.roster.engine.runs import FAR

# Share of the best prices so far in those that are tried.
SMOOTHING = 0.5
# Limits on kinds are looked at once the bound is so near to the programme's objective.
NEAR_ENOUGH = 0.05


def generate(
    master: Master,
    rows: Ints,
    seconds: Callable[[], float],
    goes_on: Callable[[], bool],
    each: Callable[[Ascent], None],
    begin: Ascent,
    gap: float = 0.0,
) -> Ascent:
    """Prices that bound as well as can be; `rows` is a valid roster, so that the first programme has a solution.

    It ends where the bound is within a `gap` (a share) of the programme's objective.
    """
    pricing, ascent = master.pricing, begin
    everyone = np.arange(pricing.model.staff, dtype=np.int64)
    master.add(everyone, rows)
    master.add(everyone, pricing.evaluate(begin.prices).lines.rows)
    while goes_on():
        mixed = master.solve(seconds())
        if mixed is None:
            break
        ascent.rounds += 1
        ascent.mean = master.mean(mixed.taken)
        new = 0
        for weight in (SMOOTHING, 0.0):
            trial = mixed.prices.blended(weight, ascent.prices)
            found = pricing.evaluate(trial)
            new += master.add(everyone, found.lines.rows)
            if FAR > found.exact > ascent.exact:
                ascent.exact, ascent.prices = found.exact, trial
            if new > pricing.model.staff // 10:
                break
        each(ascent)
        # Limits on kinds come in once the prices are about right.
        proven = max(ceiling(ascent.exact / SCALE), ascent.exact / SCALE + gap * abs(mixed.objective))
        if proven >= ceiling(mixed.objective) and master.tighten(mixed.taken) == 0:
            break
        near = SCALE * mixed.objective - ascent.exact <= NEAR_ENOUGH * abs(ascent.exact)
        if (new == 0 or near) and master.tighten(mixed.taken) == 0 and new == 0:
            break
    return ascent


def ceiling(points: float) -> float:
    """The least whole number that points cannot be below, allowing for a linear programme's errors."""
    return float(np.ceil(points - 1e-4))
