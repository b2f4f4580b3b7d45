"""Publishing: what changed since the draft was made, what it changes for whom, and the press that publishes."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.operations import publication
from service.operations.board.clashes import named, reasoned
from service.operations.board.report import missing_duties
from service.operations.board.versions import month_plan
from service.operations.change_reasons import change_reasons
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.views.plan.duty import open_draft_of
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant

NOTE_LENGTH = 200


@blueprint.get("/<month:month>/publish")
@admin_only
def publish_page(month: date) -> ResponseReturnValue:
    """Everything that an admin confirms by publishing."""
    plan = month_plan(session(), district_id(), month)
    if plan.draft is None:
        return render_template("plan/no_draft.html", month=month, plan=plan)
    preview = publication.preview_publication(session(), current_actor(), instant(), plan.draft)
    return render_template(
        "plan/publish.html",
        month=month,
        plan=plan,
        preview=preview,
        reasons=change_reasons(session(), district_id(), plan.draft.report, preview.difference.changes),
        clashes=named(plan, reasoned(session(), district_id(), preview.violations)),
        missing=missing_duties(plan.draft.report),
    )


@blueprint.post("/<month:month>/publish")
@admin_only
def publish(month: date) -> ResponseReturnValue:
    """Publish exactly what was shown; refused where that is no longer so."""
    note = request.form.get("note", "").strip()[:NOTE_LENGTH] or None
    with transaction() as current:
        made = publication.publish(
            current, current_actor(), instant(), open_draft_of(month), request.form.get("token", ""), note
        )
        number = made.number
    flash(_("已发布第 %(number)s 版", number=number), "success")
    return redirect(url_for("plan.month_board", month=month, version=number))
