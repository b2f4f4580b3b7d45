"""A district's settings of planning: defaults, changes, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.rules import DEFAULT_WEIGHTS
from service.messages import InvalidInput, NotAllowed
from service.models import AuditEntry, District, RoleName
from service.operations.planning_settings import Mode, planning_of, save_planning
from service.operations.snapshot import take_snapshot
from tests.support.factories import NOW, actor_for, make_user, system


def test_what_is_not_set_is_the_default(district: District) -> None:
    settings = planning_of(district)
    assert settings.mode is Mode.STAGGERED
    assert settings.weights == DEFAULT_WEIGHTS


def test_a_change_keeps_the_rest_and_is_logged(session: Session, district: District) -> None:
    save_planning(session, system(district), NOW, {"mode": "fixed_day", "weights": {"spacing": 9}})
    save_planning(session, system(district), NOW, {"min_gap_days": 5})
    session.flush()
    session.expire(district)
    settings = planning_of(district)
    assert (settings.mode, settings.min_gap_days) == (Mode.FIXED_DAY, 5)
    assert settings.weights == {**DEFAULT_WEIGHTS, "spacing": 9}
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "planning.update")).all()
    assert [entry.after for entry in entries][1] == {"min_gap_days": 5}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"min_gap_days": 0}, "min_gap_days"),
        ({"interval_days": [40, 21]}, "interval_days"),
        ({"day_load": [110, 130]}, "day_load"),
        ({"weights": {"spacings": 1}}, "weights"),
        ({"weights": {"spacing": -1}}, "weights"),
        ({"keep_day": 3}, "keep_day"),
        ({"fixed_day": {"day_of_month": 32}}, "fixed_day.day_of_month"),
        ({"fixed_day": {"min_on_duty": 5, "max_on_duty": 4}}, "fixed_day"),
        ({"mode": "sometimes"}, "mode"),
        ({"duty_starts": "08:30"}, "duty_ends"),
        ({"duty_ends": "17:30"}, "duty_ends"),
        ({"duty_starts": "08:30", "duty_ends": "08:30"}, "duty_ends"),
        ({"duty_starts": "8.30", "duty_ends": "17:30"}, "duty_starts"),
        ({"duty_starts": "08:30", "duty_ends": "24:00"}, "duty_ends"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(
    session: Session, district: District, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        save_planning(session, system(district), NOW, values)
    assert caught.value.problems[0].field == field
    assert district.planning == {}


def test_only_an_admin_may_change_them(session: Session, district: District) -> None:
    officer = actor_for(make_user(session, district, RoleName.UNIT_OFFICER))
    with pytest.raises(NotAllowed):
        save_planning(session, officer, NOW, {"min_gap_days": 5})


def test_the_hours_of_a_duty_are_kept_and_are_no_change_of_a_months_data(session: Session, district: District) -> None:
    before = take_snapshot(session, district.id, date(2026, 12, 1), NOW).facts
    settings = save_planning(session, system(district), NOW, {"duty_starts": "08:30", "duty_ends": "17:30"})
    assert (settings.duty_starts, settings.duty_ends) == ("08:30", "17:30")
    session.flush()
    assert take_snapshot(session, district.id, date(2026, 12, 1), NOW).facts == before
