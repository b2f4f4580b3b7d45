"""Look-ups into an instance, made once and shared by the rules, the model and the audit."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from scheduler.problem import NO_NAMES, Cadre, Day, Duty, Instance, Names


class InstanceIndex:
    """Positions and groups of an instance's cadres, zones and days; `names` for words, where the caller has them."""

    def __init__(self, instance: Instance, names: Names = NO_NAMES) -> None:
        self.instance = instance
        self.names = names
        self.cadres = {cadre.id: cadre for cadre in instance.cadres}
        self.zones = {zone.id: zone for zone in instance.zones}
        self.units = {unit.id: unit for unit in instance.units}
        self.days = {day.date: day for day in instance.days}
        self.cadre_number = {cadre.id: number for number, cadre in enumerate(instance.cadres)}
        self.zone_number = {zone.id: number for number, zone in enumerate(instance.zones)}
        self.party_of = {member: party for party in instance.parties for member in party}

    @cached_property
    def open_days(self) -> tuple[Day, ...]:
        """All open days of the period, past ones included: what windows and floors run over."""
        return tuple(day for day in self.instance.days if day.open)

    @cached_property
    def times(self) -> tuple[Day, ...]:
        """The open days on which somebody new may serve: the model's time axis."""
        return tuple(day for day in self.open_days if not day.past)

    @cached_property
    def time_number(self) -> dict[date, int]:
        """The position of a date on the time axis."""
        return {day.date: number for number, day in enumerate(self.times)}

    @cached_property
    def time_days(self) -> npt.NDArray[np.int64]:
        """The ordinals of the time axis: int64[T]."""
        return np.array([day.date.toordinal() for day in self.times], dtype=np.int64)

    @cached_property
    def served(self) -> dict[str, tuple[Duty, ...]]:
        """The duties already done, by cadre."""
        done: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.instance.served:
            done[duty.cadre].append(duty)
        return {cadre: tuple(duties) for cadre, duties in done.items()}

    @cached_property
    def incumbent(self) -> dict[str, tuple[Duty, ...]]:
        """The duties of the plan so far, by cadre."""
        found: dict[str, list[Duty]] = defaultdict(list)
        for duty in self.instance.incumbent:
            found[duty.cadre].append(duty)
        return {cadre: tuple(duties) for cadre, duties in found.items()}

    @cached_property
    def served_visits(self) -> dict[tuple[str, date], int]:
        """Visits already made, by zone and day: parties (and cadres in none), each once."""
        visitors: dict[tuple[str, date], set[object]] = defaultdict(set)
        for duty in self.instance.served:
            visitors[duty.zone, duty.date].add(self.party_of.get(duty.cadre, duty.cadre))
        return {key: len(who) for key, who in visitors.items()}

    @cached_property
    def zones_in_community(self) -> dict[str, tuple[int, ...]]:
        """Zone numbers by community."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, zone in enumerate(self.instance.zones):
            found[zone.community].append(number)
        return {key: tuple(numbers) for key, numbers in found.items()}

    @cached_property
    def linked_zones(self) -> dict[str, npt.NDArray[np.bool_]]:
        """By unit: which zones lie in its linked communities, bool[zones]."""
        masks = {}
        for unit in self.instance.units:
            mask = np.zeros(len(self.instance.zones), dtype=bool)
            for community in unit.linked_communities:
                mask[list(self.zones_in_community[community])] = True
            masks[unit.id] = mask
        return masks

    @cached_property
    def reachable_zones(self) -> dict[str, npt.NDArray[np.bool_]]:
        """By unit: which zones lie in the subdistricts of its linked communities, bool[zones]."""
        subdistrict = {zone.community: zone.subdistrict for zone in self.instance.zones}
        inside: dict[str, list[int]] = defaultdict(list)
        for number, zone in enumerate(self.instance.zones):
            inside[zone.subdistrict].append(number)
        masks = {}
        for unit in self.instance.units:
            mask = np.zeros(len(self.instance.zones), dtype=bool)
            for name in {subdistrict[community] for community in unit.linked_communities}:
                mask[inside[name]] = True
            masks[unit.id] = mask
        return masks

    @cached_property
    def served_zone_visits(self) -> Counter[str]:
        """Visits already made, by zone."""
        visits: Counter[str] = Counter()
        for (zone, _), count in self.served_visits.items():
            visits[zone] += count
        return visits

    @cached_property
    def zones_with_room(self) -> npt.NDArray[np.bool_]:
        """Which zones can take a visit yet: bool[zones]."""
        return np.array(
            [
                zone.max_parties_per_day > 0 and zone.max_visits > self.served_zone_visits[zone.id]
                for zone in self.instance.zones
            ],
            dtype=bool,
        )

    @cached_property
    def served_skills(self) -> Counter[tuple[str, str]]:
        """Duties already done by cadres with a skill, by zone and skill."""
        return Counter(
            (duty.zone, skill) for duty in self.instance.served for skill in set(self.cadres[duty.cadre].skills)
        )

    @cached_property
    def members_of_unit(self) -> dict[str, tuple[Cadre, ...]]:
        """The cadres of each unit."""
        found: dict[str, list[Cadre]] = {unit.id: [] for unit in self.instance.units}
        for cadre in self.instance.cadres:
            found[cadre.unit].append(cadre)
        return {unit: tuple(members) for unit, members in found.items()}

    @cached_property
    def away(self) -> Counter[tuple[str, date]]:
        """How many of a unit are away from the office, by unit and day."""
        return Counter((cadre.unit, day) for cadre in self.instance.cadres for day in set(cadre.away))

    def room(self, unit: str, day: date) -> int:
        """How many cadres a unit can spare on a day: its size less those away and those who must stay."""
        size = len(self.members_of_unit[unit])
        return max(0, size - self.away[unit, day] - self.units[unit].min_present)

    @cached_property
    def crews(self) -> tuple[tuple[str, ...], ...]:
        """Who moves as one: each party, and each cadre in none, in the order of their first members."""
        seen: set[str] = set()
        found = []
        for cadre in self.instance.cadres:
            if cadre.id not in seen:
                party = self.party_of.get(cadre.id, (cadre.id,))
                seen.update(party)
                found.append(party)
        return tuple(found)

    @cached_property
    def crew_number(self) -> dict[str, int]:
        """The position of each cadre's crew."""
        return {member: number for number, crew in enumerate(self.crews) for member in crew}

    @cached_property
    def crew_duties(self) -> tuple[int, ...]:
        """How many duties each crew may have yet: the smallest owed among its members."""
        return tuple(min(self.owed(self.cadres[member]) for member in crew) for crew in self.crews)

    def duties_of(self, cadre: Cadre) -> int:
        """How many duties a cadre may have yet, the party considered."""
        return self.crew_duties[self.crew_number[cadre.id]]

    def owed(self, cadre: Cadre) -> int:
        """Duties a cadre still owes: those of the period less those already done, at least 0."""
        return max(0, cadre.duties - len(self.served.get(cadre.id, ())))
