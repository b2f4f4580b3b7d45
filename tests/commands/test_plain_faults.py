"""What is wrong with an installation is told by every command in one plain line, with exit code 1 and no traceback."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.database import make_engine, newest_revision
from service.operations.schema import SchemaError, require_current

COMMANDS = {
    "backup": "backup",
    "clock": "clock",
    "run": "run",
    "night": "night",
    "upgrade": "upgrade",
    "demo": "demo --no-serve",
    "sample": "sample --cadres 20",
    "export": "export cadres {folder}/cadres.xlsx",
    "account": "account unlock somebody",
    "setup": "setup --name Z --code z --admin zz --random-password",
}
SERVING = ("clock", "run", "night", "export", "account")


@pytest.fixture(autouse=True)
def no_logs_to_a_stream_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands run in this process, whose other tests log to a stream that stays."""
    for name in ("clock", "run", "night", "demo"):
        monkeypatch.setattr(f"service.commands.{name}.set_up_logs", lambda _level: None)


def grid_duty(name: str, folder: Path, **more: str) -> Result:
    """A command on an installation of its own, on a port that is surely free."""
    environment = {"GRID_DUTY_DATA_FOLDER": str(folder), "GRID_DUTY_WEB__PORT": "65123", **more}
    return CliRunner().invoke(main, COMMANDS[name].format(folder=folder).split(), env=environment)


def one_line(result: Result) -> str:
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.output.strip().splitlines()[-1]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_damaged_database_is_named_with_the_way_out(name: str, tmp_path: Path) -> None:
    (tmp_path / "grid-duty.sqlite").write_bytes(b"not at all a database " * 500)
    line = one_line(grid_duty(name, tmp_path))
    assert "数据库文件已损坏" in line
    assert "grid-duty restore" in line


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_cannot_be_made_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert "无法读写" in one_line(grid_duty(name, tmp_path / "file" / "var"))


@pytest.mark.parametrize("name", SERVING)
def test_an_installation_that_is_not_set_up_is_told_how(name: str, tmp_path: Path) -> None:
    assert "grid-duty setup" in one_line(grid_duty(name, tmp_path))


@pytest.mark.parametrize("name", [*SERVING, "demo", "sample"])
@pytest.mark.parametrize(("revision", "words"), [("9999_of_next_year", "先升级程序")])
def test_a_database_of_a_newer_program_is_refused(
    name: str, sqlite_template: Path, tmp_path: Path, revision: str, words: str
) -> None:
    path = tmp_path / "grid-duty.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.commit()
    connection.close()
    assert words in one_line(grid_duty(name, tmp_path))


def test_an_older_database_is_to_be_upgraded_first(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = make_engine(sqlite_url)
    require_current(engine)
    monkeypatch.setattr("service.operations.schema.newest_revision", lambda: f"{newest_revision()}_and_more")
    with pytest.raises(SchemaError) as refused:
        require_current(engine)
    engine.dispose()
    assert "grid-duty upgrade" in str(refused.value.message)


@pytest.mark.parametrize("name", ["backup", "clock", "night", "run"])
def test_a_wrong_setting_is_named(name: str, tmp_path: Path) -> None:
    line = one_line(grid_duty(name, tmp_path, GRID_DUTY_WEB__PROT="1"))
    assert "web.prot" in line
    assert "no such setting" in line


def test_a_folder_made_for_the_data_is_its_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    assert grid_duty("setup", folder).exit_code == 0
    assert folder.stat().st_mode & 0o077 == 0
