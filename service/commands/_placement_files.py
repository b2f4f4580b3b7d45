"""`solve` and `verify` for placement files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scheduler.engine import Progress, SolveOptions
from scheduler.placement.audit import check_placement_plan
from scheduler.placement.engine import solve_placement
from scheduler.placement.model import PlacementIndex
from scheduler.placement.problem import (
    PlacementInstance,
    PlacementPlan,
    dump_placement_plan,
    parse_placement_instance,
    parse_placement_plan,
)
from scheduler.placement.rules.pin import pin_words
from scheduler.problem import Text, sha256_of
from service.commands import _problem_files as files
from service.commands._outcome import Outcome
from service.messages import Message


def solve(
    path: Path,
    data: bytes,
    options: SolveOptions,
    progress: Callable[[Progress], None] | None,
    should_stop: Callable[[], bool],
    language: str,
) -> Outcome:
    """Plan a placement file; exit code 2 where it is not as documented."""
    instance = files.parse(path, data, parse_placement_instance, language)
    plan = solve_placement(instance, options, progress, should_stop)
    # The hash is of the file that was given, which may be spelled otherwise than the product would.
    plan = replace(plan, instance_sha256=sha256_of(data))
    return replace(_told(instance, plan), plan=dump_placement_plan(plan))


def verify(path: Path, data: bytes, plan_path: Path, plan_data: bytes, language: str) -> Outcome:
    """Check a placement plan against its file; exit code 2 where one of the two is not as documented."""
    instance = files.parse(path, data, parse_placement_instance, language)
    claimed = files.parse(plan_path, plan_data, parse_placement_plan, language)
    wrong = check_placement_plan(data, claimed)
    if wrong:
        return Outcome(Message("方案无效，有%(count)d处问题：", count=len(wrong)), tuple(wrong), files.WRONG_PLAN)
    return _told(instance, claimed)


def _told(instance: PlacementInstance, plan: PlacementPlan) -> Outcome:
    """A plan in a line, or the pins that clash."""
    if plan.objective is None or plan.bound is None:
        line = Message("无解：以下%(count)d项锁定相互冲突：", count=len(plan.conflicts))
        return Outcome(line, _conflicts(instance, plan), files.INFEASIBLE)
    how = Message("已证明最优") if plan.status == "optimal" else Message("未证明最优")
    line = Message(
        "安排%(placements)d人次，缺员%(unfilled)d人次，目标值%(objective)d，下界%(bound)d，%(how)s。",
        placements=len(plan.placements),
        unfilled=sum(one.missing for one in plan.unfilled),
        objective=plan.objective,
        bound=plan.bound,
        how=how,
    )
    return Outcome(line, (), files.VALID)


def _conflicts(instance: PlacementInstance, plan: PlacementPlan) -> tuple[Text, ...]:
    index = PlacementIndex(instance)
    return tuple(pin_words(index, pin) for pin in plan.conflicts)
