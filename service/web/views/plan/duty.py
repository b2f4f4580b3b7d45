"""A duty's page, and what can be done with it in a draft: move, remove, pin, undo."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.rules import SOFT_RULES
from service.messages import InvalidInput, Message, NotFound, OperationError
from service.models import Cadre, Draft
from service.operations import drafts
from service.operations.board.alternatives import alternatives_of
from service.operations.board.duty import (
    companions_of,
    contact_of,
    duties_before,
    duty_in,
    points_of,
    zone_groups,
)
from service.operations.board.month import month_days, month_words, month_zones
from service.operations.board.versions import DRAFT, month_plan
from service.web.access import current_actor
from service.web.addresses import id_number
from service.web.database import session, transaction
from service.web.formats import day as day_words
from service.web.months import today
from service.web.views.plan.shared import admin_only, blueprint, district_id, instant, page_or_fragment, plan_asked_for


@blueprint.get("/<month:month>/duty/<int:cadre_id>/<day:day>")
@admin_only
def duty(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """A duty: who, when, where, with whom, why; in a draft with the form that moves it."""
    return duty_page(month, cadre_id, day)


def duty_page(month: date, cadre_id: int, day: date, refused: OperationError | None = None) -> ResponseReturnValue:
    """The page; `refused` stands on top where a change could not be made."""
    plan = plan_asked_for(month)
    found = duty_in(plan, cadre_id, day)
    cadre = session().get_one(Cadre, cadre_id)
    days = [other for other in month_days(session(), district_id(), month) if other.open and other.date >= today()]
    movable = plan.draft is not None and day >= today()
    zones = month_zones(session(), district_id(), month) if movable else []
    keep = frozenset({found.zone_id, cadre.home_zone_id})
    groups = zone_groups(session(), district_id(), month, found.unit_id, zones, keep)
    page = render_template(
        "plan/duty.html",
        month=month,
        plan=plan,
        duty=found,
        cadre=cadre,
        companions=companions_of(plan, found),
        contact=contact_of(session(), district_id(), found.community_id),
        before=duties_before(session(), district_id(), cadre_id, day),
        points=points_of(session(), plan, found),
        days=days,
        groups=groups,
        movable=movable,
        refused=refused,
        to_day=request.values.get("to_day", day.isoformat()),
        to_zone=request.values.get("to_zone", str(found.zone_id)),
        undo=browser.pop("plan_undo", None),
    )
    return page, 422 if refused else 200


def open_draft_of(month: date) -> Draft:
    """The month's open draft.

    Raises:
        NotFound: there is none.
    """
    draft = drafts.open_draft(session(), district_id(), month)
    if draft is None:
        raise NotFound(Message("%(month)s没有待发布的草案", month=month_words(month)))
    return draft


def target() -> tuple[date, int]:
    """The day and zone that the form asks for.

    Raises:
        InvalidInput: one of them is no day or no zone.
    """
    try:
        return date.fromisoformat(request.values.get("to_day", "")), int(request.values.get("to_zone", ""))
    except ValueError:
        raise InvalidInput(Message("请选择日期和网格")) from None


@blueprint.get("/<month:month>/duty/<int:cadre_id>/<day:day>/check")
@admin_only
def check(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """What a move would break and cost, as a fragment."""
    checked, refused = None, None
    try:
        to_day, to_zone = target()
        checked = drafts.check_move(session(), open_draft_of(month), cadre_id, day, to_day, to_zone, instant())
    except OperationError as error:
        refused = error
    return check_fragment(checked, refused)


def check_fragment(checked: drafts.MoveCheck | None, refused: OperationError | None) -> ResponseReturnValue:
    """The words of a check: what it would break, or which points it would change."""
    rises = []
    if checked is not None:
        changes = ((rule.title, checked.after[rule.code] - checked.before[rule.code]) for rule in SOFT_RULES)
        rises = [(title, points) for title, points in changes if points]
    return render_template("plan/_check.html", checked=checked, refused=refused, rises=rises)


@blueprint.get("/<month:month>/duty/<int:cadre_id>/<day:day>/options")
@admin_only
def options(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """What the duty would be on every other day: a page, and for htmx its middle."""
    draft = open_draft_of(month)
    plan = month_plan(session(), district_id(), month, DRAFT)
    found = duty_in(plan, cadre_id, day)
    return page_or_fragment(
        "plan/options.html",
        "plan/_options.html",
        month=month,
        duty=found,
        options=alternatives_of(session(), draft, found, instant()),
    )


@blueprint.post("/<month:month>/duty/<int:cadre_id>/<day:day>/move")
@admin_only
def move(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """Move a duty (a whole party with it); refused in words where it breaks a rule."""
    try:
        to_day, to_zone = target()
        with transaction() as current:
            draft = open_draft_of(month)
            drafts.move_duty(
                current, current_actor(), instant(), draft, expected_version(), cadre_id, day, to_day, to_zone
            )
    except InvalidInput as error:
        return duty_page(month, cadre_id, day, error)
    browser["plan_undo"] = _("已移到%(day)s", day=day_words(to_day))
    return redirect(url_for("plan.duty", month=month, cadre_id=cadre_id, day=to_day, version="draft"))


def expected_version() -> int:
    """The draft's version that the form was made from; 0 (always stale) where it is missing."""
    return request.form.get("expected_version", 0, type=id_number)


@blueprint.post("/<month:month>/duty/<int:cadre_id>/<day:day>/remove")
@admin_only
def remove(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """Take a duty (a whole party's) out of the draft."""
    with transaction() as current:
        draft = open_draft_of(month)
        drafts.remove_duty(current, current_actor(), instant(), draft, expected_version(), cadre_id, day)
    browser["plan_undo"] = _("已移除一次值勤")
    return redirect(url_for("plan.month_board", month=month, version="draft"))


@blueprint.post("/<month:month>/duty/<int:cadre_id>/<day:day>/pin")
@admin_only
def pin(month: date, cadre_id: int, day: date) -> ResponseReturnValue:
    """Pin a duty where it is, or release it."""
    values: dict[str, Any] = {"month": month, "cadre_id": cadre_id, "day": day, "version": "draft"}
    with transaction() as current:
        draft = open_draft_of(month)
        if request.form.get("pinned") == "1":
            zone = duty_in(plan_asked_for(month), cadre_id, day).zone_id
            drafts.pin_duty(current, current_actor(), instant(), draft, expected_version(), cadre_id, day, zone)
            flash(_("已锁定：重新求解时这次值勤不变"), "success")
        else:
            drafts.unpin_duty(current, current_actor(), instant(), draft, expected_version(), cadre_id, day)
            flash(_("已解除锁定"), "success")
    return redirect(url_for("plan.duty", **values))


@blueprint.post("/<month:month>/undo")
@admin_only
def undo(month: date) -> ResponseReturnValue:
    """Take back the last change made by hand."""
    with transaction() as current:
        drafts.undo_last(current, current_actor(), instant(), open_draft_of(month), expected_version())
    browser.pop("plan_undo", None)
    flash(_("已撤销上一步手工调整"), "success")
    return redirect(url_for("plan.month_board", month=month, version="draft"))
