"""Posts and placements for tests, made row by row."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from service.models import (
    Cadre,
    Community,
    District,
    Placement,
    Post,
    PostKind,
    PostRole,
    Programme,
    ProgrammePost,
)
from service.operations.memberships import unit_on
from service.operations.posts.usual import usual_roles
from tests.support.factories import added

_numbers = itertools.count(1)
ROLES = {
    PostKind.VILLAGE: "第一书记",
    PostKind.ENTERPRISE: "驻企联络员",
    PostKind.COMPOUND: "攻坚员",
    PostKind.LIFT: "攻坚员",
    PostKind.UNIT: "巡察组员",
    PostKind.GRID_WORKER: "轮岗干部",
}


def make_post(session: Session, district: District, kind: PostKind = PostKind.ENTERPRISE, **given: Any) -> Post:
    """A post with the usual roles of its kind."""
    code = f"P{next(_numbers):04d}"
    roles = given.pop("roles", None)
    post = Post(**{"district_id": district.id, "kind": kind, "code": code, "name": f"岗位{code}", **given})
    post.roles = usual_roles(kind) if roles is None else [
        PostRole(position=place, role=role, least=least, most=most) for place, (role, least, most) in enumerate(roles)
    ]  # fmt: skip
    made: Post = added(session, post)
    return made


def make_site(session: Session, community: Community, **given: Any) -> Post:
    """A compound under renovation."""
    district = session.get_one(District, community.district_id)
    return make_post(session, district, PostKind.COMPOUND, community=community, **given)


def make_placement(session: Session, cadre: Cadre, post: Post, first: date, last: date, **given: Any) -> Placement:
    """A placement; in the role usual for the post's kind, exempting nobody, unless told."""
    unit = unit_on(cadre, first)
    values = {
        "district_id": post.district_id, "cadre": cadre, "unit_id": unit.id if unit else None, "post": post,
        "role": ROLES[PostKind(post.kind)], "exempts": False, "uid": f"placement-{next(_numbers)}@test",
    }  # fmt: skip
    row: Placement = added(session, Placement(first_day=first, last_day=last, **{**values, **given}))
    return row


def make_campaign(session: Session, district: District, posts: list[Post], today: date, **given: Any) -> Programme:
    """An approved squad programme of these posts, from 60 days ago to 60 days on."""
    code = f"SQ{next(_numbers):03d}"
    values = {
        "district_id": district.id, "code": code, "kind": "squad", "name": f"攻坚{code}", "state": "approved",
        "first_day": today - timedelta(days=60), "last_day": today + timedelta(days=60),
    }  # fmt: skip
    programme: Programme = added(session, Programme(**{**values, **given}))
    for post in posts:
        added(
            session,
            ProgrammePost(
                district_id=district.id, programme=programme, post=post, min_experienced=1, wishes=[], offers=[]
            ),
        )
    return programme
