"""Posts of the sample: grid workers' posts, villages, enterprises in parks, compounds, lifts, units to inspect."""

from __future__ import annotations

from random import Random
from typing import Any

from sqlalchemy import select

from service.models import Community, CommunityKind, GridWorker, Post, PostKind, PostRole, PostRoleSkill, Zone
from service.operations.posts.usual import ROLES
from service.sample.units import UnitSeed
from service.sample.writing import Making

VILLAGES, ENTERPRISES, COMPOUNDS, LIFTS, WORKER_POSTS, INSPECTED, SECOND_LOOKS = 7, 80, 30, 12, 50, 19, 9
PARKS = ("田心高科园", "清水塘园区", "响石岭工业园", "铜塘湾园区")
TRADES = ("机械", "轨道装备", "新材料", "电气", "物流", "模具", "环保", "食品")
NAMES = ("安泰", "恒达", "远景", "华盛", "立丰", "同创", "中瑞", "嘉禾", "金辉", "博远", "鼎新", "长兴")


def make_posts(making: Making, units: list[UnitSeed], skills: dict[str, int]) -> None:
    """Write the posts with the usual roles of their kinds; figures in proportion to the sample, at least two of each."""
    chance = making.chance("posts")
    rows = [
        *_worker_posts(making, chance),
        *_villages(making),
        *_enterprises(making, chance),
        *_sites(making, chance),
        *_inspected(making, units),
    ]
    shared = dict.fromkeys(
        ("community_id", "zone_id", "unit_id", "grid_worker_id", "park", "latitude", "longitude", "address")
    )
    ids = making.write_known(Post, "code", [{**shared, "priority": 1, "load": 1, **row} for row in rows])
    making.write(
        PostRole,
        [
            {"post_id": ids[row["code"]], "position": place, "role": role, "least": least, "most": most}
            for row in rows
            for place, (role, least, most) in enumerate(ROLES[row["kind"]])
        ],
    )
    wish_for_skills(making, skills)


def wish_for_skills(making: Making, skills: dict[str, int]) -> None:
    """Inspectors who know finance or the law are wished for, and an engineer where lifts are put in."""
    wished = {PostKind.UNIT: ("finance", "legal"), PostKind.LIFT: ("engineering",)}
    rows = making.session.execute(
        select(PostRole.id, Post.kind)
        .join(Post, Post.id == PostRole.post_id)
        .where(Post.district_id == making.district_id, Post.kind.in_(wished))
        .order_by(PostRole.id)
    )
    making.write(
        PostRoleSkill,
        [
            {"post_role_id": role, "skill_id": skills[code], "required": False}
            for role, kind in rows
            for code in wished[PostKind(kind)]
        ],
    )


def figure(making: Making, number: int) -> int:
    """A figure of the deployment in proportion, at least two, and not beyond five times the deployment's."""
    return min(max(2, making.part(number)), 5 * number)


def _worker_posts(making: Making, chance: Random) -> list[dict[str, Any]]:
    """Posts of grid workers who may exchange: one from each zone drawn."""
    rows = making.session.execute(
        select(GridWorker.id, GridWorker.name, GridWorker.community_id, GridWorker.zone_id, Zone.name)
        .join(Zone, Zone.id == GridWorker.zone_id)
        .where(GridWorker.district_id == making.district_id, GridWorker.head.is_(False))
        .order_by(GridWorker.number)
    ).all()
    drawn = sorted(chance.sample(rows, min(len(rows), figure(making, WORKER_POSTS))))
    return [
        {
            "code": f"GW{number:03d}", "kind": PostKind.GRID_WORKER, "name": f"{zone.removesuffix('网格')}网格员岗", "community_id": community,
            "zone_id": zone_id, "grid_worker_id": worker,
        }
        for number, (worker, _name, community, zone_id, zone) in enumerate(drawn, start=1)
    ]  # fmt: skip


def _villages(making: Making) -> list[dict[str, Any]]:
    """Villages that want a first secretary; a sample with few villages takes communities too."""
    rows = making.session.execute(
        select(Community.id, Community.name, Community.kind)
        .where(Community.district_id == making.district_id)
        .order_by(Community.kind != CommunityKind.VILLAGE, Community.code)
    ).all()
    count = min(len(rows), max(1, min(making.part(VILLAGES), VILLAGES)))
    return [
        {"code": f"CUN{number:03d}", "kind": PostKind.VILLAGE, "name": f"{name}第一书记", "community_id": community}
        for number, (community, name, _kind) in enumerate(rows[:count], start=1)
    ]


def _communities(making: Making) -> list[tuple[int, str, float | None, float | None]]:
    query = select(Community.id, Community.name, Community.latitude, Community.longitude)
    found = making.session.execute(query.where(Community.district_id == making.district_id).order_by(Community.code))
    return [(row.id, row.name, row.latitude, row.longitude) for row in found]


def _enterprises(making: Making, chance: Random) -> list[dict[str, Any]]:
    """Enterprises in four parks; some take more of an officer than others."""
    communities = _communities(making)
    homes = [communities[index * len(communities) // len(PARKS)] for index in range(len(PARKS))]
    found = []
    for number in range(1, figure(making, ENTERPRISES) + 1):
        park = (number - 1) % len(PARKS)
        community, _name, latitude, longitude = homes[park]
        name = f"{NAMES[number % len(NAMES)]}{TRADES[number % len(TRADES)]}{number:02d}公司"
        found.append(
            {
                "code": f"QY{number:03d}", "kind": PostKind.ENTERPRISE, "name": f"样例{name}", "community_id": community,
                "park": PARKS[park], "load": chance.choice((1, 1, 1, 2)), "priority": chance.choice((1, 1, 2)),
                "latitude": _near(latitude, chance), "longitude": _near(longitude, chance),
            }
        )  # fmt: skip
    return found


def _near(degrees: float | None, chance: Random) -> float | None:
    return None if degrees is None else round(degrees + chance.uniform(-0.008, 0.008), 6)


def _sites(making: Making, chance: Random) -> list[dict[str, Any]]:
    """Compounds under renovation, and lifts to be put in."""
    communities = _communities(making)
    found = []
    for kind, code, count, what in (
        (PostKind.COMPOUND, "XQ", COMPOUNDS, "小区改造"),
        (PostKind.LIFT, "DT", LIFTS, "加装电梯"),
    ):
        for number in range(1, figure(making, count) + 1):
            community, name, latitude, longitude = chance.choice(communities)
            found.append(
                {
                    "code": f"{code}{number:03d}", "kind": kind, "name": f"{name}{number}号{what}",
                    "community_id": community, "priority": chance.choice((1, 1, 2)),
                    "latitude": _near(latitude, chance), "longitude": _near(longitude, chance),
                }
            )  # fmt: skip
    return found


def _inspected(making: Making, units: list[UnitSeed]) -> list[dict[str, Any]]:
    """Units to be looked into, and those of them that are looked at again."""
    found = []
    count = min(len(units), figure(making, INSPECTED))
    for number, unit in enumerate(units[:count], start=1):
        found.append({"code": f"XC{number:03d}", "kind": PostKind.UNIT, "name": unit.name, "unit_id": unit.id})
        if number <= figure(making, SECOND_LOOKS):
            again = {
                "code": f"XC{number:03d}-2",
                "kind": PostKind.UNIT,
                "name": f"{unit.name}（回头看）",
                "unit_id": unit.id,
            }
            found.append(again)
    return found
