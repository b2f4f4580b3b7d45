"""Solve now: what will happen, and the press that asks for it."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.messages import Conflict
from service.models import RunKind
from service.operations.board.clock import clock_seen
from service.operations.board.solving import solve_offer
from service.operations.runs import request_run
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.months import today
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant


@blueprint.get("/<month:month>/solve")
@admin_only
def solve(month: date) -> ResponseReturnValue:
    """What a solve will work on, and what stands in its way."""
    offer = solve_offer(session(), district_id(), month, instant(), today())
    return render_template("plan/solve.html", month=month, offer=offer)


@blueprint.post("/<month:month>/solve")
@admin_only
def solve_now(month: date) -> ResponseReturnValue:
    """Put a run into the queue and show its progress; where one is under way already, show that one."""
    offer = solve_offer(session(), district_id(), month, instant(), today())
    if not offer.ready and offer.under_way is None:
        # The page says what is missing.
        return redirect(url_for("plan.solve", month=month))
    kind = RunKind.REPLAN if request.form.get("kind") == RunKind.REPLAN else RunKind.DRAFT
    try:
        with transaction() as current:
            run = request_run(current, current_actor(), instant(), month, kind)
            current.flush()
            run_id = run.id
    except Conflict as error:
        offer = solve_offer(session(), district_id(), month, instant(), today())
        if offer.under_way is None:
            raise
        flash(words(error.message), "warning")
        run_id = offer.under_way.id
    return redirect(url_for("runs.show", run_id=run_id))


@blueprint.get("/clock")
@admin_only
def clock_help() -> ResponseReturnValue:
    """What to do when the process that solves does not run."""
    return render_template("plan/clock.html", clock=clock_seen(session(), instant()))
