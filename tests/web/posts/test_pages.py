"""The pages of posts, by role: what each sees, may do, and is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import HandOverItem, Placement, Post, PostKind, SiteStage, UnitRecusal
from tests.support.factories import make_admin, make_district
from tests.support.posts import make_campaign
from tests.support.published import TODAY
from tests.web.posts.conftest import DAY, Scene

AsRole = Callable[[str], FlaskClient]


def body(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.get_data(as_text=True)


def sent(client: FlaskClient, path: str, status: int = 302, **data: object) -> str:
    answer = client.post(path, data=data)
    assert answer.status_code == status, (path, answer.status_code, answer.get_data(as_text=True)[-2000:])
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("head", 404), ("officer", 403), ("cadre", 403), ("stranger", 404)]
)
def test_who_sees_a_post_outside_the_heads_community(scene: Scene, as_role: AsRole, role: str, status: int) -> None:
    assert as_role(role).get(f"/posts/{scene.enterprise.id}").status_code == status


def test_an_admin_sees_who_holds_a_post_and_no_whole_phone(scene: Scene, as_role: AsRole) -> None:
    admin = as_role("admin")
    page = body(admin, f"/posts/{scene.enterprise.id}")
    for words in (scene.leaves.cadre.name, scene.follows.cadre.name, "138****5678", "将要任职", "任职记录"):
        assert words in page
    assert "13812345678" not in page
    listed = body(admin, "/posts/?q=sfjx&col=holders&col=park")
    assert scene.leaves.cadre.name in listed
    assert "白马村" not in listed
    vacant = body(admin, "/posts/?state=vacant")
    assert "白马村" in vacant
    assert "石峰机械" not in vacant


def test_a_head_sees_posts_of_the_own_community_only(scene: Scene, as_role: AsRole) -> None:
    head = as_role("head")
    page = body(head, "/posts/")
    assert "一小区" in page
    assert "石峰机械" not in page
    assert "新增岗位" not in page
    assert "远小区" not in body(head, "/posts/sites")
    assert "缺 1 人" in body(head, "/posts/vacancies")
    assert head.get(f"/posts/{scene.far_site.id}").status_code == 404
    assert head.post(f"/posts/{scene.site.id}/end").status_code == 403


def test_a_post_is_made_changed_ended_and_resumed(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    admin = as_role("admin")
    data: dict[str, Any] = {"kind": "enterprise", "code": "QY-9", "name": "九厂", "priority": "1", "load": "1"}
    refused = sent(admin, "/posts/new", 422, **{**data, "priority": "12"})
    assert "应为 1 到 9 的整数" in refused
    assert 'value="九厂"' in refused
    sent(admin, "/posts/new", **data)
    post = web_session.scalars(select(Post).where(Post.code == "QY-9")).one()
    assert [role.role for role in post.roles] == ["驻企联络员"]
    sent(admin, f"/posts/{post.id}/edit", **{**data, "name": "九号厂", "version": "1"})
    assert "已被他人修改" in sent(admin, f"/posts/{post.id}/edit", 409, **{**data, "name": "又改", "version": "1"})
    sent(admin, f"/posts/{post.id}/end")
    assert "已停用" in body(admin, f"/posts/{post.id}")
    sent(admin, f"/posts/{post.id}/resume")
    sent(admin, f"/posts/{scene.enterprise.id}/end")
    assert "请先结束" in body(admin, f"/posts/{scene.enterprise.id}")


def test_roles_are_added_and_taken_off(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    admin, path = as_role("admin"), f"/posts/{scene.village.id}/roles"
    sent(admin, f"{path}/new", role="工作队员", least="0", most="2", version="1")
    web_session.refresh(scene.village)
    role = next(role for role in scene.village.roles if role.role == "工作队员")
    assert "工作队员" in body(admin, f"{path}/{role.id}")
    assert "不能小于" in sent(admin, f"{path}/{role.id}", 422, role="工作队员", least="3", most="2")
    sent(admin, f"{path}/{role.id}/delete")
    assert "工作队员" not in body(admin, f"/posts/{scene.village.id}").split("变更记录")[0]


def test_one_press_makes_the_posts_that_lack(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    admin = as_role("admin")
    assert "将为 2 个还没有岗位的单位" in body(admin, "/posts/make")
    sent(admin, "/posts/make", kind="unit")
    assert len(web_session.scalars(select(Post).where(Post.kind == PostKind.UNIT)).all()) == 2
    assert "都已有岗位" in body(admin, "/posts/make")


def test_vacancies_and_ends_of_terms_and_people(scene: Scene, as_role: AsRole) -> None:
    admin = as_role("admin")
    today = body(admin, "/posts/vacancies")
    assert "白马村" in today
    assert "还有 5 天" in today
    assert "石峰机械" not in today.split('id="ending-title"')[0]
    people = body(admin, "/posts/people?q=石峰")
    assert scene.leaves.cadre.name in people
    assert scene.leaves.cadre.name not in body(admin, "/posts/people?kind=village")


def test_a_hand_over_is_written_and_marked_by_those_concerned(
    scene: Scene, as_role: AsRole, web_session: Session
) -> None:
    path = f"/posts/hand-overs/{scene.leaves.id}"
    cadre = as_role("cadre")
    assert "石峰机械" in body(cadre, "/posts/hand-overs")
    sent(cadre, f"{path}/fill", source="template")
    assert "不能为空" in sent(cadre, f"{path}/items", 422, what=" ")
    sent(cadre, f"{path}/items", what="门禁卡")
    items = web_session.scalars(select(HandOverItem).order_by(HandOverItem.position)).all()
    assert len(items) == 5
    officer = as_role("officer")
    sent(officer, f"{path}/mark", item=items[0].id)
    sent(officer, f"{path}/items/{items[1].id}/delete")
    page = body(officer, path)
    assert "（1 / 4）" in page
    assert "岗位页面" not in page
    sent(as_role("admin"), f"{path}/mark")
    assert "已办结" in body(cadre, "/posts/hand-overs?state=done")
    sent(cadre, f"{path}/mark", item=items[0].id, done="no")
    web_session.expire_all()
    assert items[0].done_at is None
    for role in ("head", "stranger"):
        assert as_role(role).get(path).status_code == 404
    assert as_role("head").post(f"{path}/mark").status_code == 403


def test_whom_somebody_follows_is_set_by_hand_or_at_once(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    admin = as_role("admin")
    path = f"/posts/placements/{scene.follows.id}/predecessor"
    assert scene.leaves.cadre.name in body(admin, path)
    sent(admin, path, predecessor="")
    web_session.expire_all()
    assert scene.follows.predecessor_id is None
    assert "关联 1 名前任" in body(admin, "/posts/hand-overs")
    sent(admin, "/posts/hand-overs/link")
    web_session.expire_all()
    assert scene.follows.predecessor_id == scene.leaves.id


def test_a_head_notes_progress_and_an_admin_sees_what_is_late(
    scene: Scene, as_role: AsRole, web_session: Session
) -> None:
    admin, head = as_role("admin"), as_role("head")
    assert "为 2 处列入常用阶段" in body(admin, "/posts/sites")
    sent(admin, "/posts/sites/usual-stages")
    stage = web_session.scalars(select(SiteStage).where(SiteStage.post_id == scene.site.id)).first()
    assert stage is not None
    path = f"/posts/{scene.site.id}/stages/{stage.id}"
    late: dict[str, Any] = {
        "name": stage.name,
        "due_on": (TODAY - 3 * DAY).isoformat(),
        "done_percent": "20",
        "version": "1",
    }
    sent(admin, path, **late)
    assert "迟 3 天" in body(head, f"/posts/{scene.site.id}")
    assert "0 到 100" in sent(head, f"{path}/progress", 422, done_percent="120")
    sent(head, f"{path}/progress", done_percent="100", note="全部签字")
    web_session.refresh(stage)
    assert (stage.done_percent, stage.done_on) == (100, TODAY)
    assert head.get(path).status_code == 403
    assert head.post(f"/posts/{scene.far_site.id}/stages/1/progress", data={}).status_code == 404
    sent(admin, f"/posts/{scene.site.id}/stages/new", name="招标", order="2", done_percent="0")
    assert "2. 招标" in body(admin, f"/posts/{scene.site.id}")
    sent(admin, f"{path}/delete")
    assert "已有进度的阶段不能删除" in body(admin, f"/posts/{scene.site.id}")
    assert body(admin, f"/posts/{scene.enterprise.id}/stages/new", 422)


def test_squads_are_dissolved_and_formed_anew(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    from tests.support.posts import make_placement

    programme = make_campaign(web_session, scene.staff.world.district, [scene.site], TODAY)
    people = scene.staff.world.cadres
    row = make_placement(web_session, people[2], scene.site, TODAY, TODAY + 9 * DAY, programme=programme)
    web_session.commit()
    admin = as_role("admin")
    assert programme.name in body(admin, "/posts/squads")
    path = f"/posts/squads/{programme.id}"
    assert "解散（1 人）" in body(admin, f"{path}/dissolve")
    assert "不能为空" in sent(admin, f"{path}/dissolve", 422, ended_on=TODAY.isoformat(), end_reason="")
    assert body(admin, f"/posts/{scene.site.id}/dissolve")
    sent(admin, f"{path}/dissolve", ended_on=TODAY.isoformat(), end_reason="完工")
    web_session.refresh(row)
    assert (row.ended_on, row.end_reason) == (TODAY, "完工")
    days: dict[str, Any] = {"first_day": (TODAY + DAY).isoformat(), "last_day": (TODAY + 90 * DAY).isoformat()}
    sent(admin, f"{path}/reform", code="SQ-NEW", name="第二批", candidates="y", **days)
    assert web_session.scalars(select(Placement.id).where(Placement.programme_id != programme.id)).all() == []


def test_settings_are_saved_and_used(scene: Scene, as_role: AsRole) -> None:
    admin = as_role("admin")
    assert "企业诉求台账" in body(admin, "/posts/settings")
    assert "应为 0 到 90" in sent(admin, "/posts/settings", 422, hand_over_days="99")
    sent(admin, "/posts/settings", hand_over_days="3", hand_over_enterprise="钥匙", stages="施工")
    assert "列入模板中的 1 项" in body(admin, f"/posts/hand-overs/{scene.leaves.id}")


def test_recusals_of_units_have_pages_as_those_of_zones(scene: Scene, as_role: AsRole, web_session: Session) -> None:
    admin = as_role("admin")
    unit = scene.staff.world.units[1]
    data: dict[str, Any] = {
        "cadre": scene.staff.person.employee_number,
        "unit": unit.id,
        "valid_from": TODAY.isoformat(),
    }
    assert "不能为空" in sent(admin, "/unit-recusals/new", 422, **{**data, "unit": ""})
    sent(admin, "/unit-recusals/new", **data)
    row = web_session.scalars(select(UnitRecusal)).one()
    assert unit.name in body(admin, "/unit-recusals/")
    sent(admin, f"/unit-recusals/{row.id}/edit", **{**data, "reason": "亲属", "version": row.version})
    sent(admin, f"/unit-recusals/{row.id}/end")
    web_session.refresh(row)
    assert (row.reason, row.valid_to) == ("亲属", TODAY)
    assert as_role("officer").get("/unit-recusals/").status_code == 403


def test_an_empty_district_is_told_what_to_do(web_session: Session, sign_in: Callable[..., FlaskClient]) -> None:
    admin = make_admin(web_session, make_district(web_session))
    web_session.commit()
    client = sign_in(admin)
    for path, words in (
        ("/posts/", "还没有岗位"), ("/posts/vacancies", "没有空缺"), ("/posts/people", "今天没有人任职"),
        ("/posts/sites", "还没有改造工程"), ("/posts/hand-overs", "近期没有交接"), ("/posts/squads", "还没有批准的队伍"),
        ("/unit-recusals/", "没有单位回避记录"),
    ):  # fmt: skip
        assert words in body(client, path)


def test_another_districts_posts_are_not_found(scene: Scene, as_role: AsRole) -> None:
    stranger = as_role("stranger")
    post, row = scene.enterprise.id, scene.leaves.id
    for path in (
        f"/posts/{post}/edit", f"/posts/{post}/roles/new", f"/posts/{scene.site.id}/stages/new",
        f"/posts/placements/{row}/predecessor", f"/posts/hand-overs/{row}", f"/posts/{scene.site.id}/dissolve",
    ):  # fmt: skip
        assert stranger.get(path).status_code == 404, path
    for path in (f"/posts/{post}/end", f"/posts/hand-overs/{row}/mark", f"/posts/hand-overs/{row}/fill"):
        assert stranger.post(path, data={"source": "template"}).status_code == 404, path
    assert "石峰机械" not in body(stranger, "/posts/?state=all")
