"""Recusals of units: list, form, ending."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import StringField

from service.models import RoleName, UnitRecusal
from service.operations.editing import find_in_district
from service.operations.unit_recusals import (
    UnitRecusalValues,
    end_unit_recusal,
    list_unit_recusals,
    save_unit_recusal,
)
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices, spans
from service.web.records.fields import DayField, PersonField, RecordForm, ReferenceField, Required, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("unit_recusals", __name__, url_prefix="/unit-recusals")


def actions(row: UnitRecusal) -> Cell:
    """What may be done with a recusal."""
    found = [Action(_("修改"), url_for("unit_recusals.edit", recusal_id=row.id))]
    if row.valid_from <= today() and (row.valid_to is None or row.valid_to > today()):
        confirm = _(
            "%(name)s 对“%(unit)s”的回避今天结束，从明天起可以到该单位任职或参加巡察。",
            name=row.cadre.name,
            unit=row.unit.name,
        )
        found.append(Action(_("今天结束"), url_for("unit_recusals.end", recusal_id=row.id), post=True, confirm=confirm))
    return Cell(actions=found)


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The recusals."""
    text, state = request.args.get("q", ""), request.args.get("state") or "current"
    query = list_unit_recusals(current_actor(), today(), text, state)
    page = page_of(session(), query.options(joinedload(UnitRecusal.cadre), joinedload(UnitRecusal.unit)))
    units = spans.units_of(page.rows)
    return render_listing(
        Listing(
            title=_("单位回避"),
            subtitle=_("人员不得到这些单位任职或参加对其巡察"),
            columns=[
                Column("cadre", _("姓名"), spans.person),
                Column("home", _("所在单位"), lambda r: units.get(r.cadre_id)),
                Column(
                    "unit", _("回避的单位"), lambda r: Cell(r.unit.name, url_for("units.detail", unit_id=r.unit_id))
                ),
                Column("from", _("起始日期"), lambda r: short_day(r.valid_from)),
                Column("to", _("截止日期"), lambda r: short_day(r.valid_to) if r.valid_to else _("长期")),
                Column("reason", _("事由"), lambda r: r.reason, wrap=True),
                Column("actions", "", actions),
            ],
            page=page,
            filters=[
                Filter("q", _("人员或单位")),
                Filter("state", _("状态"), [("past", _("已结束")), ("all", _("全部"))], any_text=_("当前和今后")),
            ],
            tabs=people_tabs(),
            new=(_("登记单位回避"), url_for("unit_recusals.new")),
            export="unit_recusals",
            empty=(_("没有单位回避记录"), _("有亲属在某单位任职、或与其有利害关系的人员，在此登记。")),
        )
    )


class UnitRecusalForm(RecordForm):
    """A recusal."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    unit = ReferenceField(label("unit"), validators=[Required()])
    valid_from = DayField(label("valid_from"), validators=[Required()])
    valid_to = DayField(label("valid_to"), description=lazy_gettext("含当天；不填表示长期"))
    reason = StringField(label("reason"))

    def values(self) -> UnitRecusalValues:
        """What the operation takes."""
        return UnitRecusalValues(
            self.cadre.data or "", self.unit.data, self.valid_from.data, self.valid_to.data, self.reason.data
        )


def with_units(form: UnitRecusalForm) -> UnitRecusalForm:
    """The form with the units to choose from."""
    form.unit.choices = choices.with_blank(choices.units())
    return form


GROUPS = [("", ["cadre", "unit", "valid_from", "valid_to", "reason"])]


def told(row: Any) -> tuple[str, str]:
    """Where to go and what to tell when a recusal was saved."""
    return url_for("unit_recusals.index"), _("已登记 %(name)s 回避“%(unit)s”", name=row.cadre.name, unit=row.unit.name)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Enter a recusal."""
    form = with_units(UnitRecusalForm(data={"cadre": request.args.get("cadre", ""), "valid_from": today()}))
    return handle(
        form,
        FormPage(_("登记单位回避"), url_for("unit_recusals.index"), GROUPS, _("保存")),
        lambda current: save_unit_recusal(current, current_actor(), now(), form.values()),
        told,
    )


@blueprint.route("/<int:recusal_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(recusal_id: int) -> ResponseReturnValue:
    """Change a recusal."""
    row = find_in_district(session(), current_actor(), UnitRecusal, recusal_id)
    known = {name: getattr(row, name) for name in ("valid_from", "valid_to", "reason", "version")}
    whom = f"{row.cadre.employee_number} {row.cadre.name}"
    form = with_units(UnitRecusalForm(data={**known, "cadre": whom, "unit": row.unit_id}))
    return handle(
        form,
        FormPage(_("修改单位回避"), url_for("unit_recusals.index"), GROUPS, _("保存")),
        lambda current: save_unit_recusal(
            current, current_actor(), now(), form.values(), recusal_id, form.version_read()
        ),
        told,
        lambda: find_in_district(session(), current_actor(), UnitRecusal, recusal_id),
    )


@blueprint.post("/<int:recusal_id>/end")
@allow(RoleName.ADMIN)
def end(recusal_id: int) -> ResponseReturnValue:
    """Let a recusal end today."""
    return act(
        lambda current: end_unit_recusal(current, current_actor(), now(), recusal_id, today()),
        _("回避今天结束"),
        url_for("unit_recusals.index"),
    )
