"""Single relaxations that could be had: more room of a unit on a day, a day opened, a link, a zone that takes more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from scheduler.explain.openings import Crew, Obstacle, Openings
from scheduler.formulation import formulate
from scheduler.model import AssignmentModel, InstanceIndex
from scheduler.problem import Instance, Text
from scheduler.rules import Facts
from scheduler.rules.base import zh_day


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One step. kind: `floor` (unit, day), `open` (day), `link` (unit, community), `visits` or `parties` (zone)."""

    kind: str
    unit: str | None = None
    day: date | None = None
    zone: str | None = None
    community: str | None = None

    def words(self, index: InstanceIndex) -> Text:
        """What is to be done."""
        if self.kind == "floor":
            assert self.unit is not None
            assert self.day is not None
            name = index.units[self.unit].name
            return Text(f"{name}在{zh_day(self.day)}多派1人", f"let {name} spare one more on {self.day}")
        if self.kind == "open":
            assert self.day is not None
            return Text(f"开放{zh_day(self.day)}值勤", f"open {self.day} for duty")
        if self.kind == "link":
            assert self.unit is not None
            name = index.units[self.unit].name
            return Text(f"让{name}联点社区{self.community}", f"link {name} with the community {self.community}")
        assert self.zone is not None
        name = index.zones[self.zone].name
        if self.kind == "visits":
            return Text(f"{name}本期多接待1次", f"let {name} take one visit more in the period")
        return Text(f"{name}每天多接待1组", f"let {name} take one party more a day")

    def applied(self, instance: Instance) -> Instance:
        """The instance with the step taken; a floor is a matter of one day, which only `model` can show."""
        if self.kind == "open":
            days = tuple(replace(day, open=day.open or day.date == self.day) for day in instance.days)
            return replace(instance, days=days)
        if self.kind == "link":
            units = tuple(
                replace(unit, linked_communities=(*unit.linked_communities, str(self.community)))
                if unit.id == self.unit
                else unit
                for unit in instance.units
            )
            return replace(instance, units=units)
        if self.kind in ("visits", "parties"):
            more = (1, 0) if self.kind == "visits" else (0, 1)
            zones = tuple(
                replace(
                    zone, max_visits=zone.max_visits + more[0], max_parties_per_day=zone.max_parties_per_day + more[1]
                )
                if zone.id == self.zone
                else zone
                for zone in instance.zones
            )
            return replace(instance, zones=zones)
        return instance

    def model(self, instance: Instance, plain: AssignmentModel) -> AssignmentModel:
        """The model of the instance with the step taken; `plain` is the one without it."""
        if self.kind != "floor":
            return formulate(self.applied(instance))
        table = plain.limits
        row = plain.weightings.get(f"unit:{self.unit}", -1)
        times = [number for number, day in enumerate(InstanceIndex(instance).times) if day.date == self.day]
        floors = [number for number, rule in enumerate(table.rules) if rule == "unit_floor"]
        wider = np.isin(table.rule, floors) & (table.weighting == row) & np.isin(table.first_time, times)
        return replace(plain, limits=replace(table, high=table.high + wider))


def helpful(openings: Openings, cadre: str, wanting: list[str]) -> Iterator[Relaxation]:
    """Single steps that could let an unserved cadre's crew serve; `wanting` are communities short of visits.

    What is in the way today says which are looked at; whether they help is for the solver to say.
    """
    index, crew = openings.index, openings.crew_of(cadre)
    units = sorted({member.unit for member in crew.members})
    obstacles = {moment: openings.obstacle(crew, moment) for moment in np.flatnonzero(crew.days).tolist()}
    for moment, obstacle in obstacles.items():
        if obstacle is Obstacle.UNIT_FLOOR and len(units) == 1:
            yield Relaxation("floor", unit=units[0], day=index.times[moment].date)
    for day in index.instance.days:
        if not day.open and not day.past and not any(day.date in member.unavailable for member in crew.members):
            yield Relaxation("open", day=day.date)
    if Obstacle.ZONES_FULL in obstacles.values():
        yield from _zones(openings, crew)
        communities = wanting or sorted({zone.community for zone in index.instance.zones})
        yield from _links(index, units, communities)


def _zones(openings: Openings, crew: Crew) -> Iterator[Relaxation]:
    """The zones of a crew that are full, in the period or on some day."""
    for number in crew.zones.tolist():
        zone = openings.index.instance.zones[number]
        if openings.facts.visits[zone.id] >= zone.max_visits:
            yield Relaxation("visits", zone=zone.id)
        elif not openings.free[number].all():
            yield Relaxation("parties", zone=zone.id)


def _links(index: InstanceIndex, units: Iterable[str], communities: Iterable[str]) -> Iterator[Relaxation]:
    """Links that are not there yet."""
    for unit in units:
        for community in communities:
            if community not in index.units[unit].linked_communities:
                yield Relaxation("link", unit=unit, community=community)


def reaching(facts: Facts, zone: str, most: int) -> list[tuple[str, Relaxation]]:
    """Links by which a zone short of visits could be reached by people whose own zones have visits to spare.

    Each with a cadre who could come; one for each unit, the units with most such people first.
    """
    index, place = facts.index, facts.index.zone_number[zone]
    spare: dict[str, list[str]] = defaultdict(list)
    for cadre, duties in facts.planned.items():
        unit = index.cadres[cadre].unit
        if (
            any(facts.visits[duty.zone] > index.zones[duty.zone].min_visits for duty in duties)
            and not (index.reachable_zones[unit][place])
        ):
            spare[unit].append(cadre)
    units = sorted(spare, key=lambda unit: (-len(spare[unit]), unit))[:most]
    community = index.zones[zone].community
    return [(spare[unit][0], Relaxation("link", unit=unit, community=community)) for unit in units]
