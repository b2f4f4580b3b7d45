"""Absences, exemptions, recusals, preferences and parties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed, NotFound
from service.models import DayPreference, PartyRole, RoleName
from service.operations.absences import (
    AbsenceValues,
    SpanFilter,
    cancel_absence,
    list_absences,
    restore_absence,
    return_from_leave,
    save_absence,
)
from service.operations.actor import Actor
from service.operations.exemptions import ExemptionValues, cancel_exemption, restore_exemption, save_exemption
from service.operations.history import HistoryFilter, history_of, list_history
from service.operations.parties import PartyValues, end_party, save_party
from service.operations.preferences import delete_preference, list_preferences, set_preference
from service.operations.recusals import RecusalValues, end_recusal, list_recusals, save_recusal
from tests.service.data.conftest import Place
from tests.service.data.support import last_entry, refused
from tests.support.factories import NOW, actor_for, make_cadre, make_unit, make_user

TODAY = date(2026, 11, 20)
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 5)


def absence(place: Place, **given: Any) -> AbsenceValues:
    return replace(AbsenceValues(place.cadre.employee_number, "leave", FIRST, LAST), **given)


@pytest.fixture
def officer(session: Session, place: Place) -> Actor:
    """The officer of the unit."""
    return actor_for(make_user(session, place.district, RoleName.UNIT_OFFICER, unit_id=place.unit.id))


def test_an_officer_enters_leave_of_the_own_unit_only(session: Session, place: Place, officer: Actor) -> None:
    row = save_absence(session, officer, NOW, absence(place))
    assert (row.cadre, row.district_id) == (place.cadre, place.district.id)
    stranger = make_cadre(session, make_unit(session, place.district))
    wrong = absence(place, cadre=stranger.employee_number)
    assert set(refused(lambda: save_absence(session, officer, NOW, wrong))) == {"cadre"}
    theirs = save_absence(session, place.admin, NOW, wrong)
    with pytest.raises(NotFound):
        cancel_absence(session, officer, NOW, theirs.id)
    assert session.scalars(list_absences(officer, TODAY, SpanFilter())).all() == [row]


def test_a_cadre_enters_no_leave(session: Session, place: Place) -> None:
    own = actor_for(make_user(session, place.district, RoleName.CADRE, cadre_id=place.cadre.id))
    with pytest.raises(NotAllowed):
        save_absence(session, own, NOW, absence(place))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"last_day": date(2026, 11, 30)}, "last_day"),
        ({"last_day": date(2028, 12, 1)}, "last_day"),
        ({"first_day": None}, "first_day"),
        ({"kind": "nap"}, "kind"),
        ({"cadre": "nobody"}, "cadre"),
        ({"reason": "长" * 201}, "reason"),
    ],
)
def test_a_wrong_absence_names_the_field(session: Session, place: Place, given: dict[str, Any], field: str) -> None:
    assert set(refused(lambda: save_absence(session, place.admin, NOW, absence(place, **given)))) == {field}


def test_leave_of_one_day_is_leave(session: Session, place: Place) -> None:
    assert save_absence(session, place.admin, NOW, absence(place, last_day=FIRST)).last_day == FIRST


def test_overlapping_leave_is_refused_and_touching_leave_is_not(session: Session, place: Place) -> None:
    save_absence(session, place.admin, NOW, absence(place))
    overlapping = absence(place, first_day=LAST, last_day=date(2026, 12, 9))
    assert "2026-12-05" in refused(lambda: save_absence(session, place.admin, NOW, overlapping))["first_day"]
    save_absence(session, place.admin, NOW, replace(overlapping, first_day=date(2026, 12, 6)))


def test_cancelled_leave_comes_back_unless_its_days_are_taken(session: Session, place: Place) -> None:
    row = save_absence(session, place.admin, NOW, absence(place))
    cancel_absence(session, place.admin, NOW, row.id, row.version)
    session.flush()
    with pytest.raises(Conflict):
        save_absence(session, place.admin, NOW, absence(place), row.id)
    assert session.scalars(list_absences(place.admin, TODAY, SpanFilter(state="cancelled"))).all() == [row]
    restore_absence(session, place.admin, NOW, row.id)
    assert row.cancelled_at is None
    cancel_absence(session, place.admin, NOW, row.id)
    session.flush()
    save_absence(session, place.admin, NOW, absence(place))
    session.flush()
    assert set(refused(lambda: restore_absence(session, place.admin, NOW, row.id))) == {"first_day"}


def test_a_return_is_not_before_the_leave(session: Session, place: Place) -> None:
    row = save_absence(session, place.admin, NOW, absence(place))
    early = date(2026, 11, 30)
    assert set(refused(lambda: return_from_leave(session, place.admin, NOW, row.id, early))) == {"returned_on"}
    return_from_leave(session, place.admin, NOW, row.id, date(2026, 12, 3))
    assert last_entry(session).after == {"returned_on": "2026-12-03"}


def test_days_after_the_return_are_free_for_other_leave(session: Session, place: Place) -> None:
    row = save_absence(session, place.admin, NOW, absence(place))
    return_from_leave(session, place.admin, NOW, row.id, date(2026, 12, 3))
    ill = absence(place, kind="sick", first_day=date(2026, 12, 2), last_day=LAST)
    assert set(refused(lambda: save_absence(session, place.admin, NOW, ill))) == {"first_day"}
    save_absence(session, place.admin, NOW, replace(ill, first_day=date(2026, 12, 3)))


def test_an_exemption_needs_a_reason_and_overlaps_none(session: Session, place: Place) -> None:
    values = ExemptionValues(place.cadre.employee_number, "posted", FIRST)
    assert set(refused(lambda: save_exemption(session, place.admin, NOW, values))) == {"reason"}
    row = save_exemption(session, place.admin, NOW, replace(values, reason="驻村第一书记"))
    later = replace(values, kind="maternity", first_day=date(2027, 5, 1), reason="产假")
    assert "长期" in refused(lambda: save_exemption(session, place.admin, NOW, later))["first_day"]
    cancel_exemption(session, place.admin, NOW, row.id)
    session.flush()
    save_exemption(session, place.admin, NOW, later)
    session.flush()
    assert set(refused(lambda: restore_exemption(session, place.admin, NOW, row.id))) == {"first_day"}


def test_a_recusal_is_entered_once_and_ends(session: Session, place: Place) -> None:
    values = RecusalValues(place.cadre.employee_number, place.zone.code, TODAY, reason="亲属")
    row = save_recusal(session, place.admin, NOW, values)
    assert set(refused(lambda: save_recusal(session, place.admin, NOW, values))) == {"zone"}
    yesterday = date(2026, 11, 19)
    assert set(refused(lambda: end_recusal(session, place.admin, NOW, row.id, yesterday))) == {"valid_to"}
    end_recusal(session, place.admin, NOW, row.id, TODAY)
    session.flush()
    assert session.scalars(list_recusals(place.admin, date(2026, 11, 21))).all() == []
    save_recusal(session, place.admin, NOW, replace(values, valid_from=date(2026, 11, 21)))


def test_a_preference_is_said_again_not_twice(session: Session, place: Place) -> None:
    own = actor_for(make_user(session, place.district, RoleName.CADRE, cadre_id=place.cadre.id))
    number = place.cadre.employee_number
    set_preference(session, own, NOW, number, FIRST, 5)
    set_preference(session, own, NOW, number, FIRST, 10, "家长会")
    assert session.scalars(select(DayPreference.points)).all() == [10]
    assert set(refused(lambda: set_preference(session, own, NOW, number, FIRST, 11))) == {"points"}
    assert set(refused(lambda: set_preference(session, own, NOW, number, date(2026, 11, 19), 5))) == {"date"}
    other = place.colleague.employee_number
    assert set(refused(lambda: set_preference(session, own, NOW, other, FIRST, 5))) == {"cadre"}


def test_a_preference_is_taken_back_by_its_owner_only(session: Session, place: Place) -> None:
    row = set_preference(session, place.admin, NOW, place.cadre.employee_number, FIRST, 0)
    stranger = actor_for(make_user(session, place.district, RoleName.CADRE, cadre_id=place.colleague.id))
    with pytest.raises(NotFound):
        delete_preference(session, stranger, NOW, row.id)
    delete_preference(session, place.admin, NOW, row.id)
    session.flush()
    assert session.scalars(list_preferences(place.admin, TODAY)).all() == []


def party(place: Place, **given: Any) -> PartyValues:
    people = (place.cadre.employee_number, place.colleague.employee_number)
    return replace(PartyValues("P-1", "mentor", people, TODAY), **given)


def test_the_first_of_a_mentor_pair_is_the_mentor(session: Session, place: Place) -> None:
    row = save_party(session, place.admin, NOW, party(place))
    session.flush()
    assert {member.cadre: member.role for member in row.members} == {
        place.cadre: PartyRole.MENTOR,
        place.colleague: PartyRole.NEWCOMER,
    }


@pytest.mark.parametrize("people", [("one",), ("one", "one"), ("one", "two", "three"), ("one", "unknown")])
def test_a_mentor_pair_is_two_different_people(session: Session, place: Place, people: tuple[str, ...]) -> None:
    third = make_cadre(session, place.unit)
    numbers = {
        "one": place.cadre.employee_number,
        "two": place.colleague.employee_number,
        "three": third.employee_number,
    }
    values = party(place, members=tuple(numbers.get(name, name) for name in people))
    assert set(refused(lambda: save_party(session, place.admin, NOW, values))) == {"members"}


def test_nobody_is_in_two_parties_at_once(session: Session, place: Place) -> None:
    first = save_party(session, place.admin, NOW, party(place))
    third = make_cadre(session, place.unit)
    second = party(place, code="P-2", kind="team", members=(place.cadre.employee_number, third.employee_number))
    assert set(refused(lambda: save_party(session, place.admin, NOW, second))) == {"members"}
    end_party(session, place.admin, NOW, first.id, date(2026, 11, 30))
    session.flush()
    assert set(refused(lambda: save_party(session, place.admin, NOW, second))) == {"members"}
    later = save_party(session, place.admin, NOW, replace(second, valid_from=FIRST))
    session.flush()
    assert set(refused(lambda: end_party(session, place.admin, NOW, first.id, None))) == {"members"}
    assert later.valid_from == FIRST


def test_a_persons_history_holds_their_leave_and_no_other_district(session: Session, place: Place) -> None:
    row = save_absence(session, place.admin, NOW, absence(place))
    cancel_absence(session, place.admin, NOW, row.id)
    session.flush()
    assert [entry.action for entry in history_of(session, place.admin, place.cadre)] == [
        "absence.cancel",
        "absence.create",
    ]
    today = HistoryFilter(action="absence.", first=TODAY, last=TODAY)
    assert len(session.scalars(list_history(session, place.admin, today)).all()) == 2
    assert session.scalars(list_history(session, place.admin, replace(today, first=FIRST, last=None))).all() == []
    assert session.scalars(list_history(session, place.admin, HistoryFilter(who="nobody"))).all() == []
