"""Zones and units of a snapshot."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import problem
from service.models import Community, Skill, Subdistrict, Unit, UnitLink, Zone, ZoneNeed
from service.operations.planning_settings import Mode, PlanningSettings
from service.operations.snapshot.period import Period


@dataclass(frozen=True, slots=True)
class Places:
    """Zones and units as the scheduler wants them, their row ids by code, and codes by row id."""

    zones: tuple[problem.Zone, ...]
    units: tuple[problem.Unit, ...]
    zone_ids: dict[str, int]
    unit_ids: dict[str, int]
    zone_codes: dict[int, str]
    unit_codes: dict[int, str]


def read_places(session: Session, district_id: int, period: Period, settings: PlanningSettings) -> Places:
    """Every zone of the district (those closed on a decisive day take no visits), every unit with its links."""
    zone_rows = _zones(session, district_id, period)
    zones = [zone for _, zone in zone_rows]
    unit_rows = _units(session, district_id, period, {zone.community for zone in zones})
    units = [unit for _, unit in unit_rows]
    if settings.mode is Mode.FIXED_DAY:
        fixed = settings.fixed_day
        zones = [replace(zone, max_parties_per_day=fixed.max_parties_per_day) for zone in zones]
        if fixed.min_present is not None:
            units = [replace(unit, min_present=fixed.min_present) for unit in units]
    zone_ids = {zone.id: row for row, zone in zone_rows}
    unit_ids = {unit.id: row for row, unit in unit_rows}
    return Places(
        tuple(zones),
        tuple(units),
        zone_ids,
        unit_ids,
        {row: code for code, row in zone_ids.items()},
        {row: code for code, row in unit_ids.items()},
    )


def read_names(session: Session, district_id: int) -> problem.Names:
    """What the district calls its skills and communities, by code."""
    skills = session.execute(select(Skill.code, Skill.name).where(Skill.district_id == district_id))
    communities = session.execute(select(Community.code, Community.name).where(Community.district_id == district_id))
    return problem.Names(dict(skills.all()), dict(communities.all()))


def _needs(session: Session, district_id: int) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(ZoneNeed.zone_id, Skill.code, ZoneNeed.count)
        .join(Skill, Skill.id == ZoneNeed.skill_id)
        .where(Skill.district_id == district_id)
        .order_by(ZoneNeed.zone_id, Skill.code)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for zone, skill, count in rows:
        found[zone][skill] = count
    return found


def _zones(session: Session, district_id: int, period: Period) -> list[tuple[int, problem.Zone]]:
    needs = _needs(session, district_id)
    rows = session.execute(
        select(Zone, Community.code, Subdistrict.code)
        .join(Community, Community.id == Zone.community_id)
        .join(Subdistrict, Subdistrict.id == Community.subdistrict_id)
        .where(Zone.district_id == district_id)
        .order_by(Zone.code)
    )
    found = []
    for row, community, subdistrict in rows:
        served = is_open(row.active_from, row.active_to, period)
        zone = problem.Zone(
            row.code, row.name, community, subdistrict,
            min_visits=row.min_visits if served else 0,
            max_visits=row.max_visits if served else 0,
            max_parties_per_day=row.max_parties_per_day,
            priority=row.priority,
            needs=needs.get(row.id, {}) if served else {},
            lat=row.latitude, lon=row.longitude,
        )  # fmt: skip
        found.append((row.id, zone))
    return found


def is_open(active_from: date | None, active_to: date | None, period: Period) -> bool:
    """Whether a zone is active on every decisive day: the model cannot close a zone on single days."""
    first, last = period.decisive[0], period.decisive[-1]
    return (active_from is None or active_from <= first) and (active_to is None or active_to >= last)


def _units(session: Session, district_id: int, period: Period, zoned: set[str]) -> list[tuple[int, problem.Unit]]:
    day = period.reference
    links: dict[int, list[str]] = defaultdict(list)
    for unit, community in session.execute(
        select(UnitLink.unit_id, Community.code)
        .join(Community, Community.id == UnitLink.community_id)
        .where(
            Community.district_id == district_id,
            UnitLink.valid_from <= day,
            or_(UnitLink.valid_to.is_(None), UnitLink.valid_to >= day),
        )
        .distinct()
        .order_by(Community.code)
    ):
        if community in zoned:
            links[unit].append(community)
    rows = session.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.min_present)
        .where(Unit.district_id == district_id)
        .order_by(Unit.code)
    )
    return [(row.id, problem.Unit(row.code, row.name, tuple(links.get(row.id, ())), row.min_present)) for row in rows]
