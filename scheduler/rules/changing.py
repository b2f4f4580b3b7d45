"""What the rules about changes share: how duties of the plan so far that lose their day or their zone are counted.

Counted is 1 for each duty of the plan so far, of a cadre who serves at all, on whose date (or in whose zone)
they no longer have one. For days that is the cost of a pair. For zones it is so where a crew has one duty; where
it has more, it is a limit for each such zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre, Duty
from scheduler.rules.base import Axis, CountLimit, Facts, Fixed


def changed_days(facts: Facts, cadre: str) -> int:
    """How many duties of the cadre's plan so far lose their day."""
    dates = {duty.date for duty in facts.duties[cadre]}
    return sum(bool(dates) and duty.date not in dates for duty in facts.index.incumbent.get(cadre, ()))


def changed_zones(facts: Facts, cadre: str) -> int:
    """How many duties of the cadre's plan so far lose their zone."""
    zones = {duty.zone for duty in facts.duties[cadre]}
    return sum(bool(zones) and duty.zone not in zones for duty in facts.index.incumbent.get(cadre, ()))


def fixed_of_days(index: InstanceIndex, cadre: Cadre) -> Fixed | None:
    """What changed days count whatever the days are; None: nothing."""
    waiting = _days_to_keep(index, cadre)
    if not waiting:
        return None
    # Who has served in the period serves at all, whatever is planned; others only when given a duty.
    if cadre.id in index.served:
        return Fixed(constant=len(waiting))
    return Fixed(serving=len(waiting)) if index.duties_of(cadre) > 1 else Fixed(each_duty=len(waiting))


def day_amounts(index: InstanceIndex, cadre: Cadre) -> Ints | None:
    """What changed days count with each day of the time axis, int64[T]; None: nothing."""
    waiting = _days_to_keep(index, cadre)
    if not waiting:
        return None
    amounts = np.zeros(len(index.times), dtype=np.int64)
    for duty in waiting:
        if duty.date in index.time_number:
            amounts[index.time_number[duty.date]] -= 1
    return amounts


def fixed_of_zones(index: InstanceIndex, cadre: Cadre) -> Fixed | None:
    """What changed zones count whatever the zones are; None: nothing."""
    waiting = _zones_to_keep(index, cadre).total()
    if not waiting:
        return None
    done = cadre.id in index.served
    if index.duties_of(cadre) > 1:
        # The limits charge whoever lacks the zone, serving or not: take that off who does not serve.
        return None if done else Fixed(constant=-waiting, serving=waiting)
    return Fixed(constant=waiting) if done else Fixed(each_duty=waiting)


def zone_amounts(index: InstanceIndex, cadre: Cadre, zones: Ints) -> Ints | None:
    """What changed zones count with each of these zone numbers; None: nothing, or limits count them."""
    waiting = _zones_to_keep(index, cadre)
    if not waiting or index.duties_of(cadre) > 1:
        return None
    amounts = np.zeros(len(zones), dtype=np.int64)
    for zone, times in waiting.items():
        amounts[zones == index.zone_number[zone]] -= times
    return amounts


def zone_limits(code: str, index: InstanceIndex, cadre: Cadre, points: int) -> Iterable[CountLimit]:
    """The limits that count changed zones at `points` each, for a crew with more than one duty."""
    waiting = _zones_to_keep(index, cadre)
    if waiting and index.duties_of(cadre) > 1:
        yield CountLimit(
            code,
            Axis.PLACE,
            f"crew:{index.crew_number[cadre.id]}",
            place=np.array([index.zone_number[zone] for zone in waiting], dtype=np.int64),
            low=1,
            low_points=points * np.array(list(waiting.values()), dtype=np.int64),
        )


def _days_to_keep(index: InstanceIndex, cadre: Cadre) -> list[Duty]:
    """The duties of the plan so far that no served duty keeps."""
    done = {duty.date for duty in index.served.get(cadre.id, ())}
    return [duty for duty in index.incumbent.get(cadre.id, ()) if duty.date not in done]


def _zones_to_keep(index: InstanceIndex, cadre: Cadre) -> Counter[str]:
    """The zones of the plan so far that no served duty keeps, and how many duties each had."""
    done = {duty.zone for duty in index.served.get(cadre.id, ())}
    return Counter(duty.zone for duty in index.incumbent.get(cadre.id, ()) if duty.zone not in done)
