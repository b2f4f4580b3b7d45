"""Which single relaxations are worth solving for whoever is unserved and for zones that fall short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np

from scheduler.explain.openings import Crew, Obstacle, Openings
from scheduler.explain.relaxations import Relaxation
from scheduler.model import InstanceIndex
from scheduler.rules import Facts


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
    if Obstacle.TOO_CLOSE in obstacles.values() and index.instance.min_gap_days > 1:
        yield Relaxation("gap")
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


def reaching(facts: Facts, zone: str, most: int, skill: str | None = None) -> list[tuple[str, Relaxation]]:
    """Links by which a zone that falls short could be reached by people whose own zones can spare them.

    Each with a cadre who could come (one with the skill, where one is asked for); one for each unit, the units with
    most such people first.
    """
    index, place = facts.index, facts.index.zone_number[zone]
    spare: dict[str, list[str]] = defaultdict(list)
    for cadre, duties in facts.planned.items():
        unit, skills = index.cadres[cadre].unit, index.cadres[cadre].skills
        if index.reachable_zones[unit][place] or (skill is not None and skill not in skills):
            continue
        if any(_spared(facts, duty.zone, skill) for duty in duties):
            spare[unit].append(cadre)
    units = sorted(spare, key=lambda unit: (-len(spare[unit]), unit))[:most]
    community = index.zones[zone].community
    return [(spare[unit][0], Relaxation("link", unit=unit, community=community)) for unit in units]


def _spared(facts: Facts, zone: str, skill: str | None) -> bool:
    """Whether a zone does with a visit less, or with one person less of a skill."""
    known = facts.index.zones[zone]
    if skill is None:
        return facts.visits[zone] > known.min_visits
    return known.needs.get(skill, 0) == 0


def for_skill(openings: Openings, zone: str, skill: str, most: int) -> Iterator[tuple[str, Relaxation]]:
    """Single steps that could bring somebody with a skill to a zone: links, room in the zone, in a unit, another day.

    Each with a cadre who has the skill and could come.
    """
    facts, index = openings.facts, openings.index
    yield from reaching(facts, zone, most, skill)
    able = [cadre for cadre in index.cadres.values() if skill in cadre.skills
            and index.zone_number[zone] in openings.crew_of(cadre.id).zones
            and all(duty.zone != zone for duty in facts.duties[cadre.id])]  # fmt: skip
    if not able:
        return
    known = index.zones[zone]
    if facts.visits[zone] >= known.max_visits:
        yield able[0].id, Relaxation("visits", zone=zone)
    if any(facts.zone_day.get((zone, day.date), 0) >= known.max_parties_per_day for day in index.times):
        yield able[0].id, Relaxation("parties", zone=zone)
    for cadre in able[:most]:
        for relaxation in helpful(openings, cadre.id, []):
            if relaxation.kind in ("floor", "open", "gap"):
                yield cadre.id, relaxation
