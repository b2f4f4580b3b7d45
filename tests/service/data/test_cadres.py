"""Cadres: saved with checks, found by what people type, ended without loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed, NotFound
from service.models import Branch, Cadre, RoleName, Skill
from service.operations.cadres import (
    CadreFilter,
    CadreValues,
    end_cadre,
    find_cadre,
    list_cadres,
    resolve_cadre,
    reveal_phone,
    save_cadre,
)
from service.operations.checks import Checks
from service.operations.memberships import unit_on
from tests.service.data.conftest import Place
from tests.service.data.support import last_entry, refused
from tests.support.factories import (
    NOW,
    actor_for,
    added,
    make_cadre,
    make_district,
    make_unit,
    make_user,
)

TODAY = date(2026, 11, 20)


def values(place: Place, **given: Any) -> CadreValues:
    base = CadreValues(employee_number="E9001", name="单小红", unit_id=place.unit.id, since=TODAY, phone="13800001234")
    return replace(base, **given)


def test_a_new_cadre_is_found_by_the_surnames_own_reading(session: Session, place: Place) -> None:
    cadre = save_cadre(session, place.admin, NOW, values(place))
    assert (cadre.pinyin, cadre.initials) == ("shanxiaohong", "sxh")
    assert unit_on(cadre, TODAY) is place.unit
    entry = last_entry(session)
    assert (entry.action, entry.after["name"], entry.after["phone"]) == ("cadre.create", "单小红", "138****1234")  # type: ignore[index]


def test_every_wrong_field_is_named_at_once(session: Session, place: Place) -> None:
    wrong = values(
        place,
        employee_number="",
        name="长" * 65,
        unit_id=None,
        affiliation="king",
        duties_per_month=32,
        mail="nobody",
        phone="call me",
        active_from=TODAY,
        active_to=date(2026, 11, 19),
    )
    problems = refused(lambda: save_cadre(session, place.admin, NOW, wrong))
    assert set(problems) == {
        "employee_number",
        "name",
        "unit",
        "affiliation",
        "duties_per_month",
        "mail",
        "phone",
        "active_to",
    }
    assert problems["duties_per_month"] == "应为 0 到 31 的整数"
    assert problems["active_to"] == "不能早于 2026-11-20"


@pytest.mark.parametrize("duties", [0, 31])
def test_duties_per_month_may_lie_on_their_bounds(session: Session, place: Place, duties: int) -> None:
    assert save_cadre(session, place.admin, NOW, values(place, duties_per_month=duties)).duties_per_month == duties


def test_a_number_is_used_once_in_a_district_and_again_in_another(session: Session, place: Place) -> None:
    taken = values(place, employee_number=place.cadre.employee_number)
    assert "李晓明" in refused(lambda: save_cadre(session, place.admin, NOW, taken))["employee_number"]
    other = make_district(session)
    make_cadre(session, make_unit(session, other), employee_number="E9001")
    assert save_cadre(session, place.admin, NOW, values(place)).employee_number == "E9001"


def test_a_unit_of_another_district_is_no_choice(session: Session, place: Place) -> None:
    foreign = make_unit(session, make_district(session))
    assert set(refused(lambda: save_cadre(session, place.admin, NOW, values(place, unit_id=foreign.id)))) == {"unit"}


def test_a_change_is_logged_field_by_field_and_a_masked_phone_stays(session: Session, place: Place) -> None:
    cadre = save_cadre(session, place.admin, NOW, values(place))
    branch = added(session, Branch(district_id=place.district.id, code="B1", name="第一支部"))
    skill = added(session, Skill(district_id=place.district.id, code="legal", name="法律"))
    again = values(place, phone="138****1234", branch_id=branch.id, skill_ids=(skill.id,), position="科员")
    save_cadre(session, place.admin, NOW, again, cadre.id, cadre.version)
    assert cadre.phone == "13800001234"
    entry = last_entry(session)
    assert entry.action == "cadre.update"
    assert entry.after == {"branch": "第一支部（B1）", "position": "科员", "skills": "法律"}


def test_saving_what_is_so_already_writes_nothing(session: Session, place: Place) -> None:
    cadre = save_cadre(session, place.admin, NOW, values(place))
    version, entry = cadre.version, last_entry(session)
    save_cadre(session, place.admin, NOW, values(place), cadre.id, version)
    assert last_entry(session) is entry
    assert cadre.version == version


def test_the_second_editor_is_refused(session: Session, place: Place) -> None:
    cadre = save_cadre(session, place.admin, NOW, values(place))
    read = cadre.version
    save_cadre(session, place.admin, NOW, values(place, position="科长"), cadre.id, read)
    session.flush()
    with pytest.raises(Conflict):
        save_cadre(session, place.admin, NOW, values(place, position="副科长"), cadre.id, read)
    assert cadre.position == "科长"


def test_only_admins_save(session: Session, place: Place) -> None:
    officer = actor_for(make_user(session, place.district, RoleName.UNIT_OFFICER, unit_id=place.unit.id))
    with pytest.raises(NotAllowed):
        save_cadre(session, officer, NOW, values(place))


@pytest.mark.parametrize("text", ["李晓", "lixiao", "LXM", "li xiao ming"])
def test_the_list_is_searched_as_people_type(session: Session, place: Place, text: str) -> None:
    assert session.scalars(list_cadres(place.admin, TODAY, CadreFilter(text=text))).all() == [place.cadre]


def test_wildcards_of_the_database_are_plain_characters(session: Session, place: Place) -> None:
    assert session.scalars(list_cadres(place.admin, TODAY, CadreFilter(text="%"))).all() == []


def test_a_list_shows_only_the_scope(session: Session, place: Place) -> None:
    elsewhere = make_cadre(session, make_unit(session, place.district))
    foreign = make_cadre(session, make_unit(session, make_district(session)))
    officer = actor_for(make_user(session, place.district, RoleName.UNIT_OFFICER, unit_id=place.unit.id))
    self_only = actor_for(make_user(session, place.district, RoleName.CADRE, cadre_id=place.cadre.id))
    head = actor_for(make_user(session, place.district, RoleName.COMMUNITY_HEAD, community_id=place.community.id))

    def seen(actor: Any) -> set[int]:
        return {row.id for row in session.scalars(list_cadres(actor, TODAY, CadreFilter()))}

    assert seen(place.admin) == {place.cadre.id, place.colleague.id, elsewhere.id}
    assert seen(officer) == {place.cadre.id, place.colleague.id}
    assert seen(self_only) == {place.cadre.id}
    assert seen(head) == set()
    for actor, hidden in ((officer, elsewhere), (self_only, place.colleague), (place.admin, foreign)):
        with pytest.raises(NotFound):
            find_cadre(session, actor, NOW, hidden.id)


def test_a_name_that_two_have_asks_for_the_number(session: Session, place: Place) -> None:
    twin = make_cadre(session, place.unit, name="李晓明")
    checks = Checks()
    assert resolve_cadre(session, place.admin, NOW, "李晓明", checks) is None
    assert twin.employee_number in str(checks.problems[0].expected)
    assert resolve_cadre(session, place.admin, NOW, f"{twin.employee_number} 李晓明", Checks()) is twin
    assert resolve_cadre(session, place.admin, NOW, "王芳", Checks()) is place.colleague


def test_service_ends_and_resumes_without_loss(session: Session, place: Place) -> None:
    end_cadre(session, place.admin, NOW, place.cadre.id, TODAY)
    session.flush()
    tomorrow = date(2026, 11, 21)
    assert place.cadre not in session.scalars(list_cadres(place.admin, tomorrow, CadreFilter())).all()
    assert place.cadre in session.scalars(list_cadres(place.admin, tomorrow, CadreFilter(state="ended"))).all()
    end_cadre(session, place.admin, NOW, place.cadre.id, None)
    assert last_entry(session).action == "cadre.resume"
    assert place.cadre.active_to is None


def test_a_phone_is_shown_against_a_logged_reason(session: Session, place: Place) -> None:
    place.cadre.phone = "13800001234"
    assert set(refused(lambda: reveal_phone(session, place.admin, NOW, place.cadre.id, "  "))) == {"reason"}
    assert reveal_phone(session, place.admin, NOW, place.cadre.id, "核对号码") == "13800001234"
    entry = last_entry(session)
    assert (entry.action, entry.note, entry.subject_id) == ("cadre.reveal_phone", "核对号码", str(place.cadre.id))


def test_ones_own_phone_needs_no_reason(session: Session, place: Place) -> None:
    place.cadre.phone = "13800001234"
    own = actor_for(make_user(session, place.district, RoleName.CADRE, cadre_id=place.cadre.id))
    assert reveal_phone(session, own, NOW, place.cadre.id, None) == "13800001234"
    assert session.get(Cadre, place.cadre.id) is place.cadre
