"""`grid-duty solve` and `grid-duty verify` from outside, as processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.problem import Instance, Pin, dump_instance
from service.cli import main
from tests.support.tiny import cadre, duty, on, tiny, unit, zone

WEIGHTS = {**tiny().weights, "unserved": 100, "avoid": 1}
# P1 avoids all days but the 7th; P2 is on leave for the whole period.
INSTANCE = tiny(
    cadres=(
        cadre("P1", avoid={on(number): 5 for number in range(1, 11) if number != 7}),
        cadre("P2", unavailable=tuple(on(number) for number in range(1, 11))),
    ),
    weights=WEIGHTS,
)
CLASHING = tiny(pins=(Pin("P1", on(1)), Pin("P1", on(2))))


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "service.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def inside(*arguments: object) -> Result:
    """The command within this process: the same code without the start of another Python."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def put(folder: Path, instance: Instance, name: str = "instance.json") -> Path:
    path = folder / name
    path.write_bytes(dump_instance(instance))
    return path


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of INSTANCE and of its plan."""
    folder = tmp_path_factory.mktemp("solved")
    instance, plan = put(folder, INSTANCE), folder / "plan.json"
    done = run("solve", instance, "-o", plan, "--time-limit", 10, "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 duty, 1 unserved, objective 100" in done.stdout
    return instance, plan


def test_a_plan_is_written_with_reasons_and_verified(solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    found = json.loads(plan.read_bytes())
    assert found["assignments"] == [{"cadre": "P1", "date": "2026-12-07", "zone": "Z1"}]
    assert (found["status"], found["objective"], found["bound"]) == ("optimal", 100, 100)
    assert found["unserved"] == [
        {"cadre": "P2", "missing": 1, "reasons": ["They are unavailable on every open day (10)"]}
    ]
    checked = run("verify", instance, plan)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "方案有效" in checked.stdout


@pytest.mark.parametrize(
    ("key", "value"),
    [("objective", 99), ("bound", 101), ("status", "feasible"), ("instance_sha256", "0"), ("score", {"avoid": 1}),
     ("unserved", []), ("assignments", [])],
)  # fmt: skip
def test_a_plan_that_says_what_is_not_so_is_invalid(
    solved: tuple[Path, Path], tmp_path: Path, key: str, value: Any
) -> None:
    whole = json.loads(solved[1].read_bytes()) | {key: value}
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(whole), encoding="utf-8")
    checked = inside("verify", solved[0], plan, "--language", "en")
    assert checked.exit_code == 1
    assert "The plan is not valid" in checked.stdout


def test_a_plan_that_breaks_a_rule_is_invalid(solved: tuple[Path, Path], tmp_path: Path) -> None:
    whole = json.loads(solved[1].read_bytes())
    whole["assignments"].append({"cadre": "P2", "date": "2026-12-07", "zone": "Z1"})
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(whole), encoding="utf-8")
    checked = run("verify", solved[0], plan)
    assert checked.returncode == 1
    assert "P2（P2）在12月7日值勤，本人当天不能值勤" in checked.stdout


def test_pins_that_clash_are_listed_and_the_plan_says_so(tmp_path: Path) -> None:
    instance, plan = put(tmp_path, CLASHING), tmp_path / "plan.json"
    done = run("solve", instance, "-o", plan, "--time-limit", 10)
    assert done.returncode == 3
    assert "pins[0]" in done.stderr
    assert "pins[1]" in done.stderr
    found = json.loads(plan.read_bytes())
    assert (found["status"], found["objective"], found["bound"]) == ("infeasible", None, None)
    assert [pin["date"] for pin in found["conflicts"]] == ["2026-12-01", "2026-12-02"]
    assert run("verify", instance, plan).returncode == 3
    found["conflicts"] = found["conflicts"][:1]
    plan.write_text(json.dumps(found), encoding="utf-8")
    assert run("verify", instance, plan).returncode == 1


def test_a_wrong_field_is_named_with_its_path_and_nothing_is_written(tmp_path: Path) -> None:
    whole = json.loads(dump_instance(INSTANCE))
    whole["cadres"][1]["home_zone"] = "Z9"
    instance, plan = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_text(json.dumps(whole), encoding="utf-8")
    for language, expected in (("zh", "应为已有网格的编号"), ("en", "expected the id of a zone")):
        done = run("solve", instance, "-o", plan, "--language", language)
        assert done.returncode == 2
        assert 'cadres[1].home_zone = "Z9"' in done.stderr
        assert expected in done.stderr
    assert not plan.exists()
    assert run("verify", instance, plan).returncode == 2


@pytest.mark.parametrize(
    "arguments", [["--time-limit", "0"], ["--workers", "0"], ["--seed", "x"], ["--language", "fr"]]
)
def test_a_wrong_option_is_bad_input(tmp_path: Path, arguments: list[str]) -> None:
    done = inside("solve", put(tmp_path, INSTANCE), "-o", tmp_path / "plan.json", *arguments)
    assert done.exit_code == 2
    assert arguments[0] in done.stderr


@pytest.mark.parametrize("instance", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_bad_input(tmp_path: Path, instance: str) -> None:
    for arguments in (("solve", tmp_path / instance, "-o", tmp_path / "p"), ("verify", tmp_path / instance, tmp_path)):
        done = inside(*arguments)
        assert done.exit_code == 2
        assert "无法读取" in done.stderr


@pytest.mark.parametrize("output", ["nowhere/plan.json", ".", "/dev/full"])
def test_a_plan_that_cannot_be_written_is_bad_input_and_leaves_nothing(tmp_path: Path, output: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = inside("solve", put(tmp_path, INSTANCE), "-o", folder / output, "--time-limit", 5)
    assert done.exit_code == 2
    assert "无法写入" in done.stderr
    assert list(folder.iterdir()) == []


def test_the_instance_is_not_overwritten_by_its_plan(tmp_path: Path) -> None:
    instance = put(tmp_path, INSTANCE)
    link = tmp_path / "link.json"
    link.symlink_to(instance)
    for output in (instance, link):
        done = inside("solve", instance, "-o", output, "--language", "en")
        assert done.exit_code == 2
        assert "is the instance itself" in done.stderr
    assert instance.read_bytes() == dump_instance(INSTANCE)


def test_a_full_disk_leaves_the_plan_of_before(tmp_path: Path) -> None:
    # A limit on the size of files stands for a full disk: the plan is longer than 200 bytes.
    instance, plan = put(tmp_path, INSTANCE), tmp_path / "plan.json"
    plan.write_text("before", encoding="utf-8")
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)); from service.cli import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "solve", str(instance), "-o", str(plan), "--time-limit", "5"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "无法写入" in done.stderr
    assert plan.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["instance.json", "plan.json"]


def crowded() -> Instance:
    """An instance that takes the search a while: sixty people who all want the same few days."""
    people = tuple(
        cadre(f"P{number}", duties=2, avoid={on(day): (number * day) % 7 for day in range(1, 11)})
        for number in range(60)
    )
    zones = tuple(zone(f"Z{number}", max_parties_per_day=1, min_visits=7, max_visits=9) for number in range(15))
    weights = {**dict.fromkeys(tiny().weights, 3), "unserved": 100, "zone_shortfall": 50}
    return tiny(cadres=people, zones=zones, units=(unit(min_present=50),), weights=weights, min_gap_days=4)


def test_an_interrupt_writes_the_best_plan_so_far(tmp_path: Path) -> None:
    instance, plan = put(tmp_path, crowded()), tmp_path / "plan.json"
    reader, writer = os.openpty()
    command = [sys.executable, "-m", "service.cli", "solve", str(instance), "-o", str(plan), "--time-limit", "100",
               "--language", "en"]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=writer) as process:
        os.close(writer)
        shown = b""
        # The first objective on the progress line says that there is a plan.
        while not re.search(rb"objective \d", shown):
            shown += os.read(reader, 4096)
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        assert time.monotonic() - asked < 30
        assert process.returncode == 0
    os.close(reader)
    assert run("verify", instance, plan).returncode == 0


def test_a_plan_goes_to_a_pipe_as_well(tmp_path: Path) -> None:
    done = run("solve", put(tmp_path, tiny(weights=WEIGHTS)), "-o", "/dev/stdout", "--time-limit", 5)
    assert done.returncode == 0
    assert '"format": "grid-duty/plan"' in done.stdout


def test_a_plan_keeps_the_mode_of_the_file_it_replaces_and_follows_links(tmp_path: Path) -> None:
    instance, target, link = (
        put(tmp_path, tiny(pins=(Pin("P1", on(3)),))),
        tmp_path / "real.json",
        tmp_path / "link.json",
    )
    target.write_text("before", encoding="utf-8")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run("solve", instance, "-o", link, "--time-limit", 5).returncode == 0
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert json.loads(target.read_bytes())["assignments"] == [
        {"cadre": item.cadre, "date": item.date.isoformat(), "zone": item.zone} for item in [duty("P1", 3)]
    ]


def test_a_re_plan_tells_each_change_with_its_reason(tmp_path: Path) -> None:
    # P1 had the 3rd and is away on it: that duty moves, to the 7th, which costs nothing.
    away = replace(INSTANCE.cadres[0], unavailable=(on(3),))
    instance = replace(INSTANCE, cadres=(away, INSTANCE.cadres[1]), incumbent=(duty("P1", 3),))
    plan = tmp_path / "plan.json"
    told = inside("solve", "--replan", put(tmp_path, instance), "-o", plan)
    assert told.exit_code == 0, told.output
    assert "改动1项值勤（至少须改1项，其中本身已不可行的1项）" in told.output
    assert "2026-12-03 Z1 → 2026-12-07 Z1" in told.output
    assert "P1（P1）在12月3日值勤，本人当天不能值勤" in told.output
    assert inside("verify", put(tmp_path, instance), plan).exit_code == 0
    assert json.loads(plan.read_bytes())["solver"]["replan"]["changed_at_least"] == 1


def test_a_price_of_changes_without_a_re_plan_is_refused(tmp_path: Path) -> None:
    told = inside("solve", "--points-per-change", 5, put(tmp_path, INSTANCE), "-o", tmp_path / "plan.json")
    assert told.exit_code == 2
    assert "--replan" in told.output
