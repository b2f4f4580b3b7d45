"""Day preferences: list, form, taking back."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import joinedload
from wtforms import StringField

from service.models import DayPreference, RoleName
from service.operations.preferences import delete_preference, list_preferences, set_preference
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import spans
from service.web.records.fields import DayField, PersonField, RecordForm, Required, WholeNumberField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("preferences", __name__, url_prefix="/preferences")
EDITORS = (RoleName.ADMIN, RoleName.UNIT_OFFICER)


def actions(row: DayPreference) -> Cell:
    """What may be done with a preference."""
    if row.date < today():
        return Cell("")
    confirm = _("将删除 %(name)s 对 %(day)s 的意愿。", name=row.cadre.name, day=day(row.date))
    return Cell(
        actions=[
            Action(_("修改"), url_for("preferences.new", cadre=row.cadre.employee_number, date=row.date)),
            Action(_("删除"), url_for("preferences.delete", preference_id=row.id), post=True, confirm=confirm),
        ]
    )


@blueprint.get("/")
@allow(*EDITORS)
def index() -> ResponseReturnValue:
    """The preferences of people in scope, from today on unless asked otherwise."""
    first = spans.day_argument("from") or today()
    query = list_preferences(current_actor(), today(), request.args.get("q", ""), first, spans.day_argument("to"))
    page = page_of(session(), query.options(joinedload(DayPreference.cadre)))
    units = spans.units_of(page.rows)
    return render_listing(
        Listing(
            title=_("日期意愿"),
            subtitle=_("0 为愿意，10 为尽量不排；排班会尽量照顾，但不保证"),
            columns=[
                Column("cadre", _("姓名"), spans.person),
                Column("unit", _("单位"), lambda r: units.get(r.cadre_id)),
                Column("date", _("日期"), lambda r: day(r.date, year=True)),
                Column("points", _("回避程度"), lambda r: r.points, numeric=True),
                Column("reason", _("事由"), lambda r: r.reason, wrap=True),
                Column("actions", "", actions),
            ],
            page=page,
            filters=[
                Filter("q", _("姓名、拼音或工号")),
                Filter("from", _("从"), day=True),
                Filter("to", _("到"), day=True),
            ],
            tabs=people_tabs(),
            export="preferences",
            new=(_("登记意愿"), url_for("preferences.new")),
            empty=(_("今后没有登记日期意愿"), _("谁在哪天不便值勤，可在此登记程度和事由。")),
        )
    )


class PreferenceForm(RecordForm):
    """A day preference."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    date = DayField(label("date"), validators=[Required()])
    points = WholeNumberField(
        label("points"), validators=[Required()], description=lazy_gettext("0 为愿意，10 为尽量不排")
    )
    reason = StringField(label("reason"))


GROUPS = [("", ["cadre", "date", "points", "reason"])]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*EDITORS)
def new() -> ResponseReturnValue:
    """Say, or say anew, how much somebody would like to avoid a date."""
    start = {"cadre": request.args.get("cadre", ""), "date": spans.day_argument("date"), "points": 5}
    form = PreferenceForm(data=start)
    return handle(
        form,
        FormPage(
            _("登记意愿"),
            url_for("preferences.index"),
            GROUPS,
            _("保存"),
            note=_("同一人同一天再次登记，以最后一次为准。"),
        ),
        lambda current: set_preference(
            current,
            current_actor(),
            now(),
            form.cadre.data or "",
            form.date.data,
            form.points.data,
            form.reason.data,
        ),
        lambda row: (
            url_for("preferences.index"),
            _("已登记 %(name)s 对 %(day)s 的意愿", name=row.cadre.name, day=day(row.date)),
        ),
    )


@blueprint.post("/<int:preference_id>/delete")
@allow(*EDITORS)
def delete(preference_id: int) -> ResponseReturnValue:
    """Take a preference back."""
    return act(
        lambda current: delete_preference(current, current_actor(), now(), preference_id),
        _("已删除"),
        url_for("preferences.index"),
    )
