"""`grid-duty solve` and `verify` with placement files, from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.placements import rotation
from scheduler.placement.problem import Pin, PlacementInstance, Role, dump_placement_instance
from service.cli import main
from tests.support.placement_cases import case, person, post

CLASH = case(
    [person("a"), person("b")], [post("x", Role("job", 0, 1))], pins=(Pin("a", "x"), Pin("b", "x"))
)  # fmt: skip


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "instance.json", tmp_path / "plan.json"


def write(path: Path, instance: PlacementInstance) -> None:
    path.write_bytes(dump_placement_instance(instance))


@pytest.mark.parametrize(("language", "best"), [("zh", "已证明最优"), ("en", "roven optimal")])
def test_a_placement_file_is_planned_and_its_plan_verified(files: tuple[Path, Path], language: str, best: str) -> None:
    write(files[0], rotation(40, 6))
    solved = run("solve", files[0], "-o", files[1], "--language", language)
    assert solved.exit_code == 0, solved.output
    assert best in solved.output
    assert len(json.loads(files[1].read_text())["placements"]) == 6
    verified = run("verify", *files, "--language", language)
    assert verified.exit_code == 0
    assert best in verified.output


def test_a_changed_plan_is_refused_with_what_is_wrong(files: tuple[Path, Path]) -> None:
    write(files[0], rotation(40, 6))
    run("solve", files[0], "-o", files[1])
    plan = json.loads(files[1].read_text())
    plan["placements"].pop()
    files[1].write_text(json.dumps(plan))
    verified = run("verify", *files)
    assert verified.exit_code == 1
    assert "objective" in verified.output


def test_pins_that_clash_are_listed_with_exit_code_3_and_confirmed(files: tuple[Path, Path]) -> None:
    write(files[0], CLASH)
    for done in (run("solve", files[0], "-o", files[1], "--language", "en"), run("verify", *files, "--language", "en")):
        assert done.exit_code == 3
        assert "person a (a) at post x (x)" in done.output


def test_a_wrong_placement_file_is_refused_naming_the_field(files: tuple[Path, Path]) -> None:
    whole = json.loads(dump_placement_instance(CLASH))
    whole["people"][0]["group"] = "nowhere"
    files[0].write_text(json.dumps(whole))
    done = run("solve", files[0], "-o", files[1], "--language", "en")
    assert done.exit_code == 2
    assert "people[0].group" in done.output
    assert not files[1].exists()


def test_a_plan_of_the_monthly_duty_is_no_plan_of_placements(files: tuple[Path, Path]) -> None:
    write(files[0], CLASH)
    files[1].write_text('{"format": "grid-duty/plan"}')
    assert run("verify", *files).exit_code == 2


def test_replan_is_for_the_monthly_duty_only(files: tuple[Path, Path]) -> None:
    write(files[0], CLASH)
    done = run("solve", files[0], "-o", files[1], "--replan", "--language", "en")
    assert done.exit_code == 2
    assert "--replan" in done.output
