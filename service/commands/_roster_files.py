"""`solve` and `verify` for the files of surge rosters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scheduler.engine import Progress, SolveOptions
from scheduler.problem import Text, sha256_of
from scheduler.roster.audit import check_roster_plan
from scheduler.roster.engine import solve_roster
from scheduler.roster.problem import RosterPlan, dump_roster_plan, parse_roster, parse_roster_plan
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
    """Plan a roster file; exit code 2 where it is not as documented."""
    roster = files.parse(path, data, parse_roster, language)
    plan = solve_roster(roster, options, progress, should_stop)
    # The hash is of the file that was given, which may be spelled otherwise than the product would.
    plan = replace(plan, instance_sha256=sha256_of(data))
    return replace(_told(plan), plan=dump_roster_plan(plan))


def verify(path: Path, data: bytes, plan_path: Path, plan_data: bytes, language: str) -> Outcome:
    """Check a roster plan against its file; exit code 2 where one of the two is not as documented."""
    files.parse(path, data, parse_roster, language)
    claimed = files.parse(plan_path, plan_data, parse_roster_plan, language)
    wrong = check_roster_plan(data, claimed)
    if wrong:
        return Outcome(Message("方案无效，有%(count)d处问题：", count=len(wrong)), tuple(wrong), files.WRONG_PLAN)
    return _told(claimed)


def _told(plan: RosterPlan) -> Outcome:
    """A plan in a line, or the people who have no valid line."""
    if plan.objective is None or plan.bound is None:
        line = Message("无解：以下%(count)d人无论怎样排都违反硬规则：", count=len(plan.conflicts))
        return Outcome(line, tuple(Text(name, name) for name in plan.conflicts), files.INFEASIBLE)
    how = Message("已证明最优") if plan.status == "optimal" else Message("未证明最优")
    line = Message(
        "%(shifts)d个班次，目标值%(objective)d，下界%(bound)d，%(how)s。",
        shifts=len(plan.assignments),
        objective=plan.objective,
        bound=plan.bound,
        how=how,
    )
    return Outcome(line, (), files.VALID)
