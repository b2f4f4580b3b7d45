"""`grid-duty ledger`: printed, as a file, and refused in plain words."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from service.cli import main
from service.database import make_engine, session_factory, write_transaction
from service.models import AuditEntry
from tests.support.ledger_site import make_ledger_site


@pytest.fixture
def number(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation with two published months; the employee number of the one who served far away."""
    monkeypatch.setenv("GRID_DUTY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("GRID_DUTY_DATA_FOLDER", str(tmp_path / "var"))
    engine = make_engine(sqlite_url)
    with write_transaction(session_factory(engine)) as session:
        found = make_ledger_site(session).far.employee_number
    engine.dispose()
    return found


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["ledger", *map(str, arguments)])


def test_everybody_is_printed_with_the_sums(number: str) -> None:
    result = run("--month", "2026-04")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert len(lines) == 1 + 8
    mine = next(line for line in lines if number in line)
    assert mine.split()[-10:] == ["2", "2", "0", "0", "0", "0", "0", "1", "0", "0"]


def test_one_cadre_is_printed_month_by_month(number: str) -> None:
    result = run("--month", "2026-04", "--cadre", number)
    assert [line.split()[3] for line in result.output.splitlines()[1:]] == ["2026-03", "2026-04"]


def test_a_file_is_written_and_noted(number: str, tmp_path: Path, sqlite_url: str) -> None:
    table, book = tmp_path / "台账.csv", tmp_path / "台账.xlsx"
    assert run("--month", "2026-04", "--out", book).exit_code == 0
    assert run("--month", "2026-04", "--cadre", number, "--out", table).exit_code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[3] for row in rows] == ["月份", "2026-03", "2026-04"]
    opened = openpyxl.load_workbook(book)
    assert opened["合计"].max_row == 3 + 8
    opened.close()
    engine = make_engine(sqlite_url)
    with session_factory(engine)() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "export.ledger")).all()
        assert [row.actor for row in noted] == ["cli", "cli"]
    engine.dispose()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--month", "2026-13"), "YYYY-MM"),
        (("--month", "2026-04", "--cadre", "nobody"), "nobody"),
        (("--month", "2026-04", "--out", "x.pdf"), "x.pdf"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(number: str, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert "Traceback" not in result.output
