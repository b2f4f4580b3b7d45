"""`grid-duty solve` and `grid-duty verify` with surge rosters: the format of the file says which it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.problem import sha256_of
from scheduler.roster.problem import Cover, Roster, dump_roster, parse_roster_plan
from service.cli import main
from tests.support.rosters import person, roster

INSTANCE = roster(person("A"), person("B"), days=7, cover=(Cover(0, "D", 2, 50, 1), Cover(3, "N", 3, 50, 1)))
STUCK = roster(person("A", min_minutes=481, max_minutes=599), days=7)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def put(folder: Path, instance: Roster) -> Path:
    path = folder / "instance.json"
    path.write_bytes(dump_roster(instance))
    return path


@pytest.fixture
def solved(tmp_path: Path) -> tuple[Path, Path]:
    instance, plan = put(tmp_path, INSTANCE), tmp_path / "plan.json"
    done = run("solve", instance, "-o", plan, "--effort", 2, "--workers", 1, "--language", "en")
    assert done.exit_code == 0, done.output
    assert "4 shifts, objective 50, bound 50, Proven optimal." in done.output
    return instance, plan


def test_a_roster_is_planned_and_its_plan_verified(solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    found = parse_roster_plan(plan.read_bytes())
    assert found.instance_sha256 == sha256_of(instance.read_bytes())
    assert found.score == {"on_requests": 0, "off_requests": 0, "under": 50, "over": 0}
    done = run("verify", instance, plan, "--language", "en")
    assert (done.exit_code, done.output) == (
        0,
        "The plan is valid: 4 shifts, objective 50, bound 50, Proven optimal.\n",
    )


def test_a_changed_plan_is_refused(solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    whole = json.loads(plan.read_bytes())
    whole["assignments"].pop()
    plan.write_text(json.dumps(whole), encoding="utf-8")
    done = run("verify", instance, plan)
    assert done.exit_code == 1
    assert "方案无效" in done.output


def test_who_has_no_valid_line_is_named(tmp_path: Path) -> None:
    instance, plan = put(tmp_path, STUCK), tmp_path / "plan.json"
    done = run("solve", instance, "-o", plan, "--effort", 1, "--workers", 1)
    assert done.exit_code == 3
    assert "以下1人" in done.stderr
    assert "  A" in done.stderr
    assert run("verify", instance, plan).exit_code == 3


def test_a_wrong_field_is_named(tmp_path: Path) -> None:
    path = put(tmp_path, INSTANCE)
    path.write_bytes(path.read_bytes().replace(b'"days":7', b'"days":-7'))
    done = run("solve", path, "-o", tmp_path / "plan.json", "--language", "en")
    assert done.exit_code == 2
    assert "days = -7: expected an integer from 1 to 3660" in done.stderr
    assert not (tmp_path / "plan.json").exists()


def test_a_duty_plan_is_none_of_a_roster(solved: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "duty.json"
    other.write_text('{"format": "grid-duty/plan", "version": 1}', encoding="utf-8")
    assert run("verify", solved[0], other).exit_code == 2


def test_replan_is_refused(tmp_path: Path) -> None:
    done = run("solve", put(tmp_path, INSTANCE), "-o", tmp_path / "plan.json", "--replan")
    assert done.exit_code == 2
    assert "--replan" in done.stderr


def test_the_same_work_gives_the_same_plan(solved: tuple[Path, Path], tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    run("solve", solved[0], "-o", again, "--effort", 2, "--workers", 1)
    first, second = (parse_roster_plan(path.read_bytes()) for path in (solved[1], again))
    assert (first.assignments, first.objective, first.bound) == (second.assignments, second.objective, second.bound)
