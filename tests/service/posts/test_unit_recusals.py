"""Recusals of units: entered, refused where they overlap, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from service.messages import Conflict, NotAllowed
from service.operations.history import history_of
from service.operations.unit_recusals import (
    UnitRecusalValues,
    end_unit_recusal,
    list_unit_recusals,
    save_unit_recusal,
)
from tests.service.data.support import refused
from tests.service.posts.conftest import Ground
from tests.support.factories import NOW

DAY = timedelta(days=1)


def test_a_recusal_is_entered_changed_and_ended(session: Session, ground: Ground) -> None:
    values = UnitRecusalValues("李晓明", ground.far_unit.id, ground.today, None, "配偶任职")
    row = save_unit_recusal(session, ground.admin, NOW, values)
    assert (row.cadre, row.unit, row.valid_to) == (ground.cadres[0], ground.far_unit, None)
    assert list(session.scalars(list_unit_recusals(ground.admin, ground.today, "lxm"))) == [row]
    end_unit_recusal(session, ground.admin, NOW, row.id, ground.today)
    assert list(session.scalars(list_unit_recusals(ground.admin, ground.today))) == [row]
    assert list(session.scalars(list_unit_recusals(ground.admin, ground.today + DAY))) == []
    assert list(session.scalars(list_unit_recusals(ground.admin, ground.today + DAY, state="past"))) == [row]
    entries = history_of(session, ground.admin, ground.cadres[0])
    assert [entry.action for entry in entries] == ["unit_recusal.end", "unit_recusal.create"]
    with pytest.raises(Conflict):
        save_unit_recusal(session, ground.admin, NOW, values, row.id, 1)


def test_overlaps_and_wrong_fields_are_named(session: Session, ground: Ground) -> None:
    values = UnitRecusalValues("李晓明", ground.far_unit.id, ground.today, ground.today + DAY)
    save_unit_recusal(session, ground.admin, NOW, values)
    later = replace(values, valid_from=ground.today + DAY, valid_to=None)
    assert list(refused(lambda: save_unit_recusal(session, ground.admin, NOW, later))) == ["unit"]
    save_unit_recusal(session, ground.admin, NOW, replace(later, valid_from=ground.today + 2 * DAY))
    wrong = UnitRecusalValues("无此人", None, ground.today, ground.today - DAY)
    assert set(refused(lambda: save_unit_recusal(session, ground.admin, NOW, wrong))) == {"cadre", "unit", "valid_to"}
    with pytest.raises(NotAllowed):
        save_unit_recusal(session, ground.officer, NOW, values)
