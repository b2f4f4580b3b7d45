"""A run of a surge: its problem frozen, and what came back recounted and stored as a proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.orm import Session

from scheduler.placement.audit import audit_placement
from scheduler.placement.problem import PlacementPlan, parse_placement_instance, parse_placement_plan
from scheduler.problem import Text, sha256_of
from scheduler.roster.audit import audit_roster
from scheduler.roster.problem import RosterPlan, parse_roster, parse_roster_plan
from scheduler.surge import SurgeProblem, dump_surge, parse_surge, placement_of, roster_of
from service.messages import Conflict, Message
from service.models import RunState, SolveRun, SurgeOperation, SurgeState
from service.operations.actor import system_actor
from service.operations.snapshot import frozen_read
from service.operations.surge.building import Mode, Span, problem_of, span_of
from service.operations.surge.find import roster_in_force
from service.operations.surge.proposals import Made, store_proposal
from service.worker.context import Worker
from service.worker.queue import Claim, fail
from service.worker.works import Task

OVER = (SurgeState.STOOD_DOWN, SurgeState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the end of a run needs of its beginning."""

    operation_id: int
    mode: Mode
    span: Span
    base_number: int | None
    problem: SurgeProblem


class SurgeWorkOfRun:
    """Runs of `RunKind.ROSTER`: proposals of rosters."""

    solver = "service.worker.surges.solving:solve"

    def read(self, worker: Worker, claim: Claim) -> Task:
        """The operation as its tables are now, from the day that is asked for."""
        with frozen_read(worker.sessions) as session:
            run = session.get_one(SolveRun, claim.run_id)
            operation = session.get(SurgeOperation, run.options["operation"])
            if operation is None or operation.district_id != run.district_id or operation.state in OVER:
                raise Conflict(Message("该行动已结束，不能再修改"))
            mode = Mode(run.options["mode"])
            span = span_of(session, operation, mode, date.fromisoformat(run.options["first"]))
            problem = problem_of(session, operation, mode, span)
            if not problem.people:
                raise Conflict(Message("没有可以召集的人员，请检查召集范围和名单"))
            before = roster_in_force(session, operation)
            data = dump_surge(problem)
            kept = Kept(operation.id, mode, span, before.number if before else None, parse_surge(data))
            return Task(data, sha256_of(data), {}, kept)

    def end(
        self,
        session: Session,
        now: datetime,
        run: SolveRun,
        task: Task,
        answer: dict[str, Any],
        options: dict[str, Any],
        *,
        cancelled: bool,
    ) -> None:
        """Recount both steps; a roster that passes becomes the proposal. What is in force stays in any case."""
        kept: Kept = task.kept
        places = parse_placement_plan(answer["places"].encode())
        roster = parse_roster_plan(answer["roster"].encode())
        run.dossier = _dossier(task, places, roster, answer, options)
        operation = session.get(SurgeOperation, kept.operation_id)
        wrong = _wrong(kept.problem, answer, places, roster)
        if wrong is not None:
            fail(run, now, wrong)
        elif operation is None or operation.state in OVER:
            run.state, run.outcome = RunState.CANCELLED, "cancelled"
        else:
            made = Made(
                task.data, answer["instance"].encode(), answer["roster"].encode(), task.sha256, roster.status,
                roster.objective or 0, roster.bound or 0, places.objective or 0, places.bound or 0, answer["report"],
            )  # fmt: skip
            actor = system_actor(run.district_id, run.asked_by)
            days = (kept.span.first, kept.span.last)
            store_proposal(session, actor, now, operation, kept.mode, days, kept.base_number, made, run.id)
            run.outcome = "proposed"


def _wrong(problem: SurgeProblem, answer: dict[str, Any], places: PlacementPlan, roster: RosterPlan) -> Text | None:
    """Why an answer may not be stored: it solves something else, breaks a rule, or miscounts. A defect of the program."""
    placement, instance = (
        parse_placement_instance(answer["placement"].encode()),
        parse_roster(answer["instance"].encode()),
    )
    lenient = answer["report"]["lenient"]
    placed = {one.person: one.post for one in places.placements}
    if placement != placement_of(problem) or instance != roster_of(problem, placed, lenient=lenient):
        return Text("求解的数据与读取的不符", "What was solved is not what was read")
    first, second = audit_placement(placement, places.placements), audit_roster(instance, roster.assignments)
    broken = [one.text for one in first.violations] + [one.text for one in second.violations]
    if broken:
        return broken[0]
    if (first.objective, second.objective) != (places.objective, roster.objective):
        return Text("方案的得分与复核不符", "The plan's points are not those recounted")
    return None


def _dossier(
    task: Task, places: PlacementPlan, roster: RosterPlan, answer: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """All that is needed to repeat the solve, and what came of it."""
    return {
        "input_hash": task.sha256,
        "options": options,
        "seed": options["seed"],
        "program": version("grid-duty"),
        "status": roster.status,
        "objective": roster.objective,
        "bound": roster.bound,
        "score": dict(roster.score or {}),
        "places": {"status": places.status, "objective": places.objective, "bound": places.bound},
        "assignments": len(roster.assignments),
        "solver": dict(roster.solver),
        "memory_megabytes": answer["memory_megabytes"],
    }
