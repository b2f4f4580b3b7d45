"""`grid-duty instance` writes what the product solves, and refuses in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.problem import parse_instance, sha256_of
from service.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("GRID_DUTY_DATABASE_URL", sample_url)
    monkeypatch.setenv("GRID_DUTY_DATA_FOLDER", str(tmp_path / "var"))
    monkeypatch.setenv("GRID_DUTY_LANGUAGE", "en")

    def ran(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["instance", *arguments])

    return ran


def test_a_month_is_written_as_an_instance_that_is_valid(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "december.json"
    result = run("--month", "2026-12", "-o", str(output))
    assert result.exit_code == 0, result.output
    data = output.read_bytes()
    instance = parse_instance(data)
    assert 50 <= len(instance.cadres) <= 60
    assert len(instance.days) == 31
    assert sum(day.open for day in instance.days) == 23
    assert len(instance.parties) >= 6
    assert sha256_of(data) in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--month", "2026-13"), "2026-13"),
        (("--month", "december"), "YYYY-MM"),
        (("--month", "2026-12", "--district", "999999"), "999999"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    output = tmp_path / "december.json"
    result = run(*arguments, "-o", str(output))
    assert result.exit_code == 1
    assert words in result.output
    assert not output.exists()


def test_a_file_that_cannot_be_written_is_named(run: Run, tmp_path: Path) -> None:
    result = run("--month", "2026-12", "-o", str(tmp_path / "nowhere" / "december.json"))
    assert result.exit_code == 1
    assert "december.json" in result.output
