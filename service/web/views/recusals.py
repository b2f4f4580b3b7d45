"""Recusals: list, form, ending."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import StringField

from service.models import Recusal, RoleName
from service.operations.editing import find_in_district
from service.operations.recusals import RecusalValues, end_recusal, list_recusals, save_recusal
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import spans
from service.web.records.fields import DayField, PersonField, RecordForm, Required, ZoneField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("recusals", __name__, url_prefix="/recusals")


def actions(row: Recusal) -> Cell:
    """What may be done with a recusal."""
    found = [Action(_("修改"), url_for("recusals.edit", recusal_id=row.id))]
    if row.valid_from <= today() and (row.valid_to is None or row.valid_to > today()):
        confirm = _(
            "%(name)s 对“%(zone)s”的回避今天结束，从明天起可以排到该网格。", name=row.cadre.name, zone=row.zone.name
        )
        found.append(Action(_("今天结束"), url_for("recusals.end", recusal_id=row.id), post=True, confirm=confirm))
    return Cell(actions=found)


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The recusals."""
    text, state = request.args.get("q", ""), request.args.get("state") or "current"
    query = list_recusals(current_actor(), today(), text, state)
    page = page_of(session(), query.options(joinedload(Recusal.cadre), joinedload(Recusal.zone)))
    units = spans.units_of(page.rows)
    return render_listing(
        Listing(
            title=_("回避"),
            subtitle=_("人员不得到这些网格值勤"),
            columns=[
                Column("cadre", _("姓名"), spans.person),
                Column("unit", _("单位"), lambda r: units.get(r.cadre_id)),
                Column("zone", _("网格"), lambda r: Cell(r.zone.name, url_for("zones.detail", zone_id=r.zone_id))),
                Column("from", _("起始日期"), lambda r: short_day(r.valid_from)),
                Column("to", _("截止日期"), lambda r: short_day(r.valid_to) if r.valid_to else _("长期")),
                Column("reason", _("事由"), lambda r: r.reason, wrap=True),
                Column("actions", "", actions),
            ],
            page=page,
            filters=[
                Filter("q", _("人员或网格")),
                Filter("state", _("状态"), [("past", _("已结束")), ("all", _("全部"))], any_text=_("当前和今后")),
            ],
            tabs=people_tabs(),
            new=(_("登记回避"), url_for("recusals.new")),
            export="recusals",
            empty=(_("没有回避记录"), _("与网格内有亲属或利害关系的人员，在此登记。")),
        )
    )


class RecusalForm(RecordForm):
    """A recusal."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    zone = ZoneField(label("zone"), validators=[Required()])
    valid_from = DayField(label("valid_from"), validators=[Required()])
    valid_to = DayField(label("valid_to"), description=lazy_gettext("含当天；不填表示长期"))
    reason = StringField(label("reason"))

    def values(self) -> RecusalValues:
        """What the operation takes."""
        return RecusalValues(
            self.cadre.data or "", self.zone.data or "", self.valid_from.data, self.valid_to.data, self.reason.data
        )


GROUPS = [("", ["cadre", "zone", "valid_from", "valid_to", "reason"])]


def told(row: Any) -> tuple[str, str]:
    """Where to go and what to tell when a recusal was saved."""
    return url_for("recusals.index"), _("已登记 %(name)s 回避“%(zone)s”", name=row.cadre.name, zone=row.zone.name)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Enter a recusal."""
    form = RecusalForm(data={"cadre": request.args.get("cadre", ""), "valid_from": today()})
    return handle(
        form,
        FormPage(_("登记回避"), url_for("recusals.index"), GROUPS, _("保存")),
        lambda current: save_recusal(current, current_actor(), now(), form.values()),
        told,
    )


@blueprint.route("/<int:recusal_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(recusal_id: int) -> ResponseReturnValue:
    """Change a recusal."""
    row = find_in_district(session(), current_actor(), Recusal, recusal_id)
    known = {name: getattr(row, name) for name in ("valid_from", "valid_to", "reason", "version")}
    whom, where = f"{row.cadre.employee_number} {row.cadre.name}", f"{row.zone.code} {row.zone.name}"
    form = RecusalForm(data={**known, "cadre": whom, "zone": where})
    return handle(
        form,
        FormPage(_("修改回避"), url_for("recusals.index"), GROUPS, _("保存")),
        lambda current: save_recusal(current, current_actor(), now(), form.values(), recusal_id, form.version_read()),
        told,
        lambda: find_in_district(session(), current_actor(), Recusal, recusal_id),
    )


@blueprint.post("/<int:recusal_id>/end")
@allow(RoleName.ADMIN)
def end(recusal_id: int) -> ResponseReturnValue:
    """Let a recusal end today."""
    return act(
        lambda current: end_recusal(current, current_actor(), now(), recusal_id, today()),
        _("回避今天结束"),
        url_for("recusals.index"),
    )
