"""The benchmark's instances, changes, tables and record."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import record
from benchmarks.__main__ import main
from benchmarks.answer import Answer
from benchmarks.changes import CHANGES, published, with_change
from benchmarks.districts import KINDS, district
from benchmarks.measure import Measured
from benchmarks.nation import DISTRICTS, Need
from benchmarks.record import INTRODUCTION, written
from benchmarks.tables import median_of, row, rule_of
from scheduler.engine import SolveOptions, replan
from scheduler.problem import dump_instance


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_district(kind: str) -> None:
    assert dump_instance(district(60, 4, kind)) == dump_instance(district(60, 4, kind))
    assert dump_instance(district(60, 4, kind)) != dump_instance(district(60, 5, kind))


def test_each_kind_is_what_it_says() -> None:
    plain, tight, weekends = (district(300, 1, kind) for kind in ("plain", "tight", "weekends"))
    assert {day.burden for day in weekends.days if day.open} == {1, 2}
    assert {day.burden for day in plain.days if day.open} == {1}
    wanted = sum(zone.min_visits for zone in tight.zones)
    assert wanted > sum(cadre.duties for cadre in tight.cadres) >= sum(zone.min_visits for zone in plain.zones)
    assert sum(unit.min_present for unit in tight.units) > sum(unit.min_present for unit in plain.units)


@pytest.mark.parametrize("kind", CHANGES)
def test_each_change_makes_something_change(kind: str) -> None:
    before = published(district(40, 1), SolveOptions(effort=2, workers=1, time_limit=None))
    after = replan(with_change(before, kind), SolveOptions(10.0, 1)).solver["replan"]
    # Somebody new changes nobody's duty; of somebody who is gone no duty is left to change.
    assert (after["changed"] > 0) == (kind not in ("new", "gone"))
    assert after["changed"] >= after["changed_at_least"]


def measured(seed: int, objective: int) -> Measured:
    return Measured(f"plain-40-{seed}", 40, Answer(objective, 100, soft=100), seed, seed, seed)


def test_of_several_seeds_the_one_in_the_middle_is_told_with_the_worst_gap() -> None:
    found = median_of([measured(1, 130), measured(2, 100), measured(3, 110)])
    assert (found.answer.objective, found.wall, found.peak) == (110, 2, 3)
    assert "median of 3" in found.name
    assert "30.00" in found.name


def test_rows_are_as_wide_as_their_head() -> None:
    head = "| a | b | c |"
    assert rule_of(head) == "|---|---:|---:|"
    assert row("x", None, 0.5) == "| x | – | 0.50 |"


def test_a_nations_need_is_reckoned_from_wall_seconds_of_all_cores() -> None:
    # Two at once take 20 s for four districts: a core does one in 10 s, so 360 an hour and 2,880 in a night.
    need = Need([9.0, 9.5, 9.5, 9.0], [0.1] * 4, 20.0, 2)
    assert need.per_core_hour == 360
    assert need.cores == pytest.approx(DISTRICTS / 2880)


def test_a_release_has_one_section_and_the_newest_is_first() -> None:
    first = written("", "0.1.0", "old")
    assert first.startswith(INTRODUCTION)
    both = written(first, "0.2.0", "new")
    assert both.index("## 0.2.0") < both.index("## 0.1.0")
    again = written(both, "0.2.0", "newer")
    assert "old" in again
    assert "\nnew\n" not in again
    assert again.count("## 0.2.0") == 1


def test_a_record_is_written_with_its_command_and_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "quality.md"
    monkeypatch.setattr(record, "QUALITY", path)
    arguments = ["--only", "repeat,quality", "--sizes", "40", "--kinds", "plain", "--seeds", "1", "--limits", "2",
                 "--workers", "1", "--repeat-size", "40", "--effort", "1", "--record"]  # fmt: skip
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    text = path.read_text(encoding="utf-8")
    assert "--repeat-size 40" in text
    assert "cores" in text
    assert "| plain-40-1 | 1 |" in text
    assert "| plain-40-1 | 40 | 2 s | 1 |" in text


@pytest.mark.parametrize("arguments", [["--only", "nothing"], ["--sizes", "many"], ["--kinds", "odd"]])
def test_an_option_that_is_not_known_is_refused(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2
