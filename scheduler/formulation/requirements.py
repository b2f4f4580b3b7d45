"""Pins as requirements of crews, and those that nothing can keep."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scheduler.formulation.costs import PlacePairs
from scheduler.model import ANY, InstanceIndex, Requirement
from scheduler.rules.pin import pin_holds


def requirements(
    index: InstanceIndex, places: PlacePairs, allowed: npt.NDArray[np.bool_]
) -> tuple[tuple[Requirement, ...], tuple[int, ...]]:
    """The requirements of pins that served duties do not keep already, and the pins that nothing can keep."""
    needed: list[Requirement] = []
    impossible: list[int] = []
    for number, pin in enumerate(index.instance.pins):
        if pin_holds(pin, index.served.get(pin.cadre, ())):
            continue
        crew = index.crew_number[pin.cadre]
        place = ANY if pin.zone is None else index.zone_number[pin.zone]
        time = ANY if pin.date is None else index.time_number.get(pin.date)
        if time is None or not _possible(index, places, allowed, crew, place, time):
            impossible.append(number)
        else:
            needed.append(Requirement(crew, place, time, number))
    return tuple(needed), tuple(impossible)


def _possible(
    index: InstanceIndex, places: PlacePairs, allowed: npt.NDArray[np.bool_], crew: int, place: int, time: int
) -> bool:
    """Whether the crew, alone in the world, could have a duty there and then."""
    mine = places.place[places.start[crew] : places.start[crew + 1]]
    somewhere = len(mine) > 0 if place == ANY else bool((mine == place).any())
    some_day = bool(allowed[crew].any()) if time == ANY else bool(allowed[crew, time])
    return index.crew_duties[crew] > 0 and somewhere and some_day
