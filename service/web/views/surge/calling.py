"""The sixth step: what a call would take, the run that makes the roster, and the decision on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.surge import needed_people
from service.messages import Conflict, InvalidInput
from service.models import RoleName, SolveRun, SurgeOperation, SurgeRoster
from service.operations.board.clock import clock_seen
from service.operations.runs import ACTIVE
from service.operations.surge.building import Mode, problem_of, span_of
from service.operations.surge.differences import differences
from service.operations.surge.find import find_operation, first_open_day, proposal_of, roster_in_force
from service.operations.surge.pool import Why, pool_of
from service.operations.surge.proposals import confirm_roster, discard_roster, find_roster, place_names
from service.operations.surge.runs import active_roster_run, request_roster, runs_of_operation, stop_run
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import words
from service.web.months import today
from service.web.records.forms import act
from service.web.views.surge.area import blueprint, tabs


@blueprint.get("/<int:operation_id>/check")
@allow(RoleName.ADMIN)
def check(operation_id: int) -> ResponseReturnValue:
    """What is wanted, how many people that takes, and who may be called."""
    operation = find_operation(session(), current_actor(), operation_id)
    day = min(first_open_day(operation, today()), operation.last_day)
    span = span_of(session(), operation, Mode.CALL, day)
    problem = problem_of(session(), operation, Mode.CALL, span)
    pool = pool_of(session(), operation, span.first, span.last)
    wanted = sum(one.people for one in needed_people(problem).values()) if problem.shifts else 0
    spare = sum(
        max(0, min(room.size * operation.unit_share // 100, room.size - room.away - room.min_present))
        for room in pool.units.values()
    )
    return render_template(
        "surge/check.html", operation=operation, span=span, tabs=tabs(operation), wanted=wanted,
        shifts=sum(need.needed for need in problem.needs), callable=len(pool.people), spare=min(spare, len(pool.people)),
        refused=[(one, pool.counts()[one]) for one in Why if pool.counts()[one]], **progress_values(operation),
    )  # fmt: skip


def progress_values(operation: SurgeOperation) -> dict[str, Any]:
    """What stands on a page of the run that is under way, of the last that failed, and of the proposal."""
    runs = runs_of_operation(session(), operation, most=1)
    run: SolveRun | None = runs[0] if runs else None
    proposal = proposal_of(session(), operation)
    return {
        "run": run,
        "under_way": run is not None and run.state in ACTIVE,
        "clock": clock_seen(session(), now()),
        "elapsed": int((now() - (run.started_at or run.asked_at)).total_seconds()) if run else 0,
        "proposal": proposal,
        "in_force": roster_in_force(session(), operation),
    }


@blueprint.get("/<int:operation_id>/progress")
@allow(RoleName.ADMIN)
def progress(operation_id: int) -> ResponseReturnValue:
    """How far the run is, for the page that asks every second; once it has ended the page is read again."""
    operation = find_operation(session(), current_actor(), operation_id)
    values = progress_values(operation)
    answer = render_template("surge/_progress.html", operation=operation, **values)
    return answer if values["under_way"] else (answer, 200, {"HX-Refresh": "true"})


@blueprint.post("/<int:operation_id>/make")
@allow(RoleName.ADMIN)
def make(operation_id: int) -> ResponseReturnValue:
    """Ask for a roster: the first call, again, or relief."""
    asked, mode = request.form.get("first", ""), request.form.get("mode", "")
    try:
        first = date.fromisoformat(asked) if asked else None
        chosen = Mode(mode) if mode in (Mode.AGAIN, Mode.RELIEF) else Mode.CALL
        with transaction() as current:
            request_roster(current, current_actor(), now(), operation_id, chosen, first)
    except ValueError:
        flash(_("“%(value)s”不是日期，应如 2026-12-09", value=asked), "error")
    except (Conflict, InvalidInput) as error:
        flash(words(error.message), "error")
    endpoint = "surge.board" if mode in (Mode.AGAIN, Mode.RELIEF) else "surge.check"
    return redirect(url_for(endpoint, operation_id=operation_id))


@blueprint.post("/<int:operation_id>/stop")
@allow(RoleName.ADMIN)
def stop(operation_id: int) -> ResponseReturnValue:
    """End the run; its best so far becomes the proposal."""
    operation = find_operation(session(), current_actor(), operation_id)
    back = request.form.get("back") == "check"
    if active_roster_run(session(), operation) is None:
        flash(_("这次求解已经结束"), "info")
        return redirect(url_for("surge.check" if back else "surge.board", operation_id=operation_id))
    return act(
        lambda current: stop_run(current, current_actor(), now(), operation),
        _("正在停止，目前最好的班表会留作方案"),
        url_for("surge.check" if back else "surge.board", operation_id=operation_id),
    )


@blueprint.get("/rosters/<int:roster_id>")
@allow(RoleName.ADMIN)
def proposal_page(roster_id: int) -> ResponseReturnValue:
    """A proposal: its figures, what lacks, whom it calls and releases."""
    roster = find_roster(session(), current_actor(), roster_id)
    if roster.plan is None:
        # Made by a replacement, a relief or a standing down: its shifts are all there is.
        return redirect(url_for("surge.version", operation_id=roster.operation_id, number=roster.number))
    return render_template(
        "surge/proposal.html", operation=roster.operation, roster=roster, found=differences(session(), roster),
        names=place_names(session(), roster.operation), tabs=tabs(roster.operation),
        in_force=roster_in_force(session(), roster.operation),
    )  # fmt: skip


@blueprint.post("/rosters/<int:roster_id>/confirm")
@allow(RoleName.ADMIN)
def confirm(roster_id: int) -> ResponseReturnValue:
    """Put a proposal in force."""
    try:
        with transaction() as current:
            found = confirm_roster(current, current_actor(), now(), roster_id)
            operation_id = find_roster(current, current_actor(), roster_id).operation_id
    except Conflict as error:
        flash(words(error.message), "error")
        return redirect(url_for("surge.proposal_page", roster_id=roster_id))
    flash(_("班表已生效，涉及 %(count)s 人。请按“召集名单”通知到人。", count=len(found.people)), "success")
    return redirect(url_for("surge.board", operation_id=operation_id))


@blueprint.post("/rosters/<int:roster_id>/discard")
@allow(RoleName.ADMIN)
def discard(roster_id: int) -> ResponseReturnValue:
    """Put a proposal aside."""
    roster: SurgeRoster = find_roster(session(), current_actor(), roster_id)
    endpoint = "surge.board" if roster.base_number else "surge.check"
    return act(
        lambda current: discard_roster(current, current_actor(), now(), roster_id),
        _("已放弃该方案，现行班表不变"),
        url_for(endpoint, operation_id=roster.operation_id),
    )
