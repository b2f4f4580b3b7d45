"""`grid-duty replay` and `grid-duty dossier` from outside: the same again, or what differs."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.districts import district as made_up
from scheduler.problem import Instance, Pin, dump_instance
from service.adapters.dossier_file import Dossier, DossierError, read_dossier, write_dossier
from service.cli import main
from service.models import AuditEntry, RunKind
from service.operations.runs import request_run
from service.worker.runner import execute, take_next
from tests.support.factories import NOW, system
from tests.support.planning import MONTH, World, make_test_worker, make_world
from tests.support.tiny import cadre, duty, on, tiny

# P1 avoids all days but the 7th; P2 would rather have the 7th too.
WEIGHTS = {**tiny().weights, "unserved": 100, "avoid": 1, "change_day": 2}
WISH = {on(number): 5 for number in range(1, 11) if number != 7}
INSTANCE = tiny(cadres=(cadre("P1", avoid=WISH), cadre("P2", avoid=WISH)), weights=WEIGHTS)
CLASHING = tiny(pins=(Pin("P1", on(1)), Pin("P1", on(2))))
EFFORT = ("--effort", 3, "--workers", 1)


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "service.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def inside(*arguments: object, **environment: str) -> Result:
    """The command within this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=environment)


def solved(folder: Path, instance: Instance, *options: object) -> tuple[Path, Path]:
    """The files of an instance and of its plan."""
    path, plan = folder / "instance.json", folder / "plan.json"
    path.write_bytes(dump_instance(instance))
    done = inside("solve", path, "-o", plan, *(options or EFFORT))
    assert done.exit_code in (0, 3), done.output
    return path, plan


def changed(plan: Path, **fields: Any) -> Path:
    """The plan with other fields, beside it."""
    path = plan.with_name("changed.json")
    path.write_text(json.dumps(json.loads(plan.read_bytes()) | fields), encoding="utf-8")
    return path


def solver_of(plan: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(plan.read_bytes())["solver"]
    return found


def test_a_plan_by_effort_is_the_same_again(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, made_up(40, 2))
    again = tmp_path / "again.json"
    done = run("replay", plan, "--instance", instance, "-o", again)
    assert (done.returncode, done.stderr) == (0, "")
    assert "哈希与版本都与当时相同" in done.stdout
    assert "完全相同" in done.stdout
    first, second = (json.loads(path.read_bytes()) for path in (plan, again))
    for whole in (first, second):
        del whole["solver"]["seconds"], whole["solver"]["phases"]
    assert first == second


def test_a_plan_that_another_seed_made_differs_in_a_duty_that_is_named(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, made_up(40, 2))
    other = changed(plan, solver=solver_of(plan) | {"seed": 99})
    done = run("replay", other, "--instance", instance)
    assert done.returncode == 1
    assert "不相同。第一处差别：第" in done.stdout


def test_versions_that_are_not_those_of_then_are_named(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE)
    old = changed(plan, solver=solver_of(plan) | {"versions": {"ortools": "1.0", "oracle": "7"}})
    told = inside("replay", old, "--instance", instance, "--language", "en")
    assert told.exit_code == 0, told.output
    assert "ortools: was 1.0, is" in told.output
    assert "oracle: was 7, is —" in told.output


def test_another_instance_is_told_by_its_hash_before_anything_is_solved(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE)
    instance.write_bytes(instance.read_bytes() + b" ")
    told = inside("replay", plan, "--instance", instance)
    assert told.exit_code == 1
    assert "算例不是当时求解的那一份" in told.output
    assert "目标值" not in told.output


def test_an_old_plan_that_says_what_is_not_so_is_not_repeated(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE)
    told = inside("replay", changed(plan, score={"avoid": 7}), "--instance", instance, "--language", "en")
    assert told.exit_code == 1
    assert "The old plan is not valid" in told.output


def test_seconds_do_not_repeat_and_only_figures_are_compared(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE, "--time-limit", 5)
    other = replace_duty(plan, "P1", 3)
    told = inside("replay", other, "--instance", instance, "--language", "en")
    assert told.exit_code == 0, told.output
    assert "limited in seconds" in told.output
    assert "The first difference: status: was feasible, is optimal" in told.output


def replace_duty(plan: Path, name: str, day: int) -> Path:
    """The plan with somebody on a worse day, its claims put right: not proven best."""
    whole = json.loads(plan.read_bytes())
    for item in whole["assignments"]:
        if item["cadre"] == name:
            item["date"] = on(day).isoformat()
    return changed(plan, **whole | {"objective": 5, "bound": 0, "status": "feasible", "score": {"avoid": 5}})


def test_a_bound_above_what_is_reached_now_is_a_contradiction(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE, "--time-limit", 5)
    wrong = replace_duty(plan, "P1", 3)
    wrong = changed(wrong, bound=4)
    told = inside("replay", wrong, "--instance", instance, "--language", "en")
    assert told.exit_code == 1
    assert "the old bound 4 is above the new objective 0" in told.output


def test_a_solve_that_was_stopped_need_not_repeat(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, INSTANCE)
    old = replace_duty(plan, "P1", 3)
    stopped = changed(old, solver=solver_of(plan) | {"stopped": True})
    assert inside("replay", stopped, "--instance", instance).exit_code == 0
    unstopped = changed(old, solver=solver_of(plan))
    assert inside("replay", unstopped, "--instance", instance).exit_code == 1


def test_a_re_plan_is_re_planned(tmp_path: Path) -> None:
    away = replace(INSTANCE.cadres[0], unavailable=(on(3),))
    instance, plan = solved(
        tmp_path,
        replace(INSTANCE, cadres=(away, INSTANCE.cadres[1]), incumbent=(duty("P1", 3), duty("P2", 4))),
        "--replan", "--points-per-change", 2, *EFFORT,
    )  # fmt: skip
    assert solver_of(plan)["replan"]["points_per_change"] == 2
    told = inside("replay", plan, "--instance", instance)
    assert told.exit_code == 0, told.output
    assert "完全相同" in told.output


def test_pins_that_clash_clash_again(tmp_path: Path) -> None:
    instance, plan = solved(tmp_path, CLASHING)
    told = inside("replay", plan, "--instance", instance)
    assert told.exit_code == 3
    assert "完全相同" in told.output
    assert "pins[1]" in told.output


@pytest.mark.parametrize(
    "solver",
    [{}, {"seed": 1, "workers": 1}, {"seed": 1, "workers": 0, "effort": 3}, {"seed": "1", "workers": 1, "effort": 3},
     {"seed": 1, "workers": 1, "effort": 3, "replan": {"points_per_change": -1}}],
)  # fmt: skip
def test_a_plan_that_does_not_say_how_it_was_made_cannot_be_repeated(tmp_path: Path, solver: dict[str, Any]) -> None:
    instance, plan = solved(tmp_path, INSTANCE)
    told = inside("replay", changed(plan, solver=solver), "--instance", instance, "--language", "en")
    assert told.exit_code == 2
    assert "cannot be solved again" in told.output
    assert "solver." in told.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "二者取其一"),
        (("plan.json", "--run", 1), "二者取其一"),
        (("--run", 1, "--instance", "i.json"), "只能与方案文件"),
        (("plan.json",), "--instance"),
        (("missing.json",), "无法读取"),
        (("plan.json", "--instance", "instance.json", "-o", "plan.json"), "要重算的文件"),
        (("plan.json", "--instance", "instance.json", "-o", "nowhere/new.json"), "无法写入"),
    ],
)
def test_wrong_arguments_are_bad_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...], words: str
) -> None:
    solved(tmp_path, INSTANCE)
    monkeypatch.chdir(tmp_path)
    told = inside("replay", *arguments)
    assert told.exit_code == 2, told.output
    assert words in told.output


class TestDossierFile:
    """The zip: the same bytes for the same solve, and nothing in it can be changed unseen."""

    def made(self, folder: Path) -> Path:
        instance, plan = solved(folder, INSTANCE)
        path = folder / "dossier.zip"
        path.write_bytes(write_dossier(Dossier(instance.read_bytes(), plan.read_bytes(), {"run": {"number": 5}})))
        return path

    def rewritten(self, path: Path, files: Mapping[str, bytes | None]) -> Path:
        with zipfile.ZipFile(path) as old:
            held: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w") as new:
            for name, data in (held | dict(files)).items():
                if data is not None:
                    new.writestr(name, data)
        return path

    def test_it_is_repeated_as_it_is(self, tmp_path: Path) -> None:
        path = self.made(tmp_path)
        done = run("replay", path)
        assert (done.returncode, done.stderr) == (0, "")
        assert "完全相同" in done.stdout

    def test_the_same_dossier_is_the_same_bytes(self, tmp_path: Path) -> None:
        data = self.made(tmp_path).read_bytes()
        found = read_dossier(data)
        assert found.about["run"] == {"number": 5}
        assert write_dossier(found) == data

    @pytest.mark.parametrize(
        ("files", "words"),
        [
            ({"plan.json": b"{}"}, "被改动过"),
            ({"instance.json": b"{}"}, "被改动过"),
            ({"instance.json": None}, "没有 instance.json"),
            ({"dossier.json": b"[]"}, "dossier.json"),
            ({"dossier.json": b'{"format": "grid-duty/dossier", "version": 2}'}, "version"),
        ],
    )
    def test_what_was_changed_is_refused(self, tmp_path: Path, files: dict[str, bytes | None], words: str) -> None:
        told = inside("replay", self.rewritten(self.made(tmp_path), files))
        assert told.exit_code == 2
        assert words in told.output

    def test_half_a_file_is_refused(self, tmp_path: Path) -> None:
        data = self.made(tmp_path).read_bytes()
        with pytest.raises(DossierError, match="zip"):
            read_dossier(data[: len(data) // 2])

    def test_what_says_it_is_huge_is_not_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = self.made(tmp_path)
        monkeypatch.setattr("service.adapters.dossier_file.MOST_BYTES", 100)
        with pytest.raises(DossierError, match="too large"):
            read_dossier(path.read_bytes())

    def test_an_instance_beside_it_is_refused(self, tmp_path: Path) -> None:
        told = inside("replay", self.made(tmp_path), "--instance", tmp_path / "instance.json")
        assert told.exit_code == 2
        assert "自带算例" in told.output


class TestRun:
    """Runs of the database, by number: solved by the night's own process, repeated by this one."""

    @pytest.fixture
    def world(self, session: Session) -> World:
        made = make_world(session)
        session.commit()
        return made

    @pytest.fixture
    def number(self, session: Session, world: World, database: str, tmp_path: Path) -> int:
        """A finished run in work units."""
        actor = system(world.district)
        run = request_run(session, actor, NOW, MONTH, RunKind.DRAFT, {"effort": 3, "workers": 1, "seed": 4})
        session.commit()
        worker = make_test_worker(database, tmp_path)
        claim = take_next(worker)
        assert claim is not None
        execute(worker, claim, Event())
        worker.engine.dispose()
        return run.id

    def test_it_is_the_same_again_from_the_database_and_from_its_dossier(
        self, session: Session, number: int, database: str, tmp_path: Path
    ) -> None:
        environment = {"GRID_DUTY_DATABASE_URL": database, "GRID_DUTY_DATA_FOLDER": str(tmp_path)}
        told = inside("replay", "--run", number, "--language", "en", **environment)
        assert told.exit_code == 0, told.output
        assert "They are the same" in told.output
        path = tmp_path / "dossier.zip"
        written = inside("dossier", number, "-o", path, **environment)
        assert written.exit_code == 0, written.output
        about = read_dossier(path.read_bytes()).about
        assert about["run"]["number"] == number
        assert (about["options"]["effort"], about["options"]["seed"]) == (3, 4)
        assert about["versions"]["ortools"]
        assert datetime.fromisoformat(about["times"]["asked_at"]) <= NOW
        assert inside("replay", path).exit_code == 0
        logged = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "export.dossier")).all()
        assert len(logged) == 1

    def test_another_districts_run_and_one_that_never_was_are_not_found(
        self, session: Session, world: World, number: int, database: str, tmp_path: Path
    ) -> None:
        other = make_world(session).district
        session.commit()
        environment = {"GRID_DUTY_DATABASE_URL": database, "GRID_DUTY_DATA_FOLDER": str(tmp_path)}
        for wanted, code in ((number, other.code), (number + 1, world.district.code)):
            told = inside("replay", "--run", wanted, "--district", code, **environment)
            assert told.exit_code == 2, told.output
            assert "没有编号为" in told.output
        many = inside("dossier", number, "-o", tmp_path / "d.zip", **environment)
        assert many.exit_code == 1
        assert not (tmp_path / "d.zip").exists()

    def test_a_run_without_result_has_no_dossier(
        self, session: Session, world: World, database: str, tmp_path: Path
    ) -> None:
        run = request_run(session, system(world.district), NOW, MONTH, RunKind.DRAFT)
        session.commit()
        environment = {"GRID_DUTY_DATABASE_URL": database, "GRID_DUTY_DATA_FOLDER": str(tmp_path)}
        told = inside("dossier", run.id, "-o", tmp_path / "d.zip", **environment)
        assert told.exit_code == 1
        assert "没有结果" in told.output

    def test_a_database_that_is_not_there_is_bad_input(self, tmp_path: Path) -> None:
        told = inside("replay", "--run", 1, GRID_DUTY_DATA_FOLDER=str(tmp_path))
        assert told.exit_code == 2
        assert "grid-duty setup" in told.output
