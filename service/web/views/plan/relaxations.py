"""A draft's relaxations: ask for a search, see how far it is, end it."""

from __future__ import annotations

from datetime import date

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import Message, NotFound
from service.operations.board.clock import clock_seen
from service.operations.board.relaxations import relaxations_of
from service.operations.relaxations import active_search, request_relaxations
from service.operations.runs import request_cancel
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.views.plan.duty import open_draft_of
from service.web.views.plan.shared import admin_only, blueprint, instant


@blueprint.get("/<month:month>/draft/relaxations")
@admin_only
def relaxations(month: date) -> ResponseReturnValue:
    """The panel alone; once the search has ended, the page is asked to load anew."""
    draft = open_draft_of(month)
    found = relaxations_of(session(), draft, instant())
    page = render_template(
        "plan/_relaxations.html",
        month=month,
        found=found,
        searchable=True,
        troubled=True,
        clock=clock_seen(session(), instant()),
    )
    answer = Response(page)
    if found.active is None:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/<month:month>/draft/relaxations")
@admin_only
def search_relaxations(month: date) -> ResponseReturnValue:
    """Queue a search; one that somebody else asked for meanwhile is shown in its place."""
    with transaction() as current:
        draft = open_draft_of(month)
        if active_search(current, draft) is None:
            request_relaxations(current, current_actor(), instant(), draft)
        else:
            flash(_("放宽办法已在求解中"), "info")
    return redirect(url_for("plan.draft_report", month=month, version="draft", _anchor="relaxations"))


@blueprint.post("/<month:month>/draft/relaxations/cancel")
@admin_only
def cancel_relaxations(month: date) -> ResponseReturnValue:
    """Ask the search to end; what it has found by then is kept."""
    with transaction() as current:
        run = active_search(current, open_draft_of(month))
        if run is None:
            raise NotFound(Message("这次求解已经结束"))
        request_cancel(current, current_actor(), instant(), run)
    flash(_("已请求停止，已求得的放宽办法会保留"), "success")
    return redirect(url_for("plan.draft_report", month=month, version="draft", _anchor="relaxations"))
