"""Solve runs: what was asked for, how far it is, what came of it, and the files to repeat it with."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from scheduler.placement.rules import RULES as PLACEMENT_RULES
from scheduler.rules import RULES
from service.messages import Message, NotFound
from service.models import Draft, DraftState, RoleName, RunKind, RunState, SolveRun
from service.operations.board.clock import clock_seen
from service.operations.kept_plan import plan_file
from service.operations.run_dossiers import export_dossier
from service.operations.runs import ACTIVE, OUTCOMES, message_of, request_cancel, runs_of
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.language import language
from service.web.paging import page_of
from service.web.views.plan.shared import instant

blueprint = Blueprint("runs", __name__, url_prefix="/runs")
admin_only = allow(RoleName.ADMIN)


@blueprint.get("/")
@admin_only
def index() -> ResponseReturnValue:
    """All runs, newest first; filtered by month, state and kind."""
    month = _month(request.args.get("month", ""))
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    query = runs_of(
        current_actor().district_id,
        month=month,
        state=RunState(state) if state in set(RunState) else None,
        kind=RunKind(kind) if kind in set(RunKind) else None,
    )
    page = page_of(session(), query, 25)
    return render_template(
        "runs/index.html",
        page=page,
        shown_month=month,
        months=session().scalars(
            select(SolveRun.month)
            .where(SolveRun.district_id == current_actor().district_id)
            .distinct()
            .order_by(SolveRun.month.desc())
        ),
        states=list(RunState),
        kinds=list(RunKind),
    )


def _month(value: str) -> date | None:
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        return None


def run_of(run_id: int, whole: bool = False) -> SolveRun:
    """A run of the reader's district.

    Raises:
        NotFound: there is none of that number.
    """
    query = select(SolveRun).where(SolveRun.id == run_id, SolveRun.district_id == current_actor().district_id)
    if whole:
        query = query.options(undefer(SolveRun.dossier), undefer(SolveRun.instance))
    run = session().scalar(query)
    if run is None:
        raise NotFound(Message("没有编号为 %(number)s 的求解记录", number=run_id))
    return run


def draft_from(run: SolveRun) -> Draft | None:
    """The draft that a run left."""
    return session().scalar(
        select(Draft).where(Draft.run_id == run.id, Draft.district_id == run.district_id).order_by(Draft.id.desc())
    )


def progress_values(run: SolveRun) -> dict[str, Any]:
    """What the progress panel shows."""
    now = instant()
    draft = draft_from(run)
    since = run.started_at or run.asked_at
    return {
        "run": run,
        "under_way": run.state in ACTIVE,
        "clock": clock_seen(session(), now),
        "draft": draft,
        "draft_open": draft is not None and draft.state == DraftState.OPEN,
        "elapsed": int(((run.ended_at or now) - since).total_seconds()),
        "ahead": queue_ahead(run) if run.state == RunState.QUEUED else 0,
    }


def queue_ahead(run: SolveRun) -> int:
    """How many of the district's runs come before a queued one."""
    query = (
        select(func.count())
        .select_from(SolveRun)
        .where(SolveRun.district_id == run.district_id, SolveRun.state.in_(ACTIVE), SolveRun.id < run.id)
    )
    return session().scalar(query) or 0


@blueprint.app_template_filter("outcome")
def outcome(run: SolveRun) -> str:
    """What came of a run, in the reader's words: the outcome, then what the run says for itself."""
    parts = [_(OUTCOMES[run.outcome])] if run.outcome in OUTCOMES else []
    said = message_of(run)
    return "　".join([*parts, words(said)] if said else parts)


@blueprint.get("/<int:run_id>")
@admin_only
def show(run_id: int) -> ResponseReturnValue:
    """A run: progress while it is under way, then its dossier."""
    run = run_of(run_id, whole=True)
    return render_template(
        "runs/show.html",
        dossier=run.dossier or {},
        has_plan="plan" in (run.dossier or {}),
        rules=PLACEMENT_RULES if run.kind == RunKind.PLACEMENT else RULES,
        **progress_values(run),
    )


@blueprint.get("/<int:run_id>/progress")
@admin_only
def progress(run_id: int) -> ResponseReturnValue:
    """The progress panel alone; once the run has ended, the page is asked to load anew."""
    run = run_of(run_id)
    answer = Response(render_template("runs/_progress.html", **progress_values(run)))
    if run.state not in ACTIVE:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/<int:run_id>/cancel")
@admin_only
def cancel(run_id: int) -> ResponseReturnValue:
    """Ask a run to end; what it has found by then is kept as a draft."""
    run = run_of(run_id)
    with transaction() as current:
        request_cancel(current, current_actor(), instant(), run)
    flash(_("已请求停止"), "success")
    return redirect(url_for("runs.show", run_id=run_id))


@blueprint.get("/<int:run_id>/instance.json")
@admin_only
def instance(run_id: int) -> ResponseReturnValue:
    """The very bytes that were solved."""
    run = run_of(run_id, whole=True)
    if run.instance is None:
        abort(404)
    return download(run.instance, f"instance-{run.month:%Y-%m}-{run.id}.json")


@blueprint.get("/<int:run_id>/plan.json")
@admin_only
def plan(run_id: int) -> ResponseReturnValue:
    """What the solver found, as a plan file."""
    run = run_of(run_id, whole=True)
    data = plan_file(run.dossier, language())
    if data is None:
        abort(404)
    return download(data, f"plan-{run.month:%Y-%m}-{run.id}.json")


@blueprint.get("/<int:run_id>/dossier.zip")
@admin_only
def dossier(run_id: int) -> ResponseReturnValue:
    """Instance, options, versions, times and plan in one file, for `grid-duty replay`."""
    run = run_of(run_id, whole=True)
    with transaction() as current:
        data = export_dossier(current, current_actor(), instant(), run, language())
    return download(data, f"dossier-{run.month:%Y-%m}-{run.id}.zip", "application/zip")


def download(data: bytes, name: str, kind: str = "application/json") -> Response:
    """A file to save, which no cache keeps."""
    answer = Response(data, mimetype=kind)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
