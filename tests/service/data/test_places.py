"""Units, branches, communities, zones, skills, grid workers: saved with checks, ended without loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, InvalidInput, NotFound
from service.models import BranchStanding, RoleName, Skill, Zone
from service.operations.branches import BranchValues, save_branch
from service.operations.communities import CommunityValues, find_community, save_community, save_subdistrict
from service.operations.grid_workers import GridWorkerValues, save_grid_worker
from service.operations.memberships import links_on, set_unit
from service.operations.search import search
from service.operations.skills import delete_skill, save_skill
from service.operations.units import UnitValues, end_unit, list_units, save_unit
from service.operations.zones import ZoneFilter, ZoneValues, end_zone, find_zone, list_zones, save_zone
from tests.service.data.conftest import Place
from tests.service.data.support import last_entry, refused
from tests.support.factories import NOW, actor_for, make_community, make_district, make_unit, make_user, make_zone

TODAY = date(2026, 11, 20)


def zone_values(place: Place, **given: Any) -> ZoneValues:
    return replace(ZoneValues(code="Z-1", name="建设路网格", community_id=place.community.id), **given)


def test_a_unit_is_made_with_its_links(session: Session, place: Place) -> None:
    unit = save_unit(
        session, place.admin, NOW, UnitValues("U-9", "区教育局", community_ids=(place.community.id,), since=TODAY)
    )
    assert links_on(session, place.district.id, TODAY)[unit.id] == [place.community.id]
    assert last_entry(session).after["communities"] == place.community.name  # type: ignore[index]


def test_a_unit_names_each_wrong_field(session: Session, place: Place) -> None:
    wrong = UnitValues("U 9", "", min_present=-1, since=None)
    assert set(refused(lambda: save_unit(session, place.admin, NOW, wrong))) == {"code", "name", "min_present", "since"}


def test_a_unit_with_people_does_not_end(session: Session, place: Place) -> None:
    problems = refused(lambda: end_unit(session, place.admin, NOW, place.unit.id, TODAY))
    assert problems["active_to"].startswith("还有 2 人")
    other = make_unit(session, place.district)
    for cadre in (place.cadre, place.colleague):
        set_unit(cadre, other, TODAY)
    end_unit(session, place.admin, NOW, place.unit.id, TODAY)
    session.flush()
    tomorrow = date(2026, 11, 21)
    assert session.scalars(list_units(place.admin, tomorrow)).all() == [other]
    assert session.scalars(list_units(place.admin, tomorrow, "ended")).all() == [place.unit]
    end_unit(session, place.admin, NOW, place.unit.id, None)
    assert place.unit.active_to is None


def test_a_branch_is_saved_and_its_code_is_used_once(session: Session, place: Place) -> None:
    branch = save_branch(session, place.admin, NOW, BranchValues("B1", "机关一支部", BranchStanding.MODEL, True))
    assert (branch.standing, branch.joint) == ("model", True)
    assert set(refused(lambda: save_branch(session, place.admin, NOW, BranchValues("B1", "二", "gold")))) == {
        "code",
        "standing",
    }


def test_a_zone_is_saved_with_needs_that_can_go_again(session: Session, place: Place) -> None:
    skill = save_skill(session, place.admin, NOW, "legal", "法律")
    zone = save_zone(session, place.admin, NOW, zone_values(place, needs={skill.id: 2}))
    assert [(row.skill, row.count) for row in zone.needs] == [(skill, 2)]
    save_zone(session, place.admin, NOW, zone_values(place, needs={skill.id: None}), zone.id, zone.version)
    assert zone.needs == []
    assert last_entry(session).before == {"needs": "法律 × 2"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"min_visits": 5, "max_visits": 4}, "max_visits"),
        ({"max_parties_per_day": 0}, "max_parties_per_day"),
        ({"priority": 10}, "priority"),
        ({"latitude": 91.0, "longitude": 113.0}, "latitude"),
        ({"latitude": 27.0}, "longitude"),
        ({"community_id": None}, "community"),
        ({"households": None}, "households"),
    ],
)
def test_a_zone_names_the_field_beyond_its_bound(
    session: Session, place: Place, given: dict[str, Any], field: str
) -> None:
    assert set(refused(lambda: save_zone(session, place.admin, NOW, zone_values(place, **given)))) == {field}


def test_a_zone_may_lie_on_its_bounds(session: Session, place: Place) -> None:
    zone = save_zone(session, place.admin, NOW, zone_values(place, min_visits=4, max_visits=4, priority=9))
    assert (zone.min_visits, zone.priority) == (4, 9)


def test_a_zone_closes_and_opens(session: Session, place: Place) -> None:
    end_zone(session, place.admin, NOW, place.zone.id, TODAY)
    session.flush()
    tomorrow = date(2026, 11, 21)
    assert session.scalars(list_zones(place.admin, tomorrow, ZoneFilter())).all() == []
    end_zone(session, place.admin, NOW, place.zone.id, None)
    session.flush()
    assert session.scalars(list_zones(place.admin, tomorrow, ZoneFilter())).all() == [place.zone]


def test_a_head_sees_the_own_community_only(session: Session, place: Place) -> None:
    other = make_community(session, place.district)
    far = make_zone(session, other)
    head = actor_for(make_user(session, place.district, RoleName.COMMUNITY_HEAD, community_id=place.community.id))
    assert find_zone(session, head, place.zone.id) is place.zone
    for look in (lambda: find_zone(session, head, far.id), lambda: find_community(session, head, other.id)):
        with pytest.raises(NotFound):
            look()


def test_a_community_needs_a_subdistrict_of_the_own_district(session: Session, place: Place) -> None:
    foreign = make_community(session, make_district(session)).subdistrict_id
    wrong = CommunityValues("C-9", "新社区", foreign)
    assert set(refused(lambda: save_community(session, place.admin, NOW, wrong))) == {"subdistrict"}
    right = CommunityValues("C-9", "新社区", place.community.subdistrict_id, contact_phone="0731-12345678")
    community = save_community(session, place.admin, NOW, right)
    assert last_entry(session).after["contact_phone"] == "073****5678"  # type: ignore[index]
    kept = replace(right, contact_phone="073****5678")
    save_community(session, place.admin, NOW, kept, community.id, community.version)
    assert community.contact_phone == "0731-12345678"


def test_a_stale_subdistrict_is_refused(session: Session, place: Place) -> None:
    row = save_subdistrict(session, place.admin, NOW, "S-9", "新街道")
    read = row.version
    save_subdistrict(session, place.admin, NOW, "S-9", "清水塘街道", row.id, read)
    session.flush()
    with pytest.raises(Conflict):
        save_subdistrict(session, place.admin, NOW, "S-9", "铜塘湾街道", row.id, read)


def test_a_skill_in_use_is_kept_and_an_unused_one_goes(session: Session, place: Place) -> None:
    used, free = (save_skill(session, place.admin, NOW, code, code) for code in ("legal", "medical"))
    save_zone(session, place.admin, NOW, zone_values(place, needs={used.id: 1}))
    with pytest.raises(InvalidInput, match="1 个网格"):
        delete_skill(session, place.admin, NOW, used.id)
    delete_skill(session, place.admin, NOW, free.id)
    session.flush()
    assert session.scalars(select(Skill)).all() == [used]


def test_a_grid_workers_zone_lies_in_the_community(session: Session, place: Place) -> None:
    far = make_zone(session, make_community(session, place.district))
    values = GridWorkerValues("G-1", "张三", place.community.id, zone=far.code)
    assert set(refused(lambda: save_grid_worker(session, place.admin, NOW, values))) == {"zone"}
    worker = save_grid_worker(session, place.admin, NOW, replace(values, zone=place.zone.code))
    assert worker.zone is place.zone


def test_the_search_finds_each_kind_within_the_scope(session: Session, place: Place) -> None:
    place.unit.name, place.community.name, place.zone.name = "区教育局", "清水塘社区", "清水塘一网格"
    session.flush()
    assert search(session, place.admin, NOW, "lxm").people == [place.cadre]
    assert search(session, place.admin, NOW, "qjyj").units == [place.unit]
    found = search(session, place.admin, NOW, "qingshui")
    assert (found.communities, found.zones) == ([place.community], [place.zone])
    officer = actor_for(make_user(session, place.district, RoleName.UNIT_OFFICER, unit_id=place.unit.id))
    assert search(session, officer, NOW, "清水").total == 0
    assert search(session, place.admin, NOW, " ").total == 0
    assert session.get(Zone, place.zone.id) is place.zone
