"""Posts, roles, stages, recusals of units, candidates and placements by Excel; and what is refused row by row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict
from service.models import (
    Absence,
    Cadre,
    Candidate,
    District,
    Exemption,
    GridWorker,
    Placement,
    Post,
    PostKind,
    Programme,
    SiteStage,
    Skill,
    UnitRecusal,
)
from service.operations.actor import Actor
from service.operations.imports.exporting import export_kind, records_of
from service.operations.imports.previews import apply_plan
from service.operations.imports.reading import plan_file
from service.operations.scope import today_of
from tests.service.imports.conftest import Planner, differences, errors
from tests.support.factories import NOW, added, make_cadre, make_community, make_unit, make_zone
from tests.support.posts import make_campaign, make_placement, make_post, make_site

DAY = timedelta(days=1)
POST_HEADS = ("岗位编码", "类别", "名称", "社区", "网格员编号", "单位", "园区", "联系电话")
ROLE_HEADS = ("岗位编码", "角色", "最少人数", "最多人数", "必备专长", "希望专长")
TERM_HEADS = ("工号", "姓名", "岗位编码", "角色", "开始日期", "结束日期", "免值勤", "实际结束日期", "结束原因")


@pytest.fixture
def today(session: Session, district: District) -> date:
    return today_of(session, district.id, NOW)


@pytest.fixture
def cadres(session: Session, district: District) -> list[Cadre]:
    unit = make_unit(session, district, name="区财政局")
    return [make_cadre(session, unit, employee_number=f"E{number}", name=f"人{number}") for number in (1, 2)]


def test_posts_come_in_with_usual_roles_and_follow_their_grid_worker(
    session: Session, district: District, imported: Planner
) -> None:
    community = make_community(session, district, name="响石岭社区")
    zone = make_zone(session, community)
    added(
        session,
        GridWorker(district_id=district.id, number="W1", name="甲", community_id=community.id, zone_id=zone.id),
    )
    make_unit(session, district, name="区教育局")
    rows = (
        ["QY-1", "企业", "一厂", None, None, None, "田心工业园", "13812345678"],
        ["XQ-1", "改造小区", "一小区", "响石岭社区", None, None, None, None],
        ["GW-1", "网格员岗位", "一岗", None, "W1", None, None, None],
        ["XC-1", "单位", "教育局", None, None, "区教育局", None, None],
    )
    imported("posts", POST_HEADS, *rows)
    posts = {post.code: post for post in session.scalars(select(Post))}
    assert [role.role for role in posts["XQ-1"].roles] == ["宣传员", "攻坚员", "保障员"]
    assert (posts["GW-1"].community_id, posts["GW-1"].zone_id) == (community.id, zone.id)
    assert posts["QY-1"].contact_phone == "13812345678"
    plan = imported(
        "posts", POST_HEADS, ["QY-1", "企业", "一厂", None, None, None, "北工业园", "138****5678"], *rows[1:]
    )
    assert differences(plan) == [("QY-1", "park", "田心工业园", "北工业园")]


def test_wrong_posts_are_named_by_row_and_column(session: Session, district: District, planned: Planner) -> None:
    community = make_community(session, district)
    worker = added(session, GridWorker(district_id=district.id, number="W1", name="甲", community_id=community.id))
    make_post(session, district, PostKind.GRID_WORKER, grid_worker=worker, community=community)
    plan = planned(
        "posts",
        POST_HEADS,
        ["A", "村", "无社区", None, None, None, None, None],
        ["B", "网格员", "第二岗", None, "W1", None, None, None],
        ["C", "城堡", "没有此类", None, None, None, None, None],
        ["D", "单位", "无单位", None, None, None, None, None],
        ["E", "企业", "", None, None, None, None, "12"],
    )
    assert {(row, column) for row, column, _ in errors(plan)} == {
        (2, "社区"), (3, "网格员"), (4, "类别"), (5, "单位"), (6, "联系电话")
    }  # fmt: skip
    assert session.scalars(select(Post).where(Post.kind != PostKind.GRID_WORKER)).all() == []


def test_roles_come_in_with_skills_after_those_there_are(
    session: Session, district: District, imported: Planner
) -> None:
    post = make_post(session, district, code="QY-1")
    for code, name in (("LAW", "法律"), ("ENG", "英语")):
        added(session, Skill(district_id=district.id, code=code, name=name))
    before = post.version
    imported("post_roles", ROLE_HEADS, ["QY-1", "副联络员", 0, 2, "法律", "英语"])
    session.expire_all()
    assert [(role.role, role.position) for role in post.roles] == [("驻企联络员", 0), ("副联络员", 1)]
    assert {one.skill.name: one.required for one in post.roles[1].skills} == {"法律": True, "英语": False}
    assert post.version == before + 1
    plan = imported("post_roles", ROLE_HEADS, ["QY-1", "副联络员", 1, 2, "英语", None])
    assert {item[1] for item in differences(plan)} == {"least", "required_skills", "wished_skills"}
    session.expire_all()
    assert [(one.skill.name, one.required) for one in post.roles[1].skills] == [("英语", True)]


def test_wrong_roles_are_named(session: Session, district: District, planned: Planner) -> None:
    make_post(session, district, code="QY-1")
    added(session, Skill(district_id=district.id, code="LAW", name="法律"))
    plan = planned(
        "post_roles",
        ROLE_HEADS,
        ["QY-1", "甲", 3, 2, None, None],
        ["QY-1", "乙", 1, 1, "法律", "法律"],
        ["QY-9", "丙", 1, 1, None, None],
    )
    assert {(row, column) for row, column, _ in errors(plan)} == {(2, "最多人数"), (3, "希望专长"), (4, "岗位编码")}


def test_stages_know_that_done_means_a_hundred_percent(
    session: Session, district: District, today: date, imported: Planner, planned: Planner
) -> None:
    make_site(session, make_community(session, district), code="XQ-1")
    make_post(session, district, code="QY-1")
    heads = ("工程编码", "阶段", "次序", "应完成日期", "完成比例", "完成日期")
    imported(
        "site_stages", heads, ["XQ-1", "设计", 0, today, None, today - DAY], ["XQ-1", "施工", 1, None, 100, None],
        ["XQ-1", "验收", 2, None, 30, None],
    )  # fmt: skip
    stages = session.scalars(select(SiteStage).order_by(SiteStage.position)).all()
    assert [(row.done_percent, row.done_on) for row in stages] == [(100, today - DAY), (100, today), (30, None)]
    plan = planned(
        "site_stages", heads, ["XQ-1", "移交", 3, None, 50, today], ["QY-1", "设计", 0, None, 0, None],
        ["XQ-1", "回访", 4, None, None, today + DAY],
    )  # fmt: skip
    assert {(row, column) for row, column, _ in errors(plan)} == {(2, "完成比例"), (3, "工程编码"), (4, "完成日期")}


def test_recusals_of_units_come_in(session: Session, cadres: list[Cadre], today: date, imported: Planner) -> None:
    imported("unit_recusals", ("工号", "姓名", "回避单位", "事由"), ["E1", "人1", "区财政局", "配偶任职"])
    row = session.scalars(select(UnitRecusal)).one()
    assert (row.cadre_id, row.unit.name, row.valid_from, row.valid_to) == (cadres[0].id, "区财政局", today, None)


def test_candidates_come_in_with_roles_wishes_and_consents(
    session: Session, district: District, actor: Actor, cadres: list[Cadre], today: date, imported: Planner
) -> None:
    site, other = (make_site(session, make_community(session, district), code=f"XQ-{n}") for n in (1, 2))
    make_campaign(session, district, [site, other], today, code="SQ-1", state="preparing")
    added(session, Skill(district_id=district.id, code="LAW", name="法律"))
    heads = ("项目编号", "工号", "能任角色", "有经验", "承担能力", "本人同意", "单位同意", "志愿岗位", "单位可教专长")
    rows = (["SQ-1", "E1", "攻坚员、宣传员", "是", 2, "是", "否", "XQ-2、XQ-1", "法律"], ["SQ-1", "E2", *[None] * 7])
    imported("candidates", heads, *rows)
    one, two = session.scalars(select(Candidate).order_by(Candidate.cadre_id)).all()
    assert (one.roles, one.wishes, one.offers) == (["宣传员", "攻坚员"], [other.id, site.id], ["LAW"])
    assert (one.experienced, one.capacity, one.own_consent, one.unit_consent) == (True, 2, True, False)
    assert (one.unit_consent_by, two.unit_consent_by) == (actor.name, None)
    assert (two.roles, two.wishes, two.capacity, two.own_consent) == ([], [], 1, None)
    assert imported("candidates", heads, *rows).counts()["unchanged"] == 2
    plan = imported("candidates", heads, ["SQ-1", "E1", "攻坚员", "是", 2, None, "否", "XQ-1", None], rows[1])
    assert {item[1] for item in differences(plan)} == {"roles", "own_consent", "wishes", "offers"}


def test_roles_and_posts_of_other_programmes_are_no_candidates(
    session: Session, district: District, cadres: list[Cadre], today: date, planned: Planner
) -> None:
    site, other = (make_site(session, make_community(session, district), code=f"XQ-{n}") for n in (1, 2))
    make_campaign(session, district, [site], today, code="SQ-1")
    make_campaign(session, district, [other], today, code="SQ-2", state="cancelled")
    plan = planned(
        "candidates",
        ("项目编号", "工号", "能任角色", "志愿岗位", "最多岗位数", "最少岗位数"),
        ["SQ-1", "E1", "第一书记", None, 1, 0],
        ["SQ-1", "E2", None, "XQ-2", 1, 2],
        ["SQ-2", "E1", None, None, 1, 0],
    )
    assert {(row, column) for row, column, _ in errors(plan)} == {
        (2, "能任角色"), (3, "最少岗位数"), (3, "志愿岗位"), (4, "项目编号")
    }  # fmt: skip


def test_placements_taken_over_own_their_exemption_and_replace_one_by_hand(
    session: Session, district: District, cadres: list[Cadre], today: date, imported: Planner
) -> None:
    make_post(session, district, PostKind.VILLAGE, code="CUN-1", community=make_community(session, district))
    make_post(session, district, code="QY-1")
    by_hand = added(
        session,
        Exemption(
            district_id=district.id, cadre_id=cadres[0].id, kind="posted", first_day=today - 90 * DAY, reason="驻村"
        ),
    )
    first, last = today - 100 * DAY, today + 300 * DAY
    rows = (
        ["E1", "人1", "CUN-1", None, first, last, None, None, None],
        ["E2", "人2", "QY-1", "驻企联络员", first, last, None, today - DAY, "调动"],
    )
    imported("placements", TERM_HEADS, *rows)
    village, enterprise = session.scalars(select(Placement).order_by(Placement.cadre_id)).all()
    assert (village.role, village.exempts, village.unit_id) == ("第一书记", True, cadres[0].units[0].unit_id)
    assert (enterprise.exempts, enterprise.ended_on, enterprise.end_reason) == (False, today - DAY, "调动")
    own = session.scalars(select(Exemption).where(Exemption.placement_id == village.id)).one()
    assert (own.first_day, own.last_day, own.kind) == (first, last, "posted")
    session.refresh(by_hand)
    assert by_hand.cancelled_at == NOW
    assert imported("placements", TERM_HEADS, *rows).counts()["unchanged"] == 2
    longer = [*rows[0][:5], last + DAY, *rows[0][6:]]
    plan = imported("placements", TERM_HEADS, longer, rows[1])
    assert differences(plan) == [("人1", "last_day", last, last + DAY)]
    session.refresh(own)
    assert own.last_day == last + DAY


def test_who_is_in_two_places_or_one_too_many_is_named_by_row(
    session: Session, district: District, cadres: list[Cadre], today: date, planned: Planner
) -> None:
    community = make_community(session, district)
    make_post(session, district, PostKind.VILLAGE, code="CUN-1", community=community)
    held, free = (make_post(session, district, code=f"QY-{n}") for n in (1, 2))
    make_placement(session, cadres[1], held, today - 9 * DAY, today + 9 * DAY)
    make_site(session, community, code="XQ-1")
    role = "驻企联络员"
    plan = planned(
        "placements",
        TERM_HEADS,
        ["E1", None, "QY-1", role, today + 9 * DAY, today + 90 * DAY, None, None, None],
        ["E1", None, "CUN-1", None, today + 90 * DAY, today + 99 * DAY, None, None, None],
        ["E2", None, "QY-2", "书记", today, today + DAY, None, None, None],
        ["E2", None, "XQ-1", None, today, today + DAY, None, None, None],
        ["E2", None, "QY-2", role, today + 50 * DAY, today + 40 * DAY, None, None, None],
        ["E2", None, "QY-2", role, today + 30 * DAY, today + 40 * DAY, None, today + 35 * DAY, None],
    )
    found = errors(plan)
    assert {(row, column) for row, column, _ in found} == {
        (2, "开始日期"), (3, "开始日期"), (4, "角色"), (5, "角色"), (6, "结束日期"), (7, "结束原因")
    }  # fmt: skip
    assert any("最多 1 人" in text and "人2" in text for row, _, text in found if row == 2)
    assert session.scalars(select(Placement)).all() == [session.scalars(select(Placement)).one()]
    assert free.roles[0].role == role


def test_the_day_after_somebody_left_is_free_and_leave_of_half_a_term_hinders(
    session: Session, district: District, cadres: list[Cadre], today: date, planned: Planner
) -> None:
    held, other = (make_post(session, district, code=f"QY-{n}") for n in (1, 2))
    make_placement(session, cadres[1], held, today - 9 * DAY, today + 9 * DAY, ended_on=today)
    added(
        session,
        Absence(
            district_id=district.id, cadre_id=cadres[1].id, kind="sick", first_day=today, last_day=today + 30 * DAY
        ),
    )
    rows = [["E1", None, "QY-1", None, today + DAY, today + 90 * DAY, None, None, None]]
    assert errors(planned("placements", TERM_HEADS, *rows)) == []
    rows = [["E2", None, "QY-2", None, today, today + 40 * DAY, None, None, None]]
    ((row, column, _text),) = errors(planned("placements", TERM_HEADS, *rows))
    assert (row, column) == (2, "开始日期")
    # What was served before today is history: it is taken over as it was.
    rows = [["E2", None, "QY-2", None, today - 40 * DAY, today - DAY, None, None, None]]
    assert errors(planned("placements", TERM_HEADS, *rows)) == []
    assert other.code == "QY-2"


def test_a_placement_changed_since_the_preview_is_not_overwritten(
    session: Session, district: District, actor: Actor, cadres: list[Cadre], today: date, planned: Planner
) -> None:
    row = make_placement(session, cadres[0], make_post(session, district, code="QY-1"), today, today + 9 * DAY)
    plan = planned("placements", TERM_HEADS, ["E1", None, "QY-1", None, today, today + 8 * DAY, None, None, None])
    row.note = "改过"
    session.flush()
    with pytest.raises(Conflict):
        apply_plan(session, actor, NOW, plan, "表.xlsx")


@pytest.mark.parametrize("kind", ["posts", "post_roles", "site_stages", "unit_recusals", "candidates", "placements"])
def test_what_is_exported_comes_in_again_without_a_change(
    session: Session, district: District, actor: Actor, cadres: list[Cadre], today: date, kind: str
) -> None:
    community = make_community(session, district)
    site = make_site(session, community, contact_phone="13812345678", latitude=27.8, longitude=113.1)
    added(session, SiteStage(district_id=district.id, post_id=site.id, name="施工", due_on=today))
    programme = make_campaign(session, district, [site], today)
    values = {"district_id": district.id, "programme": programme, "cadre": cadres[0], "offers": []}
    added(session, Candidate(**values, roles=["攻坚员"], wishes=[site.id]))
    make_placement(session, cadres[0], site, today, today + DAY, programme=programme)
    added(
        session,
        UnitRecusal(
            district_id=district.id, cadre_id=cadres[0].id, unit_id=cadres[0].units[0].unit_id, valid_from=today
        ),
    )
    count = len(records_of(session, actor, NOW, kind, full=False))
    assert count
    data = export_kind(session, actor, NOW, kind, "xlsx", "zh")
    plan = plan_file(session, actor, NOW, kind, "表.xlsx", data)
    assert errors(plan) == []
    assert plan.counts() == {"created": 0, "changed": 0, "unchanged": count, "missing": 0}
    assert session.scalars(select(Programme)).one() is programme
