"""Planning as it is done by hand: one crew after the other takes a free slot, and nobody is moved for another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from random import Random

import numpy as np
import numpy.typing as npt

from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Duty, Instance
from scheduler.rules import HARD_RULES

Mask = npt.NDArray[np.bool_]


class Slots:
    """What is free beside the duties that stand; hard rules hold, and days take no more than their `max` if that can be."""

    def __init__(self, instance: Instance, standing: Iterable[Duty]) -> None:
        self.index = InstanceIndex(instance)
        index = self.index
        zones = instance.zones
        self.visits = np.array([index.served_zone_visits[zone.id] for zone in zones], dtype=np.int64)
        self.most = np.array([zone.max_visits for zone in zones], dtype=np.int64)
        self.a_day = np.array([zone.max_parties_per_day for zone in zones], dtype=np.int64)
        self.busy = np.zeros((len(zones), len(index.times)), dtype=np.int64)
        self.on_duty = np.zeros(len(index.times), dtype=np.int64)
        self.wanted = np.array([day.max for day in index.times], dtype=np.int64)
        self.room = {
            unit.id: np.array([index.room(unit.id, day.date) for day in index.times]) for unit in instance.units
        }
        self.given: dict[int, list[tuple[int, int]]] = {}
        for duty in standing:
            crew = index.crew_number[duty.cadre]
            if index.crews[crew][0] == duty.cadre:
                self.take(crew, index.time_number[duty.date], index.zone_number[duty.zone])

    def take(self, crew: int, time: int, zone: int) -> None:
        """Give a crew a duty."""
        members = self.index.crews[crew]
        self.visits[zone] += 1
        self.busy[zone, time] += 1
        self.on_duty[time] += len(members)
        for member in members:
            self.room[self.index.cadres[member].unit][time] -= 1
        self.given.setdefault(crew, []).append((time, zone))

    def fill(self, luck: Random | None) -> None:
        """Give every crew what it owes: the first free slot, or with `luck` any, in the order of the list."""
        for crew in range(len(self.index.crews)):
            while len(self.given.get(crew, ())) < self.index.crew_duties[crew] and self._one(crew, luck):
                pass

    def duties(self) -> tuple[Duty, ...]:
        """What is given."""
        days, zones = self.index.times, self.index.instance.zones
        return tuple(
            Duty(member, days[time].date, zones[zone].id)
            for crew, slots in sorted(self.given.items())
            for time, zone in slots
            for member in self.index.crews[crew]
        )

    def _one(self, crew: int, luck: Random | None) -> bool:
        """One more duty of a crew; whether there was room."""
        members = [self.index.cadres[member] for member in self.index.crews[crew]]
        times = self._times(crew, members)
        places = self._places(members)
        # Where no day below its `max` has room, any day has to do.
        for day in (*self._in_order(times & (self.on_duty < self.wanted), luck), *self._in_order(times, luck)):
            free = np.flatnonzero(places & (self.busy[:, day] < self.a_day))
            if len(free):
                self.take(crew, day, int(free[luck.randrange(len(free))] if luck else free[0]))
                return True
        return False

    def _in_order(self, mask: Mask, luck: Random | None) -> Sequence[int]:
        found: list[int] = np.flatnonzero(mask).tolist()
        if luck:
            luck.shuffle(found)
        return found

    def _times(self, crew: int, members: Sequence[Cadre]) -> Mask:
        """The days that suit every member, their units and the gap to their other duties."""
        masks = [rule.narrow_times(self.index, cadre) for cadre in members for rule in HARD_RULES]
        free = reduce(np.logical_and, [mask for mask in masks if mask is not None], self.on_duty >= 0)
        for unit in {cadre.unit for cadre in members}:
            free = free & (self.room[unit] >= sum(cadre.unit == unit for cadre in members))
        for time, _ in self.given.get(crew, ()):
            near = np.abs(self.index.time_days - self.index.time_days[time]) < self.index.instance.min_gap_days
            free = free & ~near
        return free

    def _places(self, members: Sequence[Cadre]) -> Mask:
        masks = [rule.narrow_places(self.index, cadre) for cadre in members for rule in HARD_RULES]
        return reduce(np.logical_and, [mask for mask in masks if mask is not None]) & (self.visits < self.most)
