"""Subdistricts, communities with their heads, zones with their needs, and a grid worker for each zone."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from service.models import Community, CommunityKind, GridWorker, Skill, Subdistrict, Zone, ZoneNeed
from service.sample.communities import Place, Source, spread, subdistricts
from service.sample.geography import Point, centre, near
from service.sample.names import invent, telephone
from service.sample.writing import Making

SKILLS = {
    "legal": "法律",
    "medical": "医疗",
    "finance": "财务",
    "engineering": "工程",
    "counselling": "心理疏导",
    "agriculture": "农技",
}
# The deployment: 598 cadres for about 230 zones in 45 communities.
CADRES_PER_ZONE = 2.6
ZONES_PER_COMMUNITY = (3, 60)
COMMUNITIES_PER_CADRE = 45 / 598
NUMERALS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class ZoneSeed:
    """A zone as the rest of the generator needs it."""

    id: int
    code: str
    community: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a sample: ids by code, and the zones in order."""

    communities: dict[str, int]
    zones: list[ZoneSeed]
    skills: dict[str, int]


def numeral(number: int) -> str:
    """A Chinese numeral from 1 to 99."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else NUMERALS[tens]) + "十" if tens else ""
    return head + (NUMERALS[ones] if ones or not tens else "")


def chosen(source: Source, cadres: int) -> list[Place]:
    """The communities that this many cadres are sent into: all, or fewer for a small sample."""
    return spread(source.places, max(2, min(len(source.places), round(cadres * COMMUNITIES_PER_CADRE + 0.5))))


def estimated_points(making: Making, places: list[Place]) -> dict[str, Point | None]:
    """A point for each community: the known one, else one near those of its subdistrict (or of the district)."""
    chance = making.chance("points")
    known = [place.point for place in places if place.point]
    points: dict[str, Point | None] = {}
    for place in places:
        around = [other.point for other in places if other.point and other.subdistrict == place.subdistrict] or known
        if place.point or not around:
            points[place.code] = place.point
        else:
            points[place.code] = near(centre(around), 400, 2600, making.outline, chance)
    return points


def make_places(making: Making, source: Source) -> Places:
    """Write all places of the sample."""
    places = chosen(source, making.cadres)
    points = estimated_points(making, places)
    streets = subdistricts(places)
    street_ids = making.write_known(
        Subdistrict, "code", [{"code": code, "name": name} for code, name in streets.items()]
    )
    heads = invent(making.chance("heads"), len(places))
    chance = making.chance("communities")
    rows = []
    for place, head in zip(places, heads, strict=True):
        longitude, latitude = points[place.code] or (None, None)
        rows.append(
            {
                "code": place.code,
                "name": place.name,
                "kind": CommunityKind.VILLAGE if place.village else CommunityKind.COMMUNITY,
                "subdistrict_id": street_ids[place.code[:9]],
                "latitude": latitude,
                "longitude": longitude,
                "contact_name": head.name,
                "contact_phone": telephone(chance),
            }
        )
    communities = making.write_known(Community, "code", rows)
    skills = making.write_known(Skill, "code", [{"code": code, "name": name} for code, name in SKILLS.items()])
    zones = _make_zones(making, places, points, communities, skills)
    _make_workers(making, places, rows, communities, zones)
    return Places(communities, zones, skills)


def _zone_counts(making: Making, count: int) -> list[int]:
    """How many zones each of `count` communities has: four to six in the deployment, as many as the cadres ask for."""
    chance = making.chance("zone counts")
    average = making.cadres / CADRES_PER_ZONE / count
    low, high = ZONES_PER_COMMUNITY
    return [max(low, min(high, round(chance.uniform(average - 1.2, average + 1.2)))) for _ in range(count)]


def _zone_row(
    making: Making, place: Place, number: int, point: Point | None, load: int, chance: Random
) -> dict[str, Any]:
    spot = near(point, 80, 450, making.outline, chance) if point else None
    weighty = chance.random() < 0.18
    return {
        "code": f"{place.code}{number:02d}",
        "name": f"{place.name}第{numeral(number)}网格",
        "households": round(chance.triangular(140, 620, 320)),
        "min_visits": load if chance.random() < 0.7 else load + 1,
        "max_visits": 4 * load,
        "max_parties_per_day": max(1, round(load / 6)),
        "priority": chance.choice((2, 3)) if weighty else 1,
        "latitude": spot[1] if spot else None,
        "longitude": spot[0] if spot else None,
        "address": f"{place.subdistrict}{place.name}党群服务中心（样例）",
    }


def _make_zones(
    making: Making,
    places: list[Place],
    points: dict[str, Point | None],
    communities: dict[str, int],
    skills: dict[str, int],
) -> list[ZoneSeed]:
    chance = making.chance("zones")
    counts = _zone_counts(making, len(places))
    # More cadres than the zones of the deployment could take: every zone takes as many times more.
    load = max(1, round(making.cadres / CADRES_PER_ZONE / sum(counts)))
    rows, owners = [], {}
    for place, count in zip(places, counts, strict=True):
        for number in range(1, count + 1):
            row = _zone_row(making, place, number, points[place.code], load, chance)
            rows.append(row | {"community_id": communities[place.code]})
            owners[row["code"]] = place.code
    ids = making.write_known(Zone, "code", rows)
    needs = [
        {"zone_id": ids[row["code"]], "skill_id": skills[chance.choice(list(skills))], "count": 1}
        for row in rows
        if chance.random() < 0.22
    ]
    making.write(ZoneNeed, needs)
    return [ZoneSeed(ids[row["code"]], row["code"], owners[row["code"]], row["max_visits"]) for row in rows]


def _make_workers(
    making: Making, places: list[Place], heads: list[dict[str, Any]], communities: dict[str, int], zones: list[ZoneSeed]
) -> None:
    """One grid worker for each zone, and each community's grid head, who is also the one to call."""
    chance = making.chance("grid workers")
    people = invent(chance, len(zones))
    workers: list[dict[str, Any]] = [
        {
            "number": f"W{number:05d}",
            "name": person.name,
            "community_id": communities[zone.community],
            "zone_id": zone.id,
            "head": False,
            "phone": telephone(chance),
        }
        for number, (zone, person) in enumerate(zip(zones, people, strict=True), start=1)
    ]
    for number, (place, row) in enumerate(zip(places, heads, strict=True), start=1):
        workers.append(
            {
                "number": f"H{number:05d}",
                "name": row["contact_name"],
                "community_id": communities[place.code],
                "zone_id": None,
                "head": True,
                "phone": row["contact_phone"],
            }
        )
    making.write(GridWorker, workers)
