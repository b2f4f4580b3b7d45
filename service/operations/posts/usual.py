"""What a new post of each kind begins with: its roles, and how its code begins."""

from __future__ import annotations

from service.models import Post, PostKind, PostRole

SITES = frozenset({PostKind.COMPOUND, PostKind.LIFT})
# Posts that always want somebody; the others only while a round runs.
LASTING = frozenset({PostKind.VILLAGE, PostKind.ENTERPRISE, *SITES})
# Role, least, most. Role names are the office's words and are kept as written.
ROLES: dict[PostKind, tuple[tuple[str, int, int], ...]] = {
    PostKind.GRID_WORKER: (("轮岗干部", 0, 1),),
    PostKind.VILLAGE: (("第一书记", 1, 1),),
    PostKind.ENTERPRISE: (("驻企联络员", 1, 1),),
    PostKind.COMPOUND: (("宣传员", 1, 2), ("攻坚员", 1, 2), ("保障员", 1, 2)),
    PostKind.LIFT: (("攻坚员", 1, 1),),
    PostKind.UNIT: (("巡察组员", 3, 3),),
}
PREFIXES = {
    PostKind.GRID_WORKER: "GW",
    PostKind.VILLAGE: "CUN",
    PostKind.ENTERPRISE: "QY",
    PostKind.COMPOUND: "XQ",
    PostKind.LIFT: "DT",
    PostKind.UNIT: "XC",
}


def usual_roles(kind: str) -> list[PostRole]:
    """The roles of a new post, not yet stored."""
    return [
        PostRole(position=place, role=role, least=least, most=most)
        for place, (role, least, most) in enumerate(ROLES[PostKind(kind)])
    ]


def is_site(post: Post) -> bool:
    """Whether a post is a site with works."""
    return post.kind in SITES
