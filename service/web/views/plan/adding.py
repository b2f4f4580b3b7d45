"""Placing somebody by hand whom the solver left out."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from service.messages import InvalidInput, Message, NotFound, OperationError
from service.models import Cadre, Unit, UnitMembership
from service.operations import drafts
from service.operations.board.duty import zone_groups
from service.operations.board.month import month_days, month_zones, valid_in
from service.operations.board.report import unserved_lines
from service.operations.board.versions import month_plan
from service.web.access import current_actor
from service.web.database import session, transaction
from service.web.formats import day as day_words
from service.web.months import today
from service.web.views.plan.duty import check_fragment, expected_version, open_draft_of, target
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant


@blueprint.get("/<month:month>/add/<int:cadre_id>")
@admin_only
def add(month: date, cadre_id: int) -> ResponseReturnValue:
    """The form that gives somebody a duty."""
    return add_page(month, cadre_id)


def cadre_of(cadre_id: int) -> Cadre:
    """A cadre of the reader's district.

    Raises:
        NotFound: there is none.
    """
    cadre = session().scalar(select(Cadre).where(Cadre.id == cadre_id, Cadre.district_id == district_id()))
    if cadre is None:
        raise NotFound(Message("没有这个人"))
    return cadre


def add_page(month: date, cadre_id: int, refused: OperationError | None = None) -> ResponseReturnValue:
    """The page; `refused` stands on top where it could not be done."""
    draft, cadre = open_draft_of(month), cadre_of(cadre_id)
    plan = month_plan(session(), district_id(), month, "draft")
    unit = session().scalar(
        select(Unit)
        .join(UnitMembership, UnitMembership.unit_id == Unit.id)
        .where(
            Unit.district_id == district_id(),
            UnitMembership.cadre_id == cadre.id,
            valid_in(UnitMembership.valid_from, UnitMembership.valid_to, month),
        )
        .order_by(UnitMembership.valid_from.desc())
        .limit(1)
    )
    zones = month_zones(session(), district_id(), month)
    lines = unserved_lines(session(), district_id(), month, draft.report)
    page = render_template(
        "plan/add.html",
        month=month,
        plan=plan,
        cadre=cadre,
        unit=unit,
        days=[day for day in month_days(session(), district_id(), month) if day.open and day.date >= today()],
        groups=zone_groups(
            session(), district_id(), month, unit.id if unit else 0, zones, frozenset({cadre.home_zone_id})
        ),
        line=next((line for line in lines if line.cadre_id == cadre.id), None),
        own=[duty for duty in plan.duties if duty.cadre_id == cadre.id],
        refused=refused,
        to_day=request.values.get("to_day", ""),
        to_zone=request.values.get("to_zone", ""),
    )
    return page, 422 if refused else 200


@blueprint.get("/<month:month>/add/<int:cadre_id>/check")
@admin_only
def check_add(month: date, cadre_id: int) -> ResponseReturnValue:
    """What the new duty would break and cost, as a fragment."""
    try:
        to_day, to_zone = target()
        checked = drafts.check_move(
            session(), open_draft_of(month), cadre_of(cadre_id).id, None, to_day, to_zone, instant()
        )
    except OperationError as error:
        return check_fragment(None, error)
    return check_fragment(checked, None)


@blueprint.post("/<month:month>/add/<int:cadre_id>")
@admin_only
def add_now(month: date, cadre_id: int) -> ResponseReturnValue:
    """Give the duty; refused in words where it breaks a rule."""
    try:
        to_day, to_zone = target()
        with transaction() as current:
            draft = open_draft_of(month)
            drafts.add_duty(
                current, current_actor(), instant(), draft, expected_version(), cadre_of(cadre_id).id, to_day, to_zone
            )
    except InvalidInput as error:
        return add_page(month, cadre_id, error)
    browser["plan_undo"] = _("已安排在%(day)s", day=day_words(to_day))
    return redirect(url_for("plan.duty", month=month, cadre_id=cadre_id, day=to_day, version="draft"))
