"""`grid-duty simulate` from outside: a table by month, the summary, files; broken off it tells what there is."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from benchmarks.districts import district
from scheduler.problem import dump_instance
from scheduler.simulation import FIGURES, METHODS
from service.cli import main

SMALL = ("simulate", "--cadres", "12", "--start", "2027-01", "--effort", "1")


def inside(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_month_is_a_line_and_the_summary_has_every_method(tmp_path: Path) -> None:
    done = inside(*SMALL, "--months", 2, "--language", "en", "--out", tmp_path / "new" / "folder")
    assert done.exit_code == 0, done.output
    assert "Synthetic data: 12 cadres" in done.stdout
    lines = done.stdout.splitlines()
    assert [line[:7] for line in lines if line.startswith("2027-")] == ["2027-01", "2027-02"]
    assert "After 2 months (" in done.stdout
    for word in ("This product", "First come", "At random", "Burdensome days", "Far zones"):
        assert word in done.stdout
    # The aim is about a year: with two months there is nothing to say of it.
    assert "Aim" not in done.stdout


def test_the_figures_and_drawings_are_written(tmp_path: Path) -> None:
    assert inside(*SMALL, "--months", 2, "--out", tmp_path).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["figures.csv", *(f"{one}.svg" for one in FIGURES)]
    )
    rows = rows_of(tmp_path / "figures.csv")
    assert len(rows) == 2 * len(METHODS) * len(FIGURES)
    for row in rows:
        quantiles = [int(row[key]) for key in ("least", "quarter", "middle", "three_quarters", "most")]
        assert quantiles == sorted(quantiles)
        assert int(row["difference"]) == quantiles[-1] - quantiles[0]
    for figure in FIGURES:
        drawn = (tmp_path / f"{figure}.svg").read_bytes()
        assert ElementTree.fromstring(drawn).tag == "{http://www.w3.org/2000/svg}svg"
        assert b"<script" not in drawn
        assert "合成数据" in drawn.decode()


def test_the_same_command_gives_the_same_figures(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert inside(*SMALL, "--months", 2, "--out", tmp_path / name).exit_code == 0
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_after_a_year_it_says_whether_the_aim_is_reached() -> None:
    done = inside(*SMALL, "--months", 12, "--language", "en")
    assert done.exit_code == 0
    assert "of 1 month" in done.stdout.splitlines()[-1]


def test_an_instance_may_stand_in_for_the_sample(tmp_path: Path) -> None:
    path = tmp_path / "instance.json"
    path.write_bytes(dump_instance(district(20, seed=1)))
    done = inside(
        "simulate", "--instance", path, "--months", 1, "--start", "2027-01", "--effort", 1, "--language", "en"
    )
    assert done.exit_code == 0
    assert "Synthetic data: 20 cadres, 10 zones" in done.stdout


def test_the_coming_month_is_the_first_unless_another_is_named() -> None:
    assert inside("simulate", "--cadres", 10, "--months", 1, "--effort", 1).exit_code == 0


@pytest.mark.parametrize(
    "wrong",
    [("--months", "0"), ("--months", "121"), ("--cadres", "9"), ("--start", "2027-13"), ("--weekend", "101"),
     ("--seconds", "0"), ("--effort", "0"), ("--seed", "-1"), ("--instance", "missing.json")],
)  # fmt: skip
def test_a_wrong_option_is_refused(wrong: tuple[str, str]) -> None:
    assert inside("simulate", *wrong).exit_code == 2


def test_a_folder_that_cannot_be_made_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = inside(*SMALL, "--out", tmp_path / "file" / "folder")
    assert done.exit_code == 2
    assert "无法写入" in done.stderr
    assert done.stdout == ""


def test_broken_off_it_prints_what_there_is(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-u",
        "-m",
        "service.cli",
        *SMALL,
        "--months",
        "120",
        "--language",
        "en",
        "--out",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        seen = ""
        while "2027-02" not in seen:
            seen += process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    assert "Broken off" in rest
    assert "months (" in rest
    assert len({row["month"] for row in rows_of(tmp_path / "figures.csv")}) >= 2
