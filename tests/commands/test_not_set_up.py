"""Commands on a database that was never set up say what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main


@pytest.mark.parametrize("arguments", [["night"], ["clock"], ["export", "cadres", "people.csv"]])
def test_a_database_that_was_never_set_up_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRID_DUTY_DATA_FOLDER", str(tmp_path / "var"))
    monkeypatch.delenv("GRID_DUTY_DATABASE_URL", raising=False)
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert "grid-duty setup" in done.output
    assert "Traceback" not in done.output
