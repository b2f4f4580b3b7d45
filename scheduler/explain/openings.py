"""What a plan leaves free: on which days a crew could still serve, where, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex, Ints
from scheduler.problem import Cadre
from scheduler.rules import HARD_RULES, Facts

Mask = npt.NDArray[np.bool_]


class Obstacle(Enum):
    """What keeps a crew from one more duty on a day that all its members have free."""

    TOO_CLOSE = "too close to another duty"
    UNIT_FLOOR = "the unit can spare nobody more"
    ZONES_FULL = "every zone that they may serve is full"
    NONE = "nothing"


@dataclass(frozen=True, slots=True)
class Crew:
    """A crew with what it may have: `days` bool[T], `zones` zone numbers."""

    number: int
    members: tuple[Cadre, ...]
    days: Mask
    zones: Ints


class Openings:
    """A plan's free capacity."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.index: InstanceIndex = facts.index

    def crew_of(self, cadre: str) -> Crew:
        """The crew of a cadre, with the days and zones that all members may have (full zones included)."""
        number = self.index.crew_number[cadre]
        members = tuple(self.index.cadres[member] for member in self.index.crews[number])
        days = reduce(np.logical_and, [self.days_of(member) for member in members])
        zones = reduce(np.logical_and, [self.zones_of(member) for member in members])
        return Crew(number, members, days, np.flatnonzero(zones).astype(np.int64))

    def days_of(self, cadre: Cadre) -> Mask:
        """The days of the time axis that one cadre may have: bool[T]."""
        masks = [mask for rule in HARD_RULES if (mask := rule.narrow_times(self.index, cadre)) is not None]
        return reduce(np.logical_and, masks, np.ones(len(self.index.times), dtype=bool))

    def zones_of(self, cadre: Cadre) -> Mask:
        """The zones that one cadre may serve, full ones included: bool[zones]."""
        masks = [mask for rule in HARD_RULES if rule.code != "zone_capacity"
                 and (mask := rule.narrow_places(self.index, cadre)) is not None]  # fmt: skip
        return reduce(np.logical_and, masks, np.ones(len(self.index.zones), dtype=bool))

    @cached_property
    def free(self) -> Mask:
        """Where one visit more breaks no capacity: bool[zones, T]."""
        zones = self.index.instance.zones
        spare = np.array([zone.max_visits > self.facts.visits[zone.id] for zone in zones], dtype=bool)
        a_day = np.array([zone.max_parties_per_day for zone in zones], dtype=np.int64)
        counts = np.zeros((len(zones), len(self.index.times)), dtype=np.int64)
        for (zone, day), count in self.facts.zone_day.items():
            if day in self.index.time_number:
                counts[self.index.zone_number[zone], self.index.time_number[day]] = count
        free: Mask = spare[:, None] & (counts < a_day[:, None])
        return free

    def obstacle(self, crew: Crew, time: int) -> Obstacle:
        """What keeps a crew from one more duty on a day that it has free."""
        day = self.index.times[time].date
        least = self.index.instance.min_gap_days
        planned = (duty for member in crew.members for duty in self.facts.planned.get(member.id, ()))
        if any(abs((duty.date - day).days) < least for duty in planned):
            return Obstacle.TOO_CLOSE
        units = Counter(member.unit for member in crew.members)
        if any(self.facts.unit_day[unit, day] + more > self.index.room(unit, day) for unit, more in units.items()):
            return Obstacle.UNIT_FLOOR
        return Obstacle.NONE if self.free[crew.zones, time].any() else Obstacle.ZONES_FULL
