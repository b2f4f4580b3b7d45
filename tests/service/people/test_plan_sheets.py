"""The roster workbook: the whole, or a part, by who asks."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import NotAllowed, NotFound
from service.models import AuditEntry
from service.operations.plan_sheets import PlanSheet, community_sheet, unit_sheet, whole_sheet
from tests.support.factories import NOW, actor_for
from tests.support.published import Planned, Staff, publish_rows

MONTH = date(2026, 12, 1)
DAY = date(2026, 12, 9)


@pytest.fixture(autouse=True)
def published(session: Session, staff: Staff) -> None:
    """A cadre of each unit in the first community together, and one of the first unit in the second."""
    world = staff.world
    rows = [
        Planned(world.cadres[0], world.zones[0], DAY),
        Planned(world.cadres[4], world.zones[0], DAY),
        Planned(world.cadres[1], world.zones[3], DAY),
    ]
    publish_rows(session, world.district, 1, rows, MONTH, NOW)


def table(sheet: PlanSheet) -> list[dict[str, Any]]:
    rows = list(load_workbook(io.BytesIO(sheet.data))["按日期"].values)
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def made(session: Session, staff: Staff, role: str, make: Callable[..., PlanSheet], *part: int) -> PlanSheet:
    return make(session, actor_for(getattr(staff, role)), NOW, MONTH, "zh", *part)


def names(staff: Staff, *places: int) -> list[str]:
    return [staff.world.cadres[place].name for place in places]


def test_an_admin_gets_everybody(session: Session, staff: Staff) -> None:
    found = table(made(session, staff, "admin", whole_sheet))
    assert [row["姓名"] for row in found] == names(staff, 0, 4, 1)
    assert found[0]["同行"] == staff.world.cadres[4].name


def test_an_officer_gets_the_own_unit_and_no_other_units_names(session: Session, staff: Staff) -> None:
    found = table(made(session, staff, "officer", unit_sheet))
    assert [row["姓名"] for row in found] == names(staff, 0, 1)
    assert not any(row["同行"] for row in found)
    assert found[0]["工号"] == staff.person.employee_number


def test_a_head_gets_the_own_community_without_employee_numbers(session: Session, staff: Staff) -> None:
    found = table(made(session, staff, "head", community_sheet))
    assert [row["姓名"] for row in found] == names(staff, 0, 4)
    assert "工号" not in found[0]


def test_taking_it_is_logged(session: Session, staff: Staff) -> None:
    made(session, staff, "officer", unit_sheet)
    session.flush()
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.sheet")).all()
    assert entry.after == {"month": "2026-12-01", "number": 1, "rows": 2, "part": staff.unit.name}


def test_the_version_and_its_day_of_publication_stand_above(session: Session, staff: Staff) -> None:
    sheet = load_workbook(io.BytesIO(made(session, staff, "admin", whole_sheet).data))["按日期"]
    assert sheet["A1"].value == f"{staff.world.district.name}2026年12月机关干部下网格值勤排班表"
    assert sheet["A2"].value == "第 1 版 · 2026-11-20 发布"


def test_sample_data_say_so(session: Session, staff: Staff) -> None:
    staff.world.district.synthetic = True
    session.flush()
    sheet = load_workbook(io.BytesIO(made(session, staff, "admin", whole_sheet).data))["按日期"]
    assert "样例数据" in sheet["A2"].value


@pytest.mark.parametrize("role", ["officer", "head", "cadre"])
def test_only_an_admin_gets_the_whole(session: Session, staff: Staff, role: str) -> None:
    with pytest.raises(NotAllowed):
        made(session, staff, role, whole_sheet)


def test_other_units_and_communities_are_not_found(session: Session, staff: Staff) -> None:
    with pytest.raises(NotFound):
        made(session, staff, "officer", unit_sheet, staff.world.units[1].id)
    with pytest.raises(NotFound):
        made(session, staff, "head", community_sheet, staff.world.communities[1].id)


def test_an_unpublished_month_is_not_found(session: Session, staff: Staff) -> None:
    with pytest.raises(NotFound, match="2027年1月的排班尚未发布"):
        whole_sheet(session, actor_for(staff.admin), NOW, date(2027, 1, 1), "zh")
