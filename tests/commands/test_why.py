"""`grid-duty why` and `grid-duty alternatives` from outside."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scheduler.explain import Advisor
from scheduler.explain.gains import Trials
from scheduler.problem import Instance, Pin, dump_instance
from service.cli import main
from tests.support.tiny import cadre, day, days, on, tiny, zone

# One zone for one party a day; P1 avoids days 2 and 3 with 4 and 6 points, P2 day 1 with 9 and P3 days 1 and 2 with 20.
INSTANCE = tiny(
    days=days(1, 2, 3),
    zones=(zone(max_parties_per_day=1),),
    cadres=(
        cadre("P1", avoid={on(2): 4, on(3): 6}),
        cadre("P2", avoid={on(1): 9}),
        cadre("P3", avoid={on(1): 20, on(2): 20}),
        cadre("P4", unavailable=(on(1), on(2), on(3))),
    ),
    weights={**tiny().weights, "unserved": 1000, "avoid": 1},
)


def inside(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def put(folder: Path, instance: Instance) -> Path:
    path = folder / "instance.json"
    path.write_bytes(dump_instance(instance))
    return path


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("why")
    instance, plan = put(folder, INSTANCE), folder / "plan.json"
    assert inside("solve", instance, "-o", plan, "--time-limit", 10).exit_code == 0
    return instance, plan


def test_why_as_a_process_tells_each_other_day_in_chinese(solved: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "service.cli", "why", *map(str, solved), "--cadre", "P1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "P1（P1）：12月1日 Z1，本次值勤计0分"
    # Day 2: P1 4 and P2 on day 1, 9. Day 3: P1 6, P3 on day 1 or 2, 20.
    assert "  12月2日  多13分（确切）  [不便日期+13]" in lines
    assert any(line.startswith("  12月3日  多26分（确切）") for line in lines)
    assert "      P2（P2）：12月2日 Z1 → 12月1日 Z1" in lines


def test_why_in_english_of_one_day_and_of_nobody_served(solved: tuple[Path, Path]) -> None:
    one = inside("why", *solved, "--cadre", "P1", "--date", "2026-12-02", "--language", "en")
    assert one.exit_code == 0
    assert "13 points more (exact)" in one.stdout
    assert "2 Dec  13 points more" in one.stdout
    assert "3 Dec" not in one.stdout.splitlines()[1]
    nobody = inside("why", *solved, "--cadre", "P4", "--language", "en")
    assert "P4 (P4): the plan gives no duty" in nobody.stdout
    assert "unavailable on every open day (3)" in nobody.stdout
    assert nobody.stdout.count("not possible") == 3


def test_alternatives_rank_slots_of_a_cadre_and_people_for_a_slot(solved: tuple[Path, Path]) -> None:
    slots = inside("alternatives", *solved, "--cadre", "P1", "--top", 1)
    assert slots.exit_code == 0
    assert "12月2日 Z1  多13分（确切）" in slots.stdout
    assert "次序已证明" in slots.stdout
    people = inside("alternatives", *solved, "--date", "2026-12-01", "--zone", "Z1", "--language", "en")
    assert people.exit_code == 0
    assert people.stdout.index("P2 (P2)  13 points more") < people.stdout.index("P3 (P3)")


@pytest.mark.parametrize(
    ("command", "options", "words"),
    [
        ("why", ["--cadre", "P9"], "--cadre = P9"),
        ("why", ["--cadre", "P1", "--date", "2027-01-01"], "--date = 2027-01-01"),
        ("why", ["--cadre", "P1", "--zone", "Z9"], "--zone = Z9"),
        ("alternatives", [], "--cadre"),
        ("alternatives", ["--date", "2026-12-01"], "--zone"),
        ("alternatives", ["--cadre", "P1", "--zone", "Z1", "--date", "2026-12-01"], "--cadre"),
    ],
)
def test_wrong_options_are_named(solved: tuple[Path, Path], command: str, options: list[str], words: str) -> None:
    done = inside(command, *solved, *options)
    assert done.exit_code == 2
    assert words in done.stderr
    assert done.stdout == ""


def interrupted(patch: pytest.MonkeyPatch, owner: type, method: str) -> None:
    """Ctrl-C comes when a method is first called; the call itself goes on."""
    before = getattr(owner, method)

    def called(*arguments: Any, **options: Any) -> Any:
        patch.setattr(owner, method, before)
        signal.raise_signal(signal.SIGINT)
        return before(*arguments, **options)

    patch.setattr(owner, method, called)


def test_ctrl_c_in_why_tells_the_days_compared_so_far(
    solved: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(monkeypatch, Advisor, "on")
    done = inside("why", *solved, "--cadre", "P1")
    assert done.exit_code == 0
    assert "12月2日" in done.stdout
    assert "12月3日" not in done.stdout
    assert "已按要求停止：其余的日子没有比较" in done.stdout


def test_ctrl_c_in_alternatives_tells_what_was_found_so_far(
    solved: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(monkeypatch, Advisor, "on")
    done = inside("alternatives", *solved, "--cadre", "P1", "--language", "en")
    assert done.exit_code == 0
    assert "2 Dec Z1  " in done.stdout
    assert "3 Dec Z1  " not in done.stdout
    assert "Stopped as asked" in done.stdout


def test_ctrl_c_in_diagnose_tells_what_was_found_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance, plan = unserved_one(tmp_path)
    interrupted(monkeypatch, Trials, "gain")
    done = inside("diagnose", instance, plan)
    assert done.exit_code == 0
    assert "缺1次" in done.stdout
    assert "少100分，多排1人次（确切）" in done.stdout
    assert "已按要求停止" in done.stdout


@pytest.mark.parametrize("options", [["why", "--cadre", "P1"], ["alternatives", "--cadre", "P1"]])
def test_with_an_effort_the_clock_decides_nothing(
    solved: tuple[Path, Path], options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, *rest = options
    first = inside(command, *solved, *rest, "--effort", 5)
    assert first.exit_code == 0
    assert "13分（确切）" in first.stdout
    # A machine so busy that every look at the clock comes an hour later.
    hours = itertools.count(0, 3600)
    monkeypatch.setattr(time, "monotonic", lambda: float(next(hours)))
    assert inside(command, *solved, *rest, "--effort", 5).stdout == first.stdout
    assert inside(command, *solved, *rest, "--effort", 0).exit_code == 2


def test_a_plan_of_another_instance_is_refused(solved: tuple[Path, Path], tmp_path: Path) -> None:
    other = put(tmp_path, tiny())
    done = inside("why", other, solved[1], "--cadre", "P1")
    assert done.exit_code == 2
    assert "哈希" in done.stderr


def test_a_plan_that_breaks_a_rule_is_refused(solved: tuple[Path, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(solved[1].read_text().replace('"2026-12-01"', '"2026-12-02"'))
    done = inside("why", solved[0], broken, "--cadre", "P1")
    assert done.exit_code == 2
    assert "至多1个" in done.stderr


def unserved_one(folder: Path) -> tuple[Path, Path]:
    """An instance that leaves one out of two, with its plan."""
    instance = put(
        folder,
        tiny(
            days=(*days(1), day(2, open=False)),
            zones=(zone(max_parties_per_day=1),),
            cadres=(cadre("P1"), cadre("P2", avoid={on(1): 1})),
            weights={**tiny().weights, "unserved": 100, "avoid": 1},
        ),
    )
    plan = folder / "plan.json"
    assert inside("solve", instance, "-o", plan, "--time-limit", 10).exit_code == 0
    return instance, plan


def test_diagnose_tells_what_would_help_whom(tmp_path: Path) -> None:
    instance, plan = unserved_one(tmp_path)
    command = [sys.executable, "-m", "service.cli", "diagnose", str(instance), str(plan), "--language", "en"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "P2 (P2) lacks 1" in done.stdout
    assert "→ let Z1 take one party more a day: 99 points fewer, more duties served: 1" in done.stdout
    assert "(exact)" in done.stdout


def test_diagnose_of_clashing_pins_names_them_and_the_ways_out(tmp_path: Path) -> None:
    instance = put(tmp_path, tiny(pins=(Pin("P1", on(1)), Pin("P1", on(2)))))
    done = inside("diagnose", instance)
    assert done.exit_code == 3
    assert "这2项锁定至多能兑现1项" in done.stdout
    assert "放弃其中任意1项锁定" in done.stdout
    solving = inside("solve", instance, "-o", tmp_path / "plan.json")
    assert (solving.exit_code, solving.stderr) == (3, done.stdout)


def test_diagnose_without_a_plan_says_that_the_pins_can_be_kept(solved: tuple[Path, Path]) -> None:
    done = inside("diagnose", solved[0])
    assert (done.exit_code, done.stdout) == (0, "锁定都能兑现。\n")
