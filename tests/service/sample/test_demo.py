"""The demonstration from outside: it is completed after a kill, starts at once when complete, and refuses in words."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.database import make_engine, migrate, session_factory
from service.models import Assignment, Attendance, AuditEntry, Cadre, District, MonthState, Publication, SolveRun
from tests.support.factories import make_district

COMMAND = (sys.executable, "-m", "service.cli", "demo", "--cadres", "40")
MONTHS = 5


def environment(folder: Path, **given: str) -> dict[str, str]:
    """An installation of its own in a folder, with short solves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRID_DUTY_")}
    return {**kept, "GRID_DUTY_DATA_FOLDER": str(folder), "GRID_DUTY_SOLVER__TIME_LIMIT": "1", **given}


def run(folder: Path, *options: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options], env=environment(folder, **given), capture_output=True, text=True, timeout=180, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(folder: Path) -> Iterator[Session]:
    folder.mkdir()
    engine = make_engine(f"sqlite:///{folder / 'grid-duty.sqlite'}")
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


@pytest.mark.slow
def test_a_killed_preparation_is_completed_and_a_complete_one_keeps_what_was_entered(
    folder: Path, opened: Session
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--no-serve"], env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    published = 0
    for line in process.stdout:
        published += "人次值勤" in line
        if published == 2:
            process.kill()
            break
    process.communicate()

    completed = run(folder, "--no-serve")
    assert completed.returncode == 0, completed.stderr
    assert "Sample-2026-duty" in completed.stdout
    assert "人次值勤" in completed.stdout
    numbers = opened.execute(select(Publication.month, Publication.number).order_by(Publication.month)).all()
    assert [number for _, number in numbers] == [1] * MONTHS
    assert (
        opened.scalar(select(func.count()).select_from(MonthState).where(MonthState.publication_id.is_not(None))) == 5
    )
    assert set(opened.scalars(select(SolveRun.state))) == {"finished"}
    made = opened.scalars(select(AuditEntry.at).where(AuditEntry.action == "sample.make")).one()
    today = made.astimezone().date()
    late = select(Assignment.attendance).where(Assignment.date > today)
    early = select(Assignment.attendance).where(Assignment.date < today.replace(day=1))
    assert set(opened.scalars(late)) == {Attendance.PLANNED}
    assert Attendance.PLANNED not in set(opened.scalars(early))
    opened.execute(update(Cadre).where(Cadre.employee_number == "S0001").values(name="改名"))
    opened.commit()

    again = run(folder, "--no-serve")
    assert again.returncode == 0, again.stderr
    assert "人次值勤" not in again.stdout
    assert opened.scalar(select(Cadre.name).where(Cadre.employee_number == "S0001")) == "改名"
    assert opened.scalar(select(func.count()).select_from(Publication)) == MONTHS


def test_no_sample_goes_into_a_database_with_a_real_district(folder: Path, opened: Session) -> None:
    migrate(f"sqlite:///{folder / 'grid-duty.sqlite'}")
    real = make_district(opened, name="真实区")
    opened.commit()
    refused = run(folder, "--no-serve", GRID_DUTY_LANGUAGE="en")
    assert refused.returncode == 1
    assert "真实区" in refused.stderr
    assert "another data folder" in refused.stderr
    assert opened.scalars(select(District.id)).all() == [real.id]


def test_a_taken_port_is_named_before_anything_is_made(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = run(folder, GRID_DUTY_WEB__PORT=port)
    assert refused.returncode == 1
    assert port in refused.stderr
    assert "GRID_DUTY_WEB__PORT" in refused.stderr
    assert not folder.exists()
