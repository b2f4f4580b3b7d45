"""A preview is applied exactly as shown, once, by who made it; otherwise nothing happens."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from service.adapters.uploads import UploadStore
from service.messages import Conflict, InvalidInput, NotAllowed, NotFound
from service.models import AuditEntry, District, RoleName, Skill, Unit
from service.operations.actor import Actor
from service.operations.imports.overview import counts_of, find_import, list_imports
from service.operations.imports.previews import apply_preview, make_preview, open_preview
from tests.support.factories import NOW, make_district, make_unit, system
from tests.support.sheets import csv, xlsx

HEADS = ["单位编号", "单位名称"]


def preview(session: Session, actor: Actor, store: UploadStore, *rows: list[Any]) -> Any:
    return make_preview(session, actor, NOW, store, "units", "单位.xlsx", xlsx(HEADS, *rows))


def test_a_preview_writes_nothing_and_applying_it_writes_all(
    session: Session, actor: Actor, store: UploadStore
) -> None:
    made = preview(session, actor, store, ["DW01", "司法局"], ["DW02", "卫健局"])
    assert session.scalars(select(Unit)).all() == []
    assert (made.counts["created"], made.errors, made.ready) == (2, 0, True)
    entry = apply_preview(session, actor, NOW, store, made.token)
    assert [unit.name for unit in session.scalars(select(Unit).order_by(Unit.code))] == ["司法局", "卫健局"]
    assert find_import(session, actor, entry.id).after["created"] == 2


def test_what_a_page_shows_is_kept_with_the_preview(
    session: Session, district: District, actor: Actor, store: UploadStore
) -> None:
    make_unit(session, district, code="DW01", name="司法局")
    made = preview(session, actor, store, ["DW01", "新司法局"], ["DW02", "卫健局"], ["坏！", "x"])
    changed = list(store.lines(made.token, "changed"))
    assert changed[0]["key"] == ["DW01"]
    assert changed[0]["differences"][0] == {
        "label": {"source": "单位名称", "params": {}},
        "old": "司法局",
        "new": "新司法局",
    }
    assert [line["name"] for line in store.lines(made.token, "created")] == ["卫健局"]
    error = next(store.lines(made.token, "errors"))
    assert (error["row"], error["letters"], error["value"]) == (4, "A", "坏！")


def test_a_file_with_errors_is_not_applied(session: Session, actor: Actor, store: UploadStore) -> None:
    made = preview(session, actor, store, ["DW01", "司法局"], ["DW02", None])
    assert not made.ready
    with pytest.raises(InvalidInput, match="1 处错误"):
        apply_preview(session, actor, NOW, store, made.token)
    assert session.scalars(select(Unit)).all() == []


def test_where_the_data_changed_since_nothing_is_applied(
    session: Session, district: District, actor: Actor, store: UploadStore
) -> None:
    unit = make_unit(session, district, code="DW01", name="司法局")
    made = preview(session, actor, store, ["DW01", "新司法局"])
    session.execute(update(Unit).where(Unit.id == unit.id).values(name="别的局"))
    with pytest.raises(Conflict, match="预览之后数据有变动"):
        apply_preview(session, actor, NOW, store, made.token)
    session.refresh(unit)
    assert unit.name == "别的局"


def test_a_change_that_the_file_says_nothing_of_is_no_hindrance(
    session: Session, district: District, actor: Actor, store: UploadStore
) -> None:
    unit = make_unit(session, district, code="DW01", name="司法局")
    made = preview(session, actor, store, ["DW01", "新司法局"])
    session.execute(update(Unit).where(Unit.id == unit.id).values(min_present=7, version=Unit.version + 1))
    apply_preview(session, actor, NOW, store, made.token)
    session.refresh(unit)
    assert (unit.name, unit.min_present) == ("新司法局", 7)


def test_applied_a_second_time_it_is_refused(session: Session, actor: Actor, store: UploadStore) -> None:
    made = preview(session, actor, store, ["DW01", "司法局"])
    apply_preview(session, actor, NOW, store, made.token)
    with pytest.raises(Conflict):
        apply_preview(session, actor, NOW, store, made.token)
    assert len(session.scalars(select(Unit)).all()) == 1


def test_of_two_imports_at_once_the_second_sees_what_the_first_did(
    sessions: sessionmaker[Session], store: UploadStore
) -> None:
    with sessions() as one:
        actor = system(make_district(one))
        one.commit()
        first = preview(one, actor, store, ["DW01", "甲"])
        second = preview(one, actor, store, ["DW01", "乙"])
        apply_preview(one, actor, NOW, store, first.token)
        one.commit()
    with sessions() as two, pytest.raises(Conflict):
        apply_preview(two, actor, NOW, store, second.token)
    with sessions() as after:
        assert after.scalars(select(Unit)).one().name == "甲"


def test_a_row_that_somebody_edits_in_between_is_not_overwritten(
    session: Session, district: District, actor: Actor, store: UploadStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit falls between reading the tables and writing: the row's version gives it away."""
    from service.operations.imports import previews

    unit = make_unit(session, district, code="DW01", name="司法局")
    made = preview(session, actor, store, ["DW01", "新司法局"])
    planned = previews.plan_file

    def then_edited(*given: Any) -> Any:
        plan = planned(*given)
        session.execute(update(Unit).where(Unit.id == unit.id).values(version=Unit.version + 1))
        return plan

    monkeypatch.setattr(previews, "plan_file", then_edited)
    with pytest.raises(Conflict):
        apply_preview(session, actor, NOW, store, made.token)


def test_previews_are_private_to_who_made_them(session: Session, actor: Actor, store: UploadStore) -> None:
    made = preview(session, actor, store, ["DW01", "司法局"])
    elsewhere = system(make_district(session))
    colleague = dataclasses.replace(actor, user_id=99)
    for other in (elsewhere, colleague):
        with pytest.raises(NotFound):
            open_preview(other, store, made.token)
    store.clean(NOW + timedelta(days=3650))
    with pytest.raises(NotFound):
        open_preview(actor, store, made.token)


@pytest.mark.parametrize("role", [RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD, RoleName.CADRE])
def test_only_admins_import_and_look_back(session: Session, actor: Actor, store: UploadStore, role: RoleName) -> None:
    other = dataclasses.replace(actor, roles=frozenset({role}))
    made = preview(session, actor, store, ["DW01", "司法局"])
    for attempt in (
        lambda: preview(session, other, store, ["DW01", "司法局"]),
        lambda: apply_preview(session, other, NOW, store, made.token),
        lambda: list_imports(other),
        lambda: counts_of(session, other),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_an_unreadable_file_is_refused_and_not_kept(session: Session, actor: Actor, store: UploadStore) -> None:
    with pytest.raises(InvalidInput):
        make_preview(session, actor, NOW, store, "units", "x.xlsx", b"")
    with pytest.raises(NotFound, match="可选"):
        make_preview(session, actor, NOW, store, "aliens", "x.csv", csv(HEADS))
    assert not store.folder.exists()


def test_counts_are_of_the_own_district(session: Session, district: District, actor: Actor) -> None:
    make_unit(session, district)
    make_unit(session, make_district(session))
    counts = counts_of(session, actor)
    assert (counts["units"], counts["cadres"], counts["calendar"]) == (1, 0, 0)


def test_the_history_of_imports_is_of_the_own_district(session: Session, actor: Actor, store: UploadStore) -> None:
    entry = apply_preview(session, actor, NOW, store, preview(session, actor, store, ["DW01", "司法局"]).token)
    elsewhere = system(make_district(session))
    assert [row.id for row in session.scalars(list_imports(actor))] == [entry.id]
    assert session.scalars(list_imports(elsewhere)).all() == []
    with pytest.raises(NotFound):
        find_import(session, elsewhere, entry.id)
    assert session.scalars(select(AuditEntry).where(AuditEntry.action == "unit.create")).one().subject_kind == "unit"
    assert session.scalars(select(Skill)).all() == []
