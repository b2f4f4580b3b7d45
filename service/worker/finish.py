"""Ends a run: the plan is recounted, compared with the one it would replace, stored and, if so set, published."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from typing import Any

from sqlalchemy.orm import Session

from scheduler.audit import audit
from scheduler.problem import Instance, Plan, Text
from scheduler.rules import CATALOGUE
from service.messages import OperationError
from service.models import District, Draft, RunState, SolveRun
from service.operations.actor import Actor, system_actor
from service.operations.audit_log import record
from service.operations.drafts import open_draft, store_draft
from service.operations.kept_plan import keep_plan
from service.operations.plan_report import plan_report
from service.operations.planning_settings import planning_of
from service.operations.publication import preview_publication, publication_in_force, publish
from service.operations.runs import NIGHTLY, keep_message
from service.operations.snapshot import FactKind, Snapshot
from service.settings import Settings
from service.words import translate
from service.worker.inputs import RunInputs
from service.worker.queue import NIGHT, fail
from service.worker.solver_process import Solved

NEEDS_APPROVAL = Text(
    "排班设置在发布后有改动，可能影响很多人，未自动发布，请管理员核对后发布",
    "The planning settings were changed since publication, which may move many people: it was not published by itself "
    "and waits for an admin's approval",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A solved run, ready to be stored. `cancelled`: the best so far of a run that was to end."""

    inputs: RunInputs
    solved: Solved
    options: dict[str, Any]
    cancelled: bool


def finish(session: Session, now: datetime, run: SolveRun, outcome: Outcome, settings: Settings) -> None:
    """End a held run in this transaction: what it says and what is stored become true together."""
    snapshot, plan = outcome.inputs.snapshot, outcome.solved.plan
    run.dossier = dossier_of(outcome)
    run.ended_at = now
    actor = system_actor(run.district_id, NIGHT if run.kind in NIGHTLY else run.asked_by)
    if plan.status == "infeasible":
        fail(run, now, _clash(outcome.solved.report), "conflict")
    elif (broken := _broken(snapshot, plan)) is not None:
        fail(run, now, broken)
    elif outcome.cancelled and open_draft(session, run.district_id, run.month) is not None:
        run.state, run.outcome = RunState.CANCELLED, "cancelled"
    else:
        _keep_better(session, actor, now, run, outcome, settings)
    record(session, actor, now, "run.end", run, note=f"{run.state} {run.outcome}")


def dossier_of(outcome: Outcome) -> dict[str, Any]:
    """All that is needed to repeat and to judge a solve."""
    snapshot, plan = outcome.inputs.snapshot, outcome.solved.plan
    return {
        "input_hash": snapshot.sha256,
        "facts_hash": snapshot.facts_hash,
        "base_number": snapshot.base_number,
        "today": snapshot.today.isoformat(),
        "rules": [rule.code for rule in CATALOGUE],
        "weights": dict(snapshot.instance.weights),
        "options": outcome.options,
        "seed": outcome.options["seed"],
        "program": version("grid-duty"),
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "score": dict(plan.score),
        "assignments": len(plan.assignments),
        "plan": keep_plan(plan),
        "solver": dict(plan.solver),
        "memory_megabytes": outcome.solved.memory_megabytes,
    }


def _broken(snapshot: Snapshot, plan: Plan) -> Text | None:
    """Why a plan may not be stored: the recount differs, or a rule is broken. A defect of the program."""
    if plan.instance_sha256 != snapshot.sha256:
        return Text("求解的数据与快照不符", "What was solved is not what was read")
    recount = audit(snapshot.instance, plan.assignments)
    if not recount.valid:
        return recount.violations[0].text
    if recount.objective != plan.objective:
        words = f"{plan.objective} ≠ {recount.objective}"
        return Text(f"方案的得分与复核不符：{words}", f"The plan's points are not those recounted: {words}")
    return None


def _clash(report: dict[str, Any]) -> Text:
    """Which pins cannot be kept together, and what would resolve it."""
    told = [Text(words["zh"], words["en"]) for words in report.get("clashes", ())]
    return Text("".join(text.zh for text in told), " ".join(text.en for text in told))


def _keep_better(
    session: Session, actor: Actor, now: datetime, run: SolveRun, outcome: Outcome, settings: Settings
) -> None:
    """Store the draft, unless the plan it would replace is as good under the data as they are now."""
    inputs, solved = outcome.inputs, outcome.solved
    snapshot = inputs.snapshot
    before = open_draft(session, run.district_id, run.month)
    run.state = RunState.CANCELLED if outcome.cancelled else RunState.FINISHED
    if _is_whole(inputs) and _old_is_as_good(snapshot.instance, solved.plan):
        if before is None:
            run.outcome = "kept"
            return
        solved = _old(snapshot, solved)
    pins = list(before.pins) if before is not None else []
    report = {**solved.report, "own_basis": bool(inputs.from_draft and snapshot.instance.incumbent)}
    draft = store_draft(session, actor, now, run, snapshot, solved.plan, report, pins)
    run.outcome = "draft"
    if run.kind in NIGHTLY and not outcome.cancelled and publishes_by_itself(session, run.district_id, settings):
        if _is_planned_otherwise(session, draft):
            run.message = keep_message(NEEDS_APPROVAL)
        else:
            _publish(session, actor, now, run, draft)


def _is_whole(inputs: RunInputs) -> bool:
    """Whether the incumbent is all that it would replace: nobody in it has left, no duty in it is excused."""
    snapshot = inputs.snapshot
    coming = [duty for duty in snapshot.published if duty.date >= snapshot.today]
    return inputs.from_draft is not None or len(coming) == len(snapshot.instance.incumbent)


def _old_is_as_good(instance: Instance, plan: Plan) -> bool:
    """Whether the incumbent breaks no rule and costs no more than the new plan."""
    if not instance.incumbent or plan.objective is None:
        return False
    recount = audit(instance, instance.incumbent)
    return recount.valid and recount.objective <= plan.objective


def _old(snapshot: Snapshot, solved: Solved) -> Solved:
    """The incumbent as the plan that is stored."""
    instance = snapshot.instance
    recount = audit(instance, instance.incumbent)
    plan = replace(
        solved.plan,
        assignments=instance.incumbent,
        objective=recount.objective,
        score=recount.score,
        status="optimal" if recount.objective == solved.plan.bound else "feasible",
    )
    return replace(solved, plan=plan, report=plan_report(instance, instance.incumbent, snapshot.names))


def publishes_by_itself(session: Session, district_id: int, settings: Settings) -> bool:
    """Whether a nightly plan of a district needs no approval."""
    own = planning_of(session.get_one(District, district_id)).publish_by_itself
    return settings.night.publish_by_itself if own is None else own


def _is_planned_otherwise(session: Session, draft: Draft) -> bool:
    """Whether the way of planning (mode, weights, bounds) was changed since the version in force was made.

    Such a change can move everybody's duty of a month that has begun; leave and people move few.
    """
    publication = publication_in_force(session, draft.district_id, draft.month)
    return publication is not None and publication.facts.get(FactKind.SETTING) != draft.facts.get(FactKind.SETTING)


def _publish(session: Session, actor: Actor, now: datetime, run: SolveRun, draft: Draft) -> None:
    """Publish a nightly draft; where it cannot be, it stays for approval and the run says why."""
    try:
        with session.begin_nested():
            preview = preview_publication(session, actor, now, draft)
            publish(session, actor, now, draft, preview.token)
        run.outcome = "published"
    except OperationError as error:
        zh, en = translate(error.message, "zh"), translate(error.message, "en")
        run.message = keep_message(Text(f"未能自动发布：{zh}", f"It could not be published by itself: {en}"))
