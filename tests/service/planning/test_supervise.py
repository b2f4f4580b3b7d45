"""`grid-duty run`: web server and clock together, ended together; a half that crashes is started again."""

from __future__ import annotations

import os
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from service.settings import Settings, WebSettings
from service.worker.supervise import PortTakenError, check_address
from tests.support.processes import Program, await_death, program


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        number: int = trial.getsockname()[1]
        return number


@pytest.fixture
def environment(sqlite_url: str, tmp_path: Path, port: int) -> dict[str, str]:
    return {
        "GRID_DUTY_DATABASE_URL": sqlite_url,
        "GRID_DUTY_DATA_FOLDER": str(tmp_path / "var"),
        "GRID_DUTY_WEB__PORT": str(port),
    }


def served_by(running: Program) -> int:
    """The id of the web server's process, once it listens and has a worker."""
    running.await_line("Listening at")
    line = running.await_line("Booting worker with pid")
    return int(line.split("pid:")[1].split()[0].rstrip(")"))


def test_both_are_served_and_ctrl_c_ends_both(environment: dict[str, str], tmp_path: Path, port: int) -> None:
    with program("run", environment=environment, folder=tmp_path) as running:
        clock = int(running.await_event("a half begins")["pid"])
        web = int(running.await_event("a half begins")["pid"])
        served_by(running)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in") as answer:
            assert answer.status == 200
        running.process.send_signal(signal.SIGINT)
        assert running.await_end() == 0
    await_death(clock)
    await_death(web)


def test_a_half_that_crashes_is_started_again_and_gives_up_when_it_does_not_stay_up(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with program("run", environment=environment, folder=tmp_path) as running:
        running.await_event("a half begins")
        for _ in range(3):
            pid = running.await_event("a half begins")["pid"]
            os.kill(pid, signal.SIGKILL)
        running.await_event("it does not stay up: everything ends")
        assert running.await_end() == 1


def test_both_die_with_the_one_who_started_them(environment: dict[str, str], tmp_path: Path) -> None:
    with program("run", environment=environment, folder=tmp_path) as running:
        halves = [running.await_event("a half begins")["pid"] for _ in range(2)]
        served_by(running)
        running.process.kill()
        running.process.wait()
        for half in halves:
            await_death(half)


def test_a_port_that_is_taken_is_said_with_what_to_do(environment: dict[str, str], tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(PortTakenError, match="GRID_DUTY_WEB__PORT"):
            check_address(Settings(data_folder=tmp_path, web=WebSettings(port=port)))
        for command in ("web", "run"):
            with program(command, environment=environment, folder=tmp_path) as refused:
                refused.await_line("GRID_DUTY_WEB__PORT")
                assert refused.await_end() == 1
