"""A run of a programme: its tables frozen, and what came back recounted and stored as proposals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.orm import Session

from scheduler.placement.audit import check_placement_plan
from scheduler.placement.problem import Pin, PlacementPlan, parse_placement_instance, parse_placement_plan
from scheduler.placement.rules import CATALOGUE
from scheduler.problem import Text
from service.messages import Conflict, Message
from service.models import Programme, ProgrammeState, RunState, SolveRun
from service.operations.actor import system_actor
from service.operations.programmes.instance import freeze
from service.operations.programmes.proposals import store_proposal
from service.operations.scope import today_of
from service.operations.snapshot import frozen_read
from service.worker.context import Worker
from service.worker.queue import Claim, fail
from service.worker.works import Task


@dataclass(frozen=True, slots=True)
class Kept:
    """What the end of a run needs of its beginning."""

    programme_id: int
    first: date


class PlacementWork:
    """Runs of `RunKind.PLACEMENT`: the proposals for a programme."""

    solver = "service.worker.placements.solving:solve"

    def read(self, worker: Worker, claim: Claim) -> Task:
        """The programme's instance as its tables are now; of a refill from the day that it is asked for."""
        with frozen_read(worker.sessions) as session:
            run = session.get_one(SolveRun, claim.run_id)
            programme = session.get(Programme, run.options["programme"])
            if programme is None or programme.district_id != run.district_id:
                raise Conflict(Message("该项目已不存在"))
            if programme.state == ProgrammeState.CANCELLED:
                raise Conflict(Message("该项目已取消，不能再修改"))
            day = today_of(session, run.district_id, worker.now())
            refill = run.options.get("refill_from")
            if refill is not None:
                day = max(day, date.fromisoformat(refill))
            built = freeze(session, programme, day)
            return Task(built.data, built.sha256, {"refill": refill is not None}, Kept(programme.id, built.first))

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
        """Store the plans that pass the check; one that does not is a defect, and the run fails."""
        plans = [parse_placement_plan(one.encode()) for one in answer["plans"]]
        best = plans[0]
        run.dossier = _dossier(run, task, best, answer, options)
        broken = [text for plan in plans for text in check_placement_plan(task.data, plan)]
        kept: Kept = task.kept
        programme = session.get(Programme, kept.programme_id)
        if broken:
            fail(run, now, broken[0])
        elif best.status == "infeasible":
            fail(run, now, _clash(task.data, best), "conflict")
        elif programme is None or programme.state == ProgrammeState.CANCELLED:
            run.state, run.outcome = RunState.CANCELLED, "cancelled"
        else:
            actor = system_actor(run.district_id, run.asked_by)
            for rank, plan in enumerate(plans, start=1):
                own = answer["report"] if rank == 1 else {"seconds": answer["report"]["seconds"]}
                report = {**own, "first": kept.first.isoformat()}
                store_proposal(session, actor, now, programme, task.data, plan, report, rank=rank, run_id=run.id)
            run.outcome = "proposed"


def _dossier(
    run: SolveRun, task: Task, plan: PlacementPlan, answer: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """All that is needed to repeat the solve, and what came of it."""
    return {
        "input_hash": task.sha256,
        "rules": [rule.code for rule in CATALOGUE],
        "weights": dict(parse_placement_instance(task.data).weights),
        "options": options,
        "seed": options["seed"],
        "program": version("grid-duty"),
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "score": dict(plan.score),
        "assignments": len(plan.placements),
        "solver": dict(plan.solver),
        "memory_megabytes": answer["memory_megabytes"],
    }


def _clash(data: bytes, plan: PlacementPlan) -> Text:
    """Which pins cannot be kept together, by names."""
    instance = parse_placement_instance(data)
    people = {one.id: one.name for one in instance.people}
    posts = {one.id: one.name for one in instance.posts}

    def words(pin: Pin, nobody: str, nowhere: str, to: str) -> str:
        who = people.get(pin.person or "", nobody)
        return f"{who}{to}{posts.get(pin.post or '', nowhere)}" + (f"（{pin.role}）" if pin.role else "")

    zh = "；".join(words(pin, "任何人", "任何岗位", "→") for pin in plan.conflicts)
    en = "; ".join(words(pin, "anybody", "any post", " → ") for pin in plan.conflicts)
    return Text(f"以下锁定不能同时满足，请取消其中之一：{zh}", f"These pins cannot all hold, take one away: {en}")
