"""The draft's report: who is unserved and why, which zones fall short, what it costs, how far it may be from best."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.rules import SOFT_RULES
from service.operations import drafts
from service.operations.board.clashes import clashes_of
from service.operations.board.clock import clock_seen
from service.operations.board.duty import draft_of
from service.operations.board.figures import figures_of, short_zones
from service.operations.board.month import month_days, month_units, month_zones
from service.operations.board.relaxations import relaxations_of
from service.operations.board.report import skill_lines, unserved_lines, zone_reasons
from service.operations.board.versions import DRAFT, month_plan
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.views.plan.board import needs
from service.web.views.plan.duty import expected_version, open_draft_of
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant, plan_asked_for


@blueprint.get("/<month:month>/draft")
@admin_only
def draft_report(month: date) -> ResponseReturnValue:
    """The report of the draft, or of the version that `?version=` names."""
    plan = plan_asked_for(month)
    zones = month_zones(session(), district_id(), month)
    source = plan.source
    draft = draft_of(session(), plan)
    report = source.report if source else {}
    days = month_days(session(), district_id(), month)
    figures = figures_of(plan, zones)
    return render_template(
        "plan/draft.html",
        month=month,
        plan=plan,
        source=source,
        draft=draft,
        figures=figures,
        gap=figures.gap,
        replan=report.get("replan"),
        unserved=unserved_lines(session(), district_id(), month, report),
        reasons=zone_reasons(report),
        released=report.get("released", ()),
        unskilled=skill_lines(session(), district_id(), report),
        found=relaxations_of(session(), draft, instant()) if draft is not None else None,
        searchable=plan.draft is not None,
        troubled=bool(figures.served < figures.owed or report.get("short") or report.get("unserved")),
        clock=clock_seen(session(), instant()),
        short=short_zones(zones, plan.duties),
        rules=[(rule, int(source.score.get(rule.code, 0))) for rule in SOFT_RULES] if source else [],
        **needs(days, month_units(session(), district_id(), month), zones),
    )


@blueprint.post("/<month:month>/draft/discard")
@admin_only
def discard(month: date) -> ResponseReturnValue:
    """Give the open draft up; what is published stays."""
    with transaction() as current:
        draft = open_draft_of(month)
        drafts.discard_draft(current, current_actor(), instant(), draft, expected_version())
    flash(_("草案已作废"), "success")
    return redirect(url_for("plan.month_board", month=month))


@blueprint.get("/<month:month>/clashes")
@admin_only
def clash_figure(month: date) -> ResponseReturnValue:
    """The figure of clashes, counted apart from the board because it reads all data anew."""
    plan = month_plan(session(), district_id(), month, request.args.get("version", DRAFT))
    return render_template(
        "plan/_clash_figure.html",
        month=month,
        plan=plan,
        clashes=clashes_of(session(), district_id(), plan, instant()),
        outdated=plan.draft is not None and drafts.is_outdated(session(), plan.draft, instant()),
        only="",
    )
