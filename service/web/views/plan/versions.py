"""Versions of a month, and the difference between any two of them."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from service.models import Publication
from service.operations.board.month import month_days, month_units, month_zones
from service.operations.board.versions import DRAFT, MonthPlan, month_plan, placed_duties
from service.operations.change_reasons import change_reasons
from service.operations.differences import compare
from service.web.database import session
from service.web.views.plan.board import needs
from service.web.views.plan.shared import admin_only, blueprint, district_id


@blueprint.get("/<month:month>/versions")
@admin_only
def versions(month: date) -> ResponseReturnValue:
    """All published versions, newest first, and the open draft."""
    rows = session().scalars(
        select(Publication)
        .where(Publication.district_id == district_id(), Publication.month == month)
        .order_by(Publication.number.desc())
    )
    days = month_days(session(), district_id(), month)
    units = month_units(session(), district_id(), month)
    return render_template(
        "plan/versions.html",
        month=month,
        plan=month_plan(session(), district_id(), month),
        publications=list(rows),
        **needs(days, units, month_zones(session(), district_id(), month)),
    )


@blueprint.get("/<month:month>/difference")
@admin_only
def difference(month: date) -> ResponseReturnValue:
    """What changes from `?old=` to `?new=` (numbers, or `draft`)."""
    newest = month_plan(session(), district_id(), month)
    if not newest.exists:
        return redirect(url_for("plan.versions", month=month))
    wanted = request.args.get("new") or newest.key
    new = month_plan(session(), district_id(), month, wanted)
    old = month_plan(session(), district_id(), month, request.args.get("old") or before(new))
    found = compare(session(), placed_duties(old), placed_duties(new))
    return render_template(
        "plan/difference.html",
        month=month,
        old=old,
        new=new,
        difference=found,
        reasons=change_reasons(session(), district_id(), new.source.report if new.source else {}, found.changes),
        numbers=newest.numbers,
        draft_open=newest.draft_open,
    )


def before(plan: MonthPlan) -> str:
    """The version before: the one in force for a draft, the number below for a published one."""
    if plan.key == DRAFT:
        return str(plan.in_force or DRAFT)
    earlier = [number for number in plan.numbers if plan.publication and number < plan.publication.number]
    return str(earlier[-1]) if earlier else plan.key
