"""Places, units, branches and skills through import."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Branch, Community, District, GridWorker, Skill, Subdistrict, Unit, UnitLink, Zone
from service.operations.actor import Actor
from tests.service.imports.conftest import Planner, differences, errors
from tests.support.factories import make_community, make_unit

ZONE_HEADS = ("网格编号", "网格名称", "所属社区")


def test_an_empty_district_is_filled_in_order(session: Session, imported: Planner) -> None:
    imported("subdistricts", ["街道编号", "街道名称"], ["J1", "清水塘街道"])
    imported(
        "communities",
        ["社区编号", "社区名称", "类别", "街道", "经度", "纬度", "联系人", "联系电话"],
        ["C1", "响石岭社区", None, "清水塘街道", "113.11", 27.87, "王 芳", "0731-22222222"],
        ["C2", "霞湾村", "村", "J1", None, None, None, None],
    )
    imported("skills", ["编号", "名称"], ["legal", "法律"], ["med", "医疗"])
    imported(
        "zones",
        [*ZONE_HEADS, "户数", "需要的专长"],
        ["Z1", "第1网格", "响石岭社区", "３２０", "法律×2、医疗"],
        ["Z2", "第1网格", "C2", None, None],
    )
    imported(
        "units",
        ["单位编号", "单位名称", "简称", "在岗底数", "联点社区"],
        ["DW01", "石峰区司法局", "司法局", 3, "C1、霞湾村"],
    )
    imported("branches", ["支部编号", "支部名称", "等次", "联合支部"], ["ZB1", "司法局支部", "示范", "√"])
    imported("grid_workers", ["编号", "姓名", "社区", "网格", "网格长"], ["WG1", "王芳", "C1", "Z1", "是"])
    community = session.scalars(select(Community).where(Community.code == "C1")).one()
    assert (community.kind, community.subdistrict.name, community.contact_name) == ("community", "清水塘街道", "王芳")
    zone = session.scalars(select(Zone).where(Zone.code == "Z1")).one()
    assert (zone.households, zone.min_visits, zone.max_visits, zone.priority) == (320, 1, 4, 1)
    assert sorted((need.skill.code, need.count) for need in zone.needs) == [("legal", 2), ("med", 1)]
    unit = session.scalars(select(Unit)).one()
    assert sorted(link.community.code for link in unit.links) == ["C1", "C2"]
    assert session.scalars(select(Branch)).one().joint is True
    assert session.scalars(select(GridWorker)).one().head is True
    assert session.scalars(select(Subdistrict)).one().name == "清水塘街道"
    assert len(session.scalars(select(Skill)).all()) == 2


def test_units_may_swap_their_names(session: Session, imported: Planner, planned: Planner) -> None:
    heads = ["单位编号", "单位名称"]
    imported("units", heads, ["DW01", "司法局"], ["DW02", "卫健局"])
    plan = imported("units", heads, ["DW01", "卫健局"], ["DW02", "司法局"])
    assert differences(plan) == [("DW01", "name", "司法局", "卫健局"), ("DW02", "name", "卫健局", "司法局")]
    assert dict(session.execute(select(Unit.code, Unit.name)).all()) == {"DW01": "卫健局", "DW02": "司法局"}  # type: ignore[arg-type]
    assert planned("units", heads, ["DW01", "卫健局"], ["DW02", "司法局"]).counts()["unchanged"] == 2


def test_a_link_that_goes_ends_the_day_before(session: Session, district: District, imported: Planner) -> None:
    old, new = (
        make_community(session, district, code="C1", name="甲社区"),
        make_community(session, district, code="C2", name="乙社区"),
    )
    unit = make_unit(session, district, [old], code="DW01", name="司法局")
    plan = imported("units", ["单位编号", "联点社区"], ["DW01", "乙社区"])
    assert differences(plan) == [("DW01", "communities", ("甲社区",), ("乙社区",))]
    links = session.scalars(select(UnitLink).where(UnitLink.unit_id == unit.id).order_by(UnitLink.valid_from)).all()
    assert [(link.community_id, link.valid_to) for link in links] == [(old.id, date(2026, 11, 19)), (new.id, None)]


def test_the_most_visits_are_not_below_the_least_even_of_what_is_known(
    session: Session, district: District, imported: Planner, planned: Planner
) -> None:
    make_community(session, district, code="C1")
    imported("zones", [*ZONE_HEADS, "每月最少走访", "每月最多走访"], ["Z1", "甲", "C1", 3, 3])
    expected = [(2, "每月最多走访", "不小于每月最少走访次数（3）的整数")]
    assert errors(planned("zones", ["网格编号", "每月最多走访"], ["Z1", 2])) == expected
    assert errors(planned("zones", ["网格编号", "每月最多走访"], ["Z1", 3])) == []


def test_an_error_anywhere_keeps_everything_out(session: Session, actor: Actor, planned: Planner) -> None:
    plan = planned("skills", ["编号", "名称"], ["legal", "法律"], ["坏 编号！", "医疗"])
    assert plan.errors == 1
    import pytest

    from service.messages import InvalidInput
    from service.operations.imports.previews import apply_plan
    from tests.support.factories import NOW

    with pytest.raises(InvalidInput, match="1 处错误") as caught:
        apply_plan(session, actor, NOW, plan, "表.xlsx")
    assert caught.value.problems[0].field == "表1!A3"
    assert session.scalars(select(Skill)).all() == []
