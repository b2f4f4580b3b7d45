"""The demonstration from outside: it is completed after a kill, starts at once when complete, and refuses in words."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.database import make_engine, migrate, session_factory
from service.models import (
    Assignment,
    Attendance,
    AuditEntry,
    Cadre,
    District,
    DutyChange,
    MonthState,
    Publication,
    SolveRun,
)
from service.operations.ledger import read_lines, sum_of, window_to
from service.sample.district import today_in
from tests.support.factories import make_district

# One worker has them all: what they look at takes long to prepare.
pytestmark = pytest.mark.xdist_group("demo")
COMMAND = (sys.executable, "-m", "service.cli", "demo", "--cadres", "40")
MONTHS, PAST = 5, 3


def environment(folder: Path, **given: str) -> dict[str, str]:
    """An installation of its own in a folder, with short solves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GRID_DUTY_")}
    return {**kept, "GRID_DUTY_DATA_FOLDER": str(folder), "GRID_DUTY_SOLVER__TIME_LIMIT": "1", **given}


def run(folder: Path, *options: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options], env=environment(folder, **given), capture_output=True, text=True, timeout=180, check=False
    )


def session_on(folder: Path) -> Iterator[Session]:
    engine = make_engine(f"sqlite:///{folder / 'grid-duty.sqlite'}")
    with session_factory(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="module")
def completed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the preparation was killed at its second month and then started again."""
    folder = tmp_path_factory.mktemp("demo") / "data"
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
    again = run(folder, "--no-serve")
    assert again.returncode == 0, again.stderr
    assert 1 <= again.stdout.count("人次值勤") <= 2 * (MONTHS - 2), "it plans what is missing, and no more"
    assert "Sample-2026-duty" in again.stdout
    return folder


@pytest.fixture
def opened(completed: Path) -> Iterator[Session]:
    yield from session_on(completed)


@pytest.mark.slow
def test_a_killed_preparation_is_completed_as_if_it_had_run_once(opened: Session) -> None:
    numbers = opened.scalars(select(Publication.number).order_by(Publication.month, Publication.number)).all()
    # The three past months were planned again.
    assert numbers == [1, 2, 1, 2, 1, 2, 1, 1]
    in_force = select(func.count()).select_from(MonthState).where(MonthState.publication_id.is_not(None))
    assert opened.scalar(in_force) == MONTHS
    assert set(opened.scalars(select(SolveRun.state))) <= {"finished", "cancelled", "skipped"}
    actions = Counter(opened.scalars(select(AuditEntry.action)))
    assert (actions["sample.make"], actions["sample.ready"]) == (1, 1)
    assert (actions["absence.make"], actions["attendance.make"]) == (PAST, PAST + 1)


@pytest.mark.slow
def test_the_ledger_of_the_past_months_has_life_in_it(opened: Session) -> None:
    district, month = opened.execute(select(MonthState.district_id, MonthState.month).order_by(MonthState.month)).all()[
        PAST
    ]
    lines = read_lines(opened, window_to(district, month, month))
    sums = [sum_of(found) for found in lines.values()]
    assert sum(one.owed for one in sums) > PAST * len(sums) - len(sums)
    assert any(one.burdensome for one in sums)
    assert any(one.changes for one in sums), "the storm moved people"
    kinds = set(opened.scalars(select(DutyChange.own)))
    assert kinds == {True, False}, "some were moved for their own illness, some for the storm"


@pytest.mark.slow
def test_past_months_are_served_and_the_next_one_is_planned(opened: Session) -> None:
    made = opened.scalars(select(AuditEntry.at).where(AuditEntry.action == "sample.make")).one()
    today = today_in(made)
    in_force = select(Assignment.attendance).join(MonthState, MonthState.publication_id == Assignment.publication_id)
    past = opened.scalars(in_force.where(Assignment.date < today)).all()
    assert Attendance.PLANNED not in past
    assert past.count(Attendance.SERVED) > 0.9 * len(past)
    assert set(opened.scalars(select(Assignment.attendance).where(Assignment.date >= today))) == {Attendance.PLANNED}


@pytest.mark.slow
def test_a_complete_demonstration_starts_at_once_keeps_what_was_entered_and_serves_it(
    completed: Path, opened: Session
) -> None:
    opened.execute(update(Cadre).where(Cadre.employee_number == "S0001").values(name="改名"))
    opened.commit()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        COMMAND, env=environment(completed, GRID_DUTY_WEB__PORT=port), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if f"http://127.0.0.1:{port}" in line:
                break
        with urlopen(f"http://127.0.0.1:{port}/sign-in") as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert "人次值勤" not in "".join(lines)
    opened.rollback()
    assert opened.scalar(select(Cadre.name).where(Cadre.employee_number == "S0001")) == "改名"
    assert opened.scalar(select(func.count()).select_from(Publication)) == MONTHS + PAST


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_no_sample_goes_into_a_database_with_a_real_district(folder: Path) -> None:
    folder.mkdir()
    migrate(f"sqlite:///{folder / 'grid-duty.sqlite'}")
    with contextmanager(session_on)(folder) as session:
        real = make_district(session, name="真实区").id
        session.commit()
    refused = run(folder, "--no-serve", GRID_DUTY_LANGUAGE="en")
    assert refused.returncode == 1
    assert "真实区" in refused.stderr
    assert "another data folder" in refused.stderr
    with contextmanager(session_on)(folder) as session:
        assert session.scalars(select(District.id)).all() == [real]


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
