"""Fifty thousand rows: read, checked, compared; and a tenth of it written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.adapters.sheets.export import write_xlsx
from service.adapters.uploads import UploadStore
from service.models import Cadre, UnitMembership
from service.operations.imports.previews import apply_preview, make_preview
from tests.support.factories import NOW, make_district, make_unit, system

HEADS = ["工号", "姓名", "单位", "政治面貌", "入职日期", "手机号", "邮箱"]


def roster(count: int) -> bytes:
    rows = (
        [
            f"{n:06}",
            f"干部{n}",
            f"DW{n % 60:02}",
            "中共党员",
            date(2019, 7, 1) + timedelta(n % 2000),
            f"138{n:08}",
            f"a{n}@example.com",
        ]
        for n in range(count)
    )
    return write_xlsx("花名册", [HEADS, *rows])  # type: ignore[list-item]


@pytest.mark.slow
def test_fifty_thousand_rows_are_previewed(sqlite_url: str, store: UploadStore) -> None:
    from service.database import make_engine, session_factory

    engine = make_engine(sqlite_url)
    with session_factory(engine)() as session:
        district = make_district(session)
        for number in range(60):
            make_unit(session, district, code=f"DW{number:02}")
        made = make_preview(session, system(district), NOW, store, "cadres", "x.xlsx", roster(50_000))
        assert (made.counts["created"], made.errors) == (50_000, 0)
        assert len(list(store.lines(made.token, "created", 49_950, 100))) == 50
    engine.dispose()


def test_five_thousand_rows_are_written_on_both_databases(session: Session, store: UploadStore) -> None:
    district = make_district(session)
    for number in range(60):
        make_unit(session, district, code=f"DW{number:02}")
    actor = system(district)
    apply_preview(
        session, actor, NOW, store, make_preview(session, actor, NOW, store, "cadres", "x.xlsx", roster(5000)).token
    )
    assert session.scalar(select(func.count()).select_from(Cadre)) == 5000
    assert session.scalar(select(func.count()).select_from(UnitMembership)) == 5000
