"""`grid-duty import` and `grid-duty export`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from service.cli import main
from service.database import make_engine, session_factory, write_transaction
from service.models import AuditEntry, Unit
from tests.support.factories import make_cadre, make_district, make_unit
from tests.support.sheets import csv, xlsx

HEADS = ["单位编号", "单位名称"]


@pytest.fixture
def installation(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation with one district, one unit and one cadre; its database's URL."""
    monkeypatch.setenv("GRID_DUTY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("GRID_DUTY_DATA_FOLDER", str(tmp_path / "var"))
    engine = make_engine(sqlite_url)
    with write_transaction(session_factory(engine)) as session:
        unit = make_unit(session, make_district(session, code="430204"), code="DW01", name="司法局")
        make_cadre(session, unit, employee_number="001", phone="13800001111")
    engine.dispose()
    return sqlite_url


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def names(url: str) -> set[str]:
    engine = make_engine(url)
    with session_factory(engine)() as session:
        found = set(session.scalars(select(Unit.name)))
    engine.dispose()
    return found


def test_a_preview_writes_nothing_and_apply_does(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "单位.xlsx"
    file.write_bytes(xlsx(HEADS, ["DW01", "区司法局"], ["DW02", "卫健局"]))
    shown = run("import", "units", file)
    assert shown.exit_code == 0, shown.output
    assert "DW01: 单位名称: 司法局 → 区司法局" in shown.output
    assert "新增 1，修改 1，未变 0，文件中没有 0，错误 0" in shown.output
    assert names(installation) == {"司法局"}
    done = run("import", "units", file, "--apply", "--district", "430204")
    assert done.exit_code == 0, done.output
    assert names(installation) == {"区司法局", "卫健局"}


def test_errors_are_named_give_exit_code_one_and_keep_everything_out(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "单位.csv"
    file.write_bytes(csv(HEADS, ["DW02", "卫健局"], ["坏！", "局"], encoding="gbk"))
    done = run("import", "units", file, "--apply")
    assert done.exit_code == 1
    assert "错误 单位!A3 单位编号 = '坏！'" in done.output
    assert names(installation) == {"司法局"}


def test_a_file_that_is_no_spreadsheet_is_refused_in_words(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"%PDF-1.7")
    done = run("import", "units", file)
    assert done.exit_code == 1
    assert "这不是表格文件" in done.output


def test_an_unknown_district_or_kind_is_refused(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes(csv(HEADS))
    assert run("import", "units", file, "--district", "1").exit_code == 1
    assert run("import", "aliens", file).exit_code == 2
    assert run("import", "units", tmp_path / "nothing.csv").exit_code == 2


def test_exports_are_masked_unless_a_reason_is_given(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "干部.csv"
    assert run("export", "cadres", file).exit_code == 0
    assert "138****1111" in file.read_text("utf-8-sig")
    assert run("export", "cadres", file, "--full", "x").exit_code == 1
    assert run("export", "cadres", file, "--full", "核对通讯录").exit_code == 0
    assert "13800001111" in file.read_text("utf-8-sig")
    engine = make_engine(installation)
    with session_factory(engine)() as session:
        notes = session.scalars(select(AuditEntry.note).where(AuditEntry.action == "export.full")).all()
    engine.dispose()
    assert notes == ["核对通讯录"]


def test_what_is_exported_is_imported_again_unchanged(installation: str, tmp_path: Path) -> None:
    file = tmp_path / "干部.xlsx"
    assert run("export", "cadres", file).exit_code == 0
    assert "新增 0，修改 0，未变 1，文件中没有 0，错误 0" in run("import", "cadres", file).output


def test_another_ending_or_a_folder_that_is_not_there_is_refused(installation: str, tmp_path: Path) -> None:
    assert ".xlsx 或 .csv" in run("export", "cadres", tmp_path / "干部.pdf").output
    nowhere = run("export", "cadres", tmp_path / "nowhere" / "干部.csv")
    assert nowhere.exit_code == 1
    assert "无法写入" in nowhere.output
