"""Good prices by the volume algorithm: steps up the slope of mean lines, which tell what a fractional roster would do.

F. Barahona, R. Anbil: The volume algorithm: producing primal solutions with a subgradient method (2000).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from scheduler.model import Ints
from scheduler.roster.engine.prices import SCALE, Evaluated, Floats, Prices, Pricing

# Of the new lines in the mean, the smallest step, rounds whose lines are kept; and how the step changes after so many rounds without a better bound.
SHARE, SMALLEST, RECENT = 0.1, 0.005, 12
PATIENCE, SHRINK, DEFLECTION = 12, 0.66, 0.1


@dataclass(slots=True)
class Ascent:
    """The best prices so far with their bound (1/SCALE points), and mean lines float[P, D, S] near them.

    recent: the lines int64[P, D] of the last rounds.
    """

    prices: Prices
    exact: int
    mean: Floats
    rounds: int = 0
    recent: list[Ints] = field(default_factory=list)


def ascend(
    pricing: Pricing,
    target: float,
    goes_on: Callable[[], bool],
    each: Callable[[Ascent], None],
    begin: Ascent | None = None,
) -> Ascent:
    """Prices that bound as well as can be while it `goes_on`; `target` (points) is a roster's objective or a guess.

    `begin`: prices and mean lines that another pricing found; its bound is kept where it is not bettered.
    """
    guesses = _guesses(pricing) if begin is None else [begin.prices]
    starts = [(prices, pricing.evaluate(prices)) for prices in guesses]
    prices, first = max(starts, key=lambda start: start[1].exact)
    mean = _spread(pricing, first) if begin is None else begin.mean
    exact = first.exact if begin is None else max(begin.exact, first.exact)
    ascent = Ascent(prices, exact, mean)
    here, slope, factor, stale = ascent.prices, first.slope, 1.0, 0
    while goes_on():
        ascent.rounds += 1
        gap = max(target * SCALE - ascent.exact, 0.005 * abs(ascent.exact), SCALE) / SCALE
        way = slope.open_from(here, pricing.low, pricing.high)
        here = here.moved(factor * gap / max(1e-9, way.square), way)
        here.cover = np.clip(here.cover, pricing.low, pricing.high)
        found = pricing.evaluate(here)
        ascent.mean = ascent.mean + SHARE * (_spread(pricing, found) - ascent.mean)
        ascent.recent = [*ascent.recent[1 - RECENT :], found.lines.rows]
        slope = slope.blended(DEFLECTION, found.slope)
        stale += 1
        if found.exact > ascent.exact:
            better = found.exact - ascent.exact
            ascent.exact, ascent.prices = found.exact, here
            stale = 0 if better > abs(ascent.exact) * 1e-5 else stale
        if stale >= PATIENCE:
            factor, stale = factor * SHRINK, 0
            if factor < SMALLEST:
                break
        each(ascent)
    return ascent


def _guesses(pricing: Pricing) -> list[Prices]:
    """Prices to begin with: nothing, and shares of what a missing person costs, the same for all."""
    guesses = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        guess = pricing.nothing()
        guess.cover += share * pricing.low
        guesses.append(guess)
    return guesses


def _spread(pricing: Pricing, found: Evaluated) -> Floats:
    """Lines as float[P, D, S]."""
    model = pricing.model
    mean = np.zeros((model.staff, model.days, model.shifts))
    person, day = np.nonzero(found.lines.rows >= 0)
    mean[person, day, found.lines.rows[person, day]] = 1
    return mean
