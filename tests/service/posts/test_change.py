"""Posts and their roles: made with the usual roles, refused in plain words, ended, guarded against lost updates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotAllowed
from service.models import GridWorker, Post, PostKind, Skill
from service.operations.posts import (
    PostFilter,
    PostValues,
    RoleValues,
    delete_role,
    end_post,
    list_posts,
    save_post,
    save_role,
)
from service.operations.posts.making import make_missing, missing_posts
from tests.service.data.support import last_entry, refused
from tests.service.posts.conftest import Ground
from tests.support.factories import NOW, added, make_community, make_zone
from tests.support.posts import make_placement, make_post

VALUES = PostValues("QY-1", PostKind.ENTERPRISE, "第一机械厂", park="田心工业园")


def test_a_new_post_has_the_usual_roles_of_its_kind(session: Session, ground: Ground) -> None:
    post = save_post(session, ground.admin, NOW, VALUES)
    assert [(role.role, role.least, role.most) for role in post.roles] == [("驻企联络员", 1, 1)]
    entry = last_entry(session)
    assert entry.action == "post.create"
    assert entry.after is not None
    assert entry.after["roles"] == "驻企联络员 1–1"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": PostKind.VILLAGE}, "community"),
        ({"kind": PostKind.GRID_WORKER}, "grid_worker"),
        ({"kind": PostKind.UNIT}, "unit"),
        ({"kind": "castle"}, "kind"),
        ({"code": "有汉字"}, "code"),
        ({"name": " "}, "name"),
        ({"priority": 10}, "priority"),
        ({"load": 0}, "load"),
        ({"latitude": 27.8}, "longitude"),
        ({"contact_phone": "12"}, "contact_phone"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_made(
    session: Session, ground: Ground, given: dict[str, Any], field: str
) -> None:
    problems = refused(lambda: save_post(session, ground.admin, NOW, replace(VALUES, **given)))
    assert list(problems) == [field]
    assert session.scalars(select(Post)).all() == []


def test_a_grid_worker_has_one_post_which_is_where_the_worker_is(session: Session, ground: Ground) -> None:
    zone = make_zone(session, ground.community)
    worker = added(
        session,
        GridWorker(
            district_id=ground.district.id, number="W1", name="甲", community_id=ground.community.id, zone_id=zone.id
        ),
    )
    values = PostValues("GW-1", PostKind.GRID_WORKER, "一岗", grid_worker_id=worker.id)
    post = save_post(session, ground.admin, NOW, values)
    assert (post.community_id, post.zone_id) == (ground.community.id, zone.id)
    assert list(refused(lambda: save_post(session, ground.admin, NOW, replace(values, code="GW-2")))) == ["grid_worker"]
    other = make_zone(session, make_community(session, ground.district))
    wrong = replace(values, zone=other.code, community_id=ground.community.id)
    assert list(refused(lambda: save_post(session, ground.admin, NOW, wrong, post.id))) == ["zone"]


def test_a_code_is_used_once_and_a_lost_update_is_refused(session: Session, ground: Ground) -> None:
    post = save_post(session, ground.admin, NOW, VALUES)
    assert list(refused(lambda: save_post(session, ground.admin, NOW, VALUES))) == ["code"]
    save_post(session, ground.admin, NOW, replace(VALUES, name="改名"), post.id, 1)
    with pytest.raises(Conflict):
        save_post(session, ground.admin, NOW, VALUES, post.id, 1)


def test_a_post_that_was_held_keeps_its_kind(session: Session, ground: Ground) -> None:
    post = save_post(session, ground.admin, NOW, VALUES)
    make_placement(session, ground.cadres[0], post, ground.today, ground.today)
    values = replace(VALUES, kind=PostKind.VILLAGE, community_id=ground.community.id)
    assert list(refused(lambda: save_post(session, ground.admin, NOW, values, post.id))) == ["kind"]


def test_a_post_ends_only_after_everybody_has_left(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district)
    row = make_placement(session, ground.cadres[0], post, ground.today, ground.today + timedelta(days=1))
    problems = refused(lambda: end_post(session, ground.admin, NOW, post.id, ground.today))
    assert "李晓明" in problems["active_to"]
    assert end_post(session, ground.admin, NOW, post.id, row.last_day).active_to == row.last_day
    assert end_post(session, ground.admin, NOW, post.id, None).active_to is None


def test_roles_are_changed_with_their_skills_and_raise_the_posts_version(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district)
    law, english = (
        added(session, Skill(district_id=ground.district.id, code=code, name=code)) for code in ("LAW", "ENG")
    )
    before = post.version
    values = RoleValues("副联络员", 0, 2, (law.id,), (english.id, law.id))
    save_role(session, ground.admin, NOW, post.id, values, version=before)
    assert post.version > before
    added_role = post.roles[1]
    assert {one.skill.code: one.required for one in added_role.skills} == {"LAW": True, "ENG": False}
    with pytest.raises(Conflict):
        save_role(session, ground.admin, NOW, post.id, values, added_role.id, before)
    assert "LAW" in str((last_entry(session).after or {})["roles"])
    assert list(refused(lambda: save_role(session, ground.admin, NOW, post.id, RoleValues("副联络员")))) == ["role"]
    assert list(refused(lambda: save_role(session, ground.admin, NOW, post.id, RoleValues("x", 3, 2)))) == ["most"]


def test_a_role_in_use_is_neither_renamed_nor_deleted_and_the_last_one_stays(session: Session, ground: Ground) -> None:
    post = make_post(session, ground.district)
    role = post.roles[0]
    with pytest.raises(InvalidInput, match="至少"):
        delete_role(session, ground.admin, NOW, post.id, role.id)
    save_role(session, ground.admin, NOW, post.id, RoleValues("其他"))
    make_placement(session, ground.cadres[0], post, ground.today, ground.today)
    with pytest.raises(InvalidInput, match="任职"):
        delete_role(session, ground.admin, NOW, post.id, role.id)
    problems = refused(lambda: save_role(session, ground.admin, NOW, post.id, RoleValues("改名"), role.id))
    assert list(problems) == ["role"]
    delete_role(session, ground.admin, NOW, post.id, post.roles[1].id)
    assert [one.role for one in post.roles] == ["驻企联络员"]


def test_one_press_makes_a_post_for_each_that_has_none(session: Session, ground: Ground) -> None:
    zone = make_zone(session, ground.community)
    for number in ("W1", "W2"):
        added(
            session,
            GridWorker(
                district_id=ground.district.id, number=number, name=number, community_id=ground.community.id,
                zone_id=zone.id,
            ),
        )  # fmt: skip
    make_community(session, ground.district, kind="village", name="白马村")
    figures = {one.kind: (one.present, one.lacking) for one in missing_posts(session, ground.admin, NOW)}
    assert figures == {"grid_worker": (0, 2), "village": (0, 1), "unit": (0, 2)}
    for kind in figures:
        make_missing(session, ground.admin, NOW, kind)
    assert {one.kind: (one.present, one.lacking) for one in missing_posts(session, ground.admin, NOW)} == {
        "grid_worker": (2, 0), "village": (1, 0), "unit": (2, 0)
    }  # fmt: skip
    assert make_missing(session, ground.admin, NOW, "unit") == []
    with pytest.raises(InvalidInput):
        make_missing(session, ground.admin, NOW, "enterprise")


def test_a_list_finds_by_pinyin_park_and_community_and_heads_see_their_own(session: Session, ground: Ground) -> None:
    mine = make_post(session, ground.district, name="响石机械", park="田心工业园", community=ground.community)
    make_post(session, ground.district, name="其他公司")

    def found(actor: object, **given: object) -> list[str]:
        query = list_posts(session, actor, ground.today, PostFilter(**given))  # type: ignore[arg-type]
        return [post.name for post in session.scalars(query)]

    assert found(ground.admin, text="xsjx") == ["响石机械"]
    assert found(ground.admin, park="田心工业园", community_id=ground.community.id) == ["响石机械"]
    assert len(found(ground.admin)) == 2
    assert found(ground.head) == [mine.name]
    with pytest.raises(NotAllowed):
        found(ground.officer)
